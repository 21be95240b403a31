import type { PageState } from './page-state.ts'

/** Markup that is known only after everything before it has been printed. */
export interface LateMarkup {
  /**
   * Called once, when the page is sent, after everything before the markup.
   *
   * @returns HTML, or `''`.
   */
  resolve(): string
  /**
   * Called when the page's author uses the markup as a string, independent of its position.
   *
   * @returns HTML, or `''`.
   */
  toString(): string
}

/** A piece of a page. */
export type Piece = string | LateMarkup

/**
 * Receives rendered HTML in document order. A sink holds what is written to it until it is taken.
 * Once it is adopted by another sink, it passes everything on, so that a part of the page that was
 * started early streams as soon as its turn comes.
 */
export class Sink {
  readonly #page: PageState
  readonly #limit: number
  // What the sink holds: first the parts, then the text. Most sinks never receive a mark.
  readonly #parts: Piece[] = []
  #text = ''
  #length = 0
  #parent: Sink | undefined
  #wake: (() => void) | undefined

  /** How many pending parts are nested around what is being printed now. */
  depth: number

  /**
   * @param page - The page being written.
   * @param limit - Above this many characters, a producer that can wait should wait.
   *   (default: no limit)
   * @param depth - How many pending parts are nested around this one. (default: `0`)
   */
  constructor(page: PageState, limit: number = Infinity, depth: number = 0) {
    this.#page = page
    this.#limit = limit
    this.depth = depth
  }

  /** What all sinks of the page share. */
  get state(): PageState {
    return this.#page
  }

  /** True if the page is no longer wanted. */
  get isStopped(): boolean {
    return this.#page.isStopped
  }

  /** True if the sink holds no text. */
  get isEmpty(): boolean {
    return this.#text === '' && !this.#parts.some((part) => typeof part === 'string')
  }

  /** Creates a sink for a later part of the same page, to be adopted in its turn. */
  fork(): Sink {
    return new Sink(this.#page, this.#limit, this.depth)
  }

  /**
   * Appends finished HTML.
   *
   * @param html - Markup, never unescaped text.
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

  /** Appends a mark, which is resolved when it is taken. */
  mark(mark: LateMarkup): void {
    if (this.#parent !== undefined) {
      Sink.#rootOf(this).mark(mark)
      return
    }
    if (this.#text !== '') this.#parts.push(this.#text)
    this.#text = ''
    this.#parts.push(mark)
  }

  append(parts: readonly Piece[]): void {
    for (const part of parts) {
      if (typeof part === 'string') this.write(part)
      else this.mark(part)
    }
  }

  /**
   * Inserts another sink's output here, what it holds now and what it receives later.
   *
   * @param child - A sink that has no parent yet.
   */
  adopt(child: Sink): void {
    if (child.#parts.length > 0) this.append(child.takeParts())
    else if (child.#text !== '') this.write(child.#takeText())
    child.#parent = this
  }

  /**
   * Empties the sink and resolves its marks.
   *
   * @returns Everything written since the last call.
   */
  take(): string {
    if (this.#parts.length === 0) return this.#takeText()
    // Concatenated, not joined: the engine copies the string once, when it is read or sent.
    let text = ''
    for (const part of this.#parts) text += typeof part === 'string' ? part : part.resolve()
    this.#parts.length = 0
    return text + this.#takeText()
  }

  /**
   * Empties the sink and wakes producers that wait for room.
   *
   * @returns Everything written since the last call; marks are not resolved yet.
   */
  takeParts(): Piece[] {
    const parts = this.#parts.splice(0)
    const text = this.#takeText()
    if (text !== '') parts.push(text)
    return parts
  }

  #takeText(): string {
    const text = this.#text
    this.#text = ''
    this.#length = 0
    this.#page.notify()
    return text
  }

  /**
   * Waits for output, or for the page to be stopped.
   *
   * @returns A promise that may also resolve when neither has happened: check again.
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
   * Waits until a part of the page has been taken, if the sink holds much. A producer that can wait
   * calls this until there is room, so that a slow reader slows it down.
   *
   * @returns A promise; `undefined` if there is room.
   */
  room(): Promise<void> | undefined {
    if (this.#parent !== undefined) return Sink.#rootOf(this).room()
    if (this.isStopped || this.#length < this.#limit) return undefined
    return this.#page.changed()
  }

  /** Stops the page and drops what the sink holds. */
  stop(): void {
    this.#page.stop()
    this.takeParts()
  }

  /** Ends the wait for output, even if there is none. */
  wake(): void {
    this.#wake?.()
  }

  // Shortens the path to the root each time it is walked: deeply nested sinks are far from it.
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
