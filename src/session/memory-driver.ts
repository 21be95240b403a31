import type { SessionDriver } from './driver.ts'

/** Keeps sessions in this process: they end with it, and other processes cannot see them. */
export class MemoryDriver implements SessionDriver {
  readonly #items = new Map<string, { readonly text: string; readonly expires: number }>()

  getItem(id: string): string | undefined {
    return this.#items.get(id)?.text
  }

  setItem(id: string, text: string, { ttl }: { ttl: number }): void {
    // Not the system clock: if it is set back, no session would end for a long time.
    const now = performance.now()
    this.#items.delete(id)
    this.#items.set(id, { text, expires: now + ttl * 1000 })
    // All sessions live equally long, so the map is ordered by the time they end.
    for (const [old, { expires }] of this.#items) {
      if (expires > now) break
      this.#items.delete(old)
    }
  }

  removeItem(id: string): void {
    this.#items.delete(id)
  }
}
