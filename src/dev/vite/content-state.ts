import { join, sep } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { inspect } from 'node:util'
import type { Collections, Content } from '../../shared/content.ts'

/** What changed content has an effect on. */
export interface ContentHost {
  /** Absolute path of the project. */
  readonly root: string
  /** Lets the next request read collections anew. */
  readonly invalidate: (names: ContentNames) => void
  /** Called when open pages that read collections must reload, after {@link invalidate}. */
  readonly onChange: (names: ContentNames, file: string) => void
  /** Called when the types of the collections have changed. */
  readonly onTypes: () => void
  readonly warn: (message: string) => void
}

/** Names of collections; `undefined` for all of them. */
export type ContentNames = ReadonlySet<string> | undefined

const CODE = /\.(?:[cm]?[jt]s|json)$/

/**
 * Returns a path with forward slashes: Vite writes them on every system, and its watcher writes those of
 * the system.
 */
export function toKey(path: string): string {
  return path.replaceAll(sep, '/')
}

/** What is known of the content of a project, and the changes that are under way. */
export class ContentState {
  readonly #content: Content
  readonly #host: ContentHost
  /** Names of collections by the absolute paths of their entries. */
  files: ReadonlyMap<string, ReadonlySet<string>> = new Map()
  /** Names of the collections that have changed since pages were told. */
  readonly changed: Set<string> = new Set()
  /** The file that was reported last. */
  file = ''
  /** False until loaders have run. */
  isRead = false
  /** True when there may be other collections than before. */
  #isAnew = false
  readonly #configFiles = new Set<string>()
  #first: Promise<void> | undefined
  readonly #missed: (() => void)[] = []
  #types: string | undefined
  #running = 0
  #idle: Promise<void> | undefined
  #onIdle = (): void => {}
  #failure: string | undefined

  constructor(content: Content, host: ContentHost) {
    this.#content = content
    this.#host = host
  }

  async load(): Promise<Collections> {
    await (this.#first ??= this.#start())
    await this.settled()
    try {
      return await this.#read()
    } catch (error) {
      this.#failure = inspect(error)
      throw error
    }
  }

  /** Tells whether the configuration may be another one after a change of a file. */
  isOfConfig(file: string): boolean {
    for (const one of this.#content.configFiles()) this.#configFiles.add(one)
    // The imports of a configuration that does not load are unknown.
    return this.#configFiles.has(file) || (this.#failure !== undefined && CODE.test(file))
  }

  restart(): Promise<void> {
    this.#isAnew = true
    return this.#content.restart()
  }

  /** Repeats a change after the first load, whose loaders do not watch files yet. */
  later(change: () => void): void {
    if (this.#first !== undefined) this.#missed.push(change)
  }

  async #start(): Promise<void> {
    await this.#content.load().catch(() => {})
    await nextTurn()
    this.isRead = true
    for (const change of this.#missed.splice(0)) change()
  }

  async settled(): Promise<void> {
    while (this.#running > 0) {
      this.#idle ??= new Promise((resolve) => (this.#onIdle = resolve))
      await this.#idle
    }
  }

  /** Changes content, and tells pages when no other change is under way. */
  async run(change: () => Promise<void>): Promise<void> {
    this.isRead = true
    this.#running += 1
    // The next `load()` throws the error, too.
    await change().catch(() => {})
    // Content tells of its changes when all of them are stored.
    await nextTurn()
    await this.#finish()
  }

  async #finish(): Promise<void> {
    const before = this.#failure
    const failure = this.#running > 1 ? before : await this.#read().then(() => undefined, inspect)
    this.#running -= 1
    if (this.#running > 0) return
    this.#failure = failure
    const isAll = this.#isAnew || failure !== undefined || before !== undefined
    const names = isAll ? undefined : new Set(this.changed)
    const isSame = failure === before && this.changed.size === 0 && !this.#isAnew
    this.#isAnew = false
    this.changed.clear()
    if (!isSame) this.#host.invalidate(names)
    this.#idle = undefined
    this.#onIdle()
    if (!isSame) this.#host.onChange(names, this.file)
  }

  #noteTypes(): void {
    const types = this.#content.types()
    if (types === this.#types) return
    this.#types = types
    this.#host.onTypes()
  }

  async #read(): Promise<Collections> {
    const collections = await this.#content.load().finally(() => this.#noteTypes())
    const files = new Map<string, Set<string>>()
    for (const [name, entries] of collections) {
      for (const { filePath } of entries) {
        if (filePath === undefined) continue
        const file = toKey(join(this.#host.root, filePath))
        files.set(file, (files.get(file) ?? new Set()).add(name))
      }
    }
    this.files = files
    return collections
  }
}
