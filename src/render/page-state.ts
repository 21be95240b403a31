/** What all sinks of one page share: whether the page is still wanted, and which producers wait. */
export class PageState {
  /** The depth of the sink that the current component prints to. */
  depth = 0
  /** How many components the renderers of other frameworks work on, see `busyWith()`. */
  busy = 0
  /**
   * The page, once a part of it is printed as JSX: elements of JSX do not know their page. Declared, so that
   * other pages have no such property.
   */
  declare page?: object
  #isStopped = false
  readonly #waiting: (() => void)[] = []

  /** True if the page is no longer wanted. */
  get isStopped(): boolean {
    return this.#isStopped
  }

  /**
   * Waits until a part of the page has been taken, or the page is stopped.
   *
   * @returns A promise that never rejects.
   */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Lets all waiting producers check again. */
  notify(): void {
    if (this.#waiting.length === 0) return
    for (const resume of this.#waiting.splice(0)) resume()
  }

  /** Stops the page: components that have not begun do not run, and producers that wait end. */
  stop(): void {
    this.#isStopped = true
    this.notify()
  }
}
