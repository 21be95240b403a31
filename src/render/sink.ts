import type { Mark, Part } from './mark.ts'

/**
 * Where rendered HTML goes, in document order. A sink holds what was written to it until it is taken;
 * once adopted, it passes everything on, so a part of the page that was started early streams as soon
 * as its turn comes.
 */
export class Sink {
  readonly #page: PageState
  // What is held: parts first, then text. Most sinks never see a mark.
  readonly #parts: Part[] = []
  #text = ''
  #length = 0
  #parent: Sink | undefined
  #wake: (() => void) | undefined

  /**
   * @param page - What all sinks of a page share. [a page of its own, without limit]
   */
  constructor(page: PageState = createPageState(Infinity)) {
    this.#page = page
  }

  /** True when nobody wants the page any more. */
  get isStopped(): boolean {
    return this.#page.isStopped
  }

  /** True when no text is held. */
  get isEmpty(): boolean {
    return this.#text === '' && !this.#parts.some((part) => typeof part === 'string')
  }

  /**
   * Makes a sink for a later part of the same page.
   *
   * @returns The sink, to be adopted when its turn comes.
   */
  fork(): Sink {
    return new Sink(this.#page)
  }

  /**
   * Appends finished HTML.
   *
   * @param html - Markup, never text of unknown origin.
   */
  write(html: string): void {
    if (this.#parent !== undefined) {
      this.#parent.write(html)
      return
    }
    this.#text += html
    this.#length += html.length
    this.#wake?.()
  }

  /**
   * Appends a mark, to be resolved when it is taken.
   *
   * @param mark - The mark.
   */
  mark(mark: Mark): void {
    if (this.#parent !== undefined) {
      this.#parent.mark(mark)
      return
    }
    if (this.#text !== '') this.#parts.push(this.#text)
    this.#text = ''
    this.#parts.push(mark)
  }

  /**
   * Appends pieces of a page.
   *
   * @param parts - Text and marks.
   */
  append(parts: readonly Part[]): void {
    for (const part of parts) {
      if (typeof part === 'string') this.write(part)
      else this.mark(part)
    }
  }

  /**
   * Puts another sink's output here, now and from now on.
   *
   * @param child - A sink that has no parent yet.
   */
  adopt(child: Sink): void {
    this.append(child.takeParts())
    child.#parent = this
  }

  /**
   * Empties the sink for good: its marks are resolved.
   *
   * @returns All that was written since the last time.
   */
  take(): string {
    return this.takeParts()
      .map((part) => (typeof part === 'string' ? part : part.resolve()))
      .join('')
  }

  /**
   * Empties the sink, so that whoever waited for room goes on.
   *
   * @returns All that was written since the last time; its marks are still to be resolved.
   */
  takeParts(): Part[] {
    const parts = this.#parts.splice(0)
    if (this.#text !== '') parts.push(this.#text)
    this.#text = ''
    this.#length = 0
    for (const resume of this.#page.waiting.splice(0)) resume()
    return parts
  }

  /**
   * Waits for output.
   *
   * @returns A promise that resolves after the next write.
   */
  written(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined
        resolve()
      }
    })
  }

  /**
   * Waits until something of the page has been taken, if much is held here. A producer that can wait
   * asks until there is room, so that a slow reader slows it down.
   *
   * @returns A promise, or `undefined` when there is room.
   */
  room(): Promise<void> | undefined {
    if (this.#parent !== undefined) return this.#parent.room()
    if (this.isStopped || this.#length < this.#page.limit) return undefined
    return new Promise((resolve) => this.#page.waiting.push(resolve))
  }

  /** Stops the page: what has not begun does not begin, and what waits for room ends. */
  stop(): void {
    this.#page.isStopped = true
    this.takeParts()
    this.wake()
  }

  /** Ends the wait for output, though there may be none. */
  wake(): void {
    this.#wake?.()
  }
}

/** What all sinks of one page share. */
export interface PageState {
  /** Characters a sink holds before a producer that can wait should wait. */
  readonly limit: number
  isStopped: boolean
  /** Producers that wait for room, in any of the page's sinks. */
  readonly waiting: (() => void)[]
}

/**
 * Makes the state of a page that begins.
 *
 * @param limit - Characters a sink holds before a producer that can wait should wait.
 * @returns The state.
 */
export function createPageState(limit: number): PageState {
  return { limit, isStopped: false, waiting: [] }
}
