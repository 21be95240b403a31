import type { SessionDriver } from './driver.ts'

/** Keeps sessions in this process: they end with it, and no other process knows them. */
export class MemoryDriver implements SessionDriver {
  readonly #items = new Map<string, { readonly text: string; readonly expires: number }>()

  getItem(id: string): string | undefined {
    return this.#items.get(id)?.text
  }

  setItem(id: string, text: string, { ttl }: { ttl: number }): void {
    // Not the clock, which may be set back: then nothing would be over for a long time.
    const now = performance.now()
    this.#items.delete(id)
    this.#items.set(id, { text, expires: now + ttl * 1000 })
    // All live equally long, so those that end first come first.
    for (const [old, { expires }] of this.#items) {
      if (expires > now) break
      this.#items.delete(old)
    }
  }

  removeItem(id: string): void {
    this.#items.delete(id)
  }
}
