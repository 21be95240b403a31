/** Collects the names of changed collections, and tells of them once. */
export class ChangeNotice {
  readonly #listeners: ((names: readonly string[]) => void)[] = []
  readonly #names = new Set<string>()
  #timer: NodeJS.Immediate | undefined

  listen(listener: (names: readonly string[]) => void): void {
    this.#listeners.push(listener)
  }

  // A loader may change many entries one after the other.
  add(name: string): void {
    if (this.#listeners.length === 0) return
    this.#names.add(name)
    this.#timer ??= setImmediate(() => {
      this.#timer = undefined
      const names = [...this.#names]
      this.#names.clear()
      for (const listener of this.#listeners) listener(names)
    })
  }

  close(): void {
    clearImmediate(this.#timer)
    this.#listeners.length = 0
  }
}
