import { EventEmitter } from 'node:events'

/** The part of Vite's watcher that loaders use. */
interface FileWatcher {
  add(paths: string | readonly string[]): unknown
  unwatch(paths: string | readonly string[]): unknown
}

/**
 * The watcher that loaders of content get. It exists before Vite does, and waits for what listeners
 * return: a loader stores a changed entry only after it has read the file.
 */
export class ContentWatcher extends EventEmitter implements FileWatcher {
  readonly #added = new Set<string>()
  #watcher: FileWatcher | undefined

  constructor() {
    super()
    // Each loader adds some.
    this.setMaxListeners(0)
  }

  /** Watches from now on what loaders have added. */
  connect(watcher: FileWatcher): void {
    this.#watcher = watcher
    if (this.#added.size > 0) watcher.add([...this.#added])
  }

  add(paths: string | readonly string[]): this {
    for (const path of [paths].flat()) this.#added.add(path)
    this.#watcher?.add(paths)
    return this
  }

  unwatch(paths: string | readonly string[]): this {
    for (const path of [paths].flat()) this.#added.delete(path)
    this.#watcher?.unwatch(paths)
    return this
  }

  /**
   * Calls the listeners of an event, and those of `all`.
   *
   * @returns Resolves when each listener has finished, with the errors that they threw.
   */
  async report(event: string, file: string): Promise<unknown[]> {
    const calls = [
      ...this.rawListeners(event).map((listener) => () => listener.call(this, file)),
      ...this.rawListeners('all').map((listener) => () => listener.call(this, event, file)),
    ]
    const results = await Promise.allSettled(calls.map(async (call) => call()))
    return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  }
}
