/** What all sinks of one page share: whether anybody still wants the page, and who waits to go on. */
export class PageState {
  /** The depth of the sink that the component prints to which is run now. */
  depth = 0
  #isStopped = false
  readonly #waiting: (() => void)[] = []

  /** True when nobody wants the page any more. */
  get isStopped(): boolean {
    return this.#isStopped
  }

  /**
   * Waits until something of the page is taken, or the page is stopped.
   *
   * @returns A promise that never rejects.
   */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Lets all that wait look again. */
  notify(): void {
    for (const resume of this.#waiting.splice(0)) resume()
  }

  /** Stops the page: what has not begun does not begin, and what waits ends. */
  stop(): void {
    this.#isStopped = true
    this.notify()
  }
}
