import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Collection } from './loader-types.ts'
import { type Problem, toContentError, toProblems } from './problems.ts'

/** In place of a file. */
const FAILURE = ''

/** The mistakes in the entries of a project, which stay until they are cured. */
export class ProblemList {
  readonly #root: string
  /** By collection, and by the file relative to the root. */
  readonly #found = new Map<string, Map<string, readonly Problem[]>>()

  /** @param root - Absolute path of the project. */
  constructor(root: string) {
    this.#root = root
  }

  /** Whether a loader has not come to its end. */
  get hasFailures(): boolean {
    return [...this.#found.values()].some((files) => files.has(FAILURE))
  }

  /** @param collection - Only its mistakes. (default: all) */
  clear(collection?: string): void {
    if (collection === undefined) this.#found.clear()
    else this.#found.delete(collection)
  }

  /** Keeps what is wrong with a file; `undefined` says that nothing is. */
  report(collection: string, file: string, error: unknown): void {
    const files = this.#found.get(collection) ?? new Map<string, readonly Problem[]>()
    this.#found.set(collection, files)
    if (error === undefined) return void files.delete(file)
    const found = toProblems(error, {
      root: this.#root,
      collection,
      code: 'CONTENT_INVALID',
      file,
      what: '',
      readSource: (name) => readFileSync(resolve(this.#root, name), 'utf8'),
    })
    files.set(file, [...(files.get(file) ?? []), ...found])
  }

  /** Keeps what has ended a loader. */
  addFailure({ name, loader }: Collection, error: unknown): void {
    const title = loader.name === '' ? 'loader' : `loader '${loader.name}'`
    const what = `The ${title} of the collection '${name}' failed: `
    const found = toProblems(error, {
      root: this.#root,
      collection: name,
      code: 'CONTENT_LOADER_FAILED',
      file: 'src/content.config',
      what,
    })
    const files = this.#found.get(name) ?? new Map<string, readonly Problem[]>()
    this.#found.set(name, files.set(FAILURE, found))
  }

  throwIfAny(): void {
    const problems = this.#list()
    if (problems.length > 0) throw toContentError(problems)
  }

  #list(): Problem[] {
    return [...this.#found.values()].flatMap((files) => [...files.values()].flat())
  }
}
