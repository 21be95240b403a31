/**
 * Where rendered HTML goes, in document order. A sink holds what was written to it until it is taken;
 * once adopted, it passes everything on, so a part of the page that was started early streams as soon
 * as its turn comes.
 */
export class Sink {
  readonly #page: PageState
  readonly #waiting: (() => void)[] = []
  #text = ''
  #parent: Sink | undefined
  #wake: (() => void) | undefined

  /**
   * @param page - What all sinks of a page share. [a page of its own, without limit]
   */
  constructor(page: PageState = { limit: Infinity, isStopped: false }) {
    this.#page = page
  }

  /** True when nobody wants the page any more. */
  get isStopped(): boolean {
    return this.#page.isStopped
  }

  /** True when there is nothing to take. */
  get isEmpty(): boolean {
    return this.#text === ''
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
    this.#wake?.()
  }

  /**
   * Puts another sink's output here, now and from now on.
   *
   * @param child - A sink that has no parent yet.
   */
  adopt(child: Sink): void {
    const text = child.take()
    if (text !== '') this.write(text)
    child.#parent = this
  }

  /**
   * Empties the sink, so that whoever waited for room goes on.
   *
   * @returns All that was written since the last time.
   */
  take(): string {
    const text = this.#text
    this.#text = ''
    for (const resume of this.#waiting.splice(0)) resume()
    return text
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
   * Waits until what is written here has been taken, if it is much. A producer that can wait asks
   * before each step, so that a slow reader slows it down.
   *
   * @returns A promise, or `undefined` when there is room.
   */
  room(): Promise<void> | undefined {
    if (this.#parent !== undefined) return this.#parent.room()
    if (this.#text.length < this.#page.limit || this.isStopped) return undefined
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Stops the page: what has not begun does not begin, and what waits for room ends. */
  stop(): void {
    this.#page.isStopped = true
    this.take()
  }
}

/** What all sinks of one page share. */
export interface PageState {
  /** Characters a sink holds before a producer that can wait should wait. */
  readonly limit: number
  isStopped: boolean
}
