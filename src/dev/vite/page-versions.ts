import type { ConcernedPages } from './concerned-pages.ts'

/** The version of the sources that each page was last changed in. */
export class PageVersions {
  readonly #started = Date.now()
  /** Counts of the last change of single pages. */
  readonly #changed = new Map<string, number>()
  /** The pages whose HTML is a part of other pages. */
  readonly #shared = new Set<string>()
  #isAllShared = false
  /** The count of the last change of all pages. */
  #changedAll = 0
  #count = 0

  /** It changes with each change, and differs between processes. */
  get current(): string {
    return `${this.#started}-${this.#count}`
  }

  /**
   * Notes a change.
   *
   * @param concerned - The pages that it concerns.
   * @returns The pages that must reload: all if one of them is a part of other pages.
   */
  note(concerned: ConcernedPages): ConcernedPages {
    this.#count += 1
    const isWide =
      this.#isAllShared || [...(concerned ?? [])].some((page) => this.#shared.has(page))
    if (concerned === undefined || isWide) {
      this.#changedAll = this.#count
      return undefined
    }
    for (const page of concerned) this.#changed.set(page, this.#count)
    return concerned
  }

  /**
   * Notes that other pages contain the HTML of a page, so that its changes concern all pages.
   *
   * @param page - Its path below the pages folder. (default: any)
   */
  share(page?: string): void {
    if (page === undefined) this.#isAllShared = true
    else this.#shared.add(page)
  }

  /**
   * Tells whether an open page has changed since it was loaded.
   *
   * @param version - The version when it was loaded.
   * @param page - Its path below the pages folder. (default: unknown)
   */
  isStale(version: string, page: string | undefined): boolean {
    const [started, count] = version.split('-').map(Number)
    if (started !== this.#started || count === undefined || !(count <= this.#count)) return true
    if (page === undefined) return count !== this.#count
    return count < Math.max(this.#changedAll, this.#changed.get(page) ?? 0)
  }
}
