import type { ModuleRunner } from 'vite/module-runner'
import { writeRouteTypes } from '../../build/route-types.ts'
import type { Vite } from '../../project/build-tools.ts'
import type { GraphHost } from './live-graph.ts'
import { type LivePages, createLivePages } from './live-pages.ts'
import type { Run } from './run.ts'

/** What the pages are created with. */
export interface CurrentPagesOptions {
  readonly vite: Vite
  readonly warn: (message: string) => void
  /** Prints a warning, unless it has been printed before. */
  readonly warnOnce: (message: string) => void
  /** Called after each import of a module. */
  readonly onImport: (runner: ModuleRunner) => void
  /** Returns the version of the sources. */
  readonly version: () => string
  readonly currentRun: () => Run
}

/** The pages of the current run, which are created again after each change. */
export class CurrentPages {
  readonly #options: CurrentPagesOptions
  #pages: LivePages | undefined
  #hasFailed = false
  /** The collections that each module reads. */
  readonly reads: GraphHost['reads'] = new WeakMap()

  constructor(options: CurrentPagesOptions) {
    this.#options = options
  }

  /** True when a module did not load: a new or changed file may be the missing one. */
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  /** False until they are asked for after a change. */
  get exist(): boolean {
    return this.#pages !== undefined
  }

  /**
   * Returns the pages, the same object until they are dropped.
   *
   * @throws {SsrPagesError} the codes of {@link createLivePages}
   */
  get(): LivePages {
    return (this.#pages ??= this.#create())
  }

  /** Lets the next request create them again. */
  drop(): void {
    this.#pages = undefined
  }

  /** Notes that a module did not load. */
  fail(): void {
    this.#hasFailed = true
  }

  /** Forgets that a module did not load: one that could not be found may exist now. */
  mend(): void {
    const { ssr } = this.#options.currentRun().server.environments
    if (this.#hasFailed) ssr.moduleGraph.invalidateAll()
    this.#hasFailed = false
  }

  #create(): LivePages {
    const { vite, warn, warnOnce, onImport, version, currentRun } = this.#options
    const run = currentRun()
    const { site, runner, server, files } = run
    writeRouteTypes(site, warn, run.content?.content?.types())
    const hasFailed = this.#hasFailed
    // Set until the pages are created: after an error, any changed file may be the fix.
    this.#hasFailed = true
    const pages = createLivePages({
      vite,
      site,
      server: server.environments.ssr,
      client: server.environments.client,
      version: version(),
      importModule: async (path) => {
        const module = await this.#noteFailure(run, runner.import(path))
        onImport(runner)
        return module
      },
      readStyle: (path) => this.#noteFailure(run, run.readStyle(path)),
      warnOnce,
      onFailure: () => (this.#hasFailed = true),
      reads: this.reads,
      onAssets: ({ styles, scripts, injected = [] }) => {
        files.add([...styles, ...[...Object.values(scripts), ...injected].map(String)])
      },
    })
    this.#hasFailed = hasFailed
    return pages
  }

  async #noteFailure<Result>(run: Run, pending: Promise<Result>): Promise<Result> {
    try {
      return await pending
    } catch (error) {
      if (run === this.#options.currentRun()) this.#hasFailed = true
      throw error
    }
  }
}
