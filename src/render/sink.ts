import type { PageState } from './page-state.ts'

/** Markup that is known only when everything before it has been printed. */
export interface LateMarkup {
  /**
   * Called once, when the page is sent, after everything before the markup.
   *
   * @returns HTML, or `''`.
   */
  resolve(): string
  /**
   * Called where the page's author works on the markup as a string, outside of any order.
   *
   * @returns HTML, or `''`.
   */
  toString(): string
}

/** A piece of a page. */
export type Markup = string | LateMarkup

/**
 * Where rendered HTML goes, in document order. A sink holds what was written to it until it is taken;
 * once adopted, it passes everything on, so a part of the page that was started early streams as soon
 * as its turn comes.
 */
export class Sink {
  readonly #page: PageState
  readonly #limit: number
  // What is held: parts first, then text. Most sinks never see a mark.
  readonly #parts: Markup[] = []
  #text = ''
  #length = 0
  #parent: Sink | undefined
  #wake: (() => void) | undefined

  /** How many parts that wait are around what is printed now, each in the one before. */
  depth: number

  /**
   * @param page - The page that is written.
   * @param limit - Characters that are held before a producer that can wait should wait. (default:
   *   no limit)
   * @param depth - How many parts that wait are around this one. (default: `0`)
   */
  constructor(page: PageState, limit: number = Infinity, depth: number = 0) {
    this.#page = page
    this.#limit = limit
    this.depth = depth
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
    return new Sink(this.#page, this.#limit, this.depth)
  }

  /**
   * Appends finished HTML.
   *
   * @param html - Markup, never text of unknown origin.
   */
  write(html: string): void {
    if (this.#parent !== undefined) {
      Sink.#rootOf(this).write(html)
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
  mark(mark: LateMarkup): void {
    if (this.#parent !== undefined) {
      Sink.#rootOf(this).mark(mark)
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
  append(parts: readonly Markup[]): void {
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
    // Not joined: whoever looks into the text or sends it copies it once, and that is enough.
    let text = ''
    for (const part of this.takeParts()) text += typeof part === 'string' ? part : part.resolve()
    return text
  }

  /**
   * Empties the sink, so that whoever waited for room goes on.
   *
   * @returns All that was written since the last time; its marks are still to be resolved.
   */
  takeParts(): Markup[] {
    const parts = this.#parts.splice(0)
    if (this.#text !== '') parts.push(this.#text)
    this.#text = ''
    this.#length = 0
    this.#page.notify()
    return parts
  }

  /**
   * Waits for output, or for the page to be stopped.
   *
   * @returns A promise that may resolve when neither has happened: look again.
   */
  written(): Promise<void> {
    const next = new Promise<void>((resolve) => {
      this.#wake = () => {
        this.#wake = undefined
        resolve()
      }
    })
    return Promise.race([next, this.#page.changed()])
  }

  /**
   * Waits until something of the page has been taken, if much is held here. A producer that can wait
   * asks until there is room, so that a slow reader slows it down.
   *
   * @returns A promise, or `undefined` when there is room.
   */
  room(): Promise<void> | undefined {
    if (this.#parent !== undefined) return Sink.#rootOf(this).room()
    if (this.isStopped || this.#length < this.#limit) return undefined
    return this.#page.changed()
  }

  /** Stops the page and drops what is held. */
  stop(): void {
    this.#page.stop()
    this.takeParts()
  }

  /** Ends the wait for output, though there may be none. */
  wake(): void {
    this.#wake?.()
  }

  // What is nested deep is a long way from there: it is shortened each time that it is gone.
  static #rootOf(start: Sink): Sink {
    let sink = start
    while (sink.#parent !== undefined) {
      const parent = sink.#parent
      sink.#parent = parent.#parent ?? parent
      sink = parent
    }
    return sink
  }
}
