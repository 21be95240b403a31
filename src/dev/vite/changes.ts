import { toPublicName } from '../../project/public-name.ts'
import { RELOAD_EVENT, UPDATE_EVENT } from './client-script.ts'
import { type ConcernedPages, findConcerned } from './concerned-pages.ts'
import type { CurrentPages } from './current-pages.ts'
import type { HotUpdateHost } from './hot-update.ts'
import { judgeFile } from './judge-file.ts'
import type { PageVersions } from './page-versions.ts'
import type { Run } from './run.ts'

const TEXT = /\.(?:md|markdown|mdown|mkdn|mkd|mdwn|mdx)$/

/** What changes have an effect on. */
export interface ChangesOptions {
  /** Absolute path of the project. */
  readonly root: string
  readonly pages: CurrentPages
  readonly versions: PageVersions
  readonly currentRun: () => Run
  /** Logs the effect of a change in Vite's words. */
  readonly log: (message: string) => void
  /** Called when open browsers are about to request the pages again. */
  readonly onReload: () => void
}

/** What changes of files do to the pages, and what open browsers are told about them. */
export class Changes implements HotUpdateHost {
  readonly #options: ChangesOptions
  constructor(options: ChangesOptions) {
    this.#options = options
  }

  readonly judge: HotUpdateHost['judge'] = (changed) => {
    const { pages, currentRun } = this.#options
    const { site, publicFiles } = currentRun()
    return judgeFile(changed, { site, publicFiles, hasFailed: pages.hasFailed })
  }

  readonly onList = (): void => this.#options.pages.drop()

  readonly onChange: HotUpdateHost['onChange'] = (file, modules = []) => {
    const { log, root, pages, currentRun } = this.#options
    log(`page reload ${toPublicName(root, file).slice(1)}`)
    // After an error, any page may be mended.
    const isNarrow = TEXT.test(file) && modules.length > 0 && !pages.hasFailed
    this.reload(isNarrow ? findConcerned(modules, currentRun().site) : undefined)
  }

  // Open pages have already replaced the styles. Pages that are opened from now on link the new
  // ones.
  readonly onStyleChange = (file: string): void => {
    if (this.#options.pages.hasFailed) return this.onChange(file)
    this.#update(file)
  }

  // Browsers replace the component. A page that shows an error reloads.
  readonly onLiveChange = (file: string, links: readonly string[]): void => {
    if (this.#options.pages.hasFailed) return this.onChange(file)
    this.#update(file)
    this.#options.currentRun().tell(UPDATE_EVENT, { links })
  }

  /**
   * Lets open pages reload.
   *
   * @param concerned - The pages that the change concerns. (default: all)
   */
  reload(concerned?: ConcernedPages): void {
    const { pages, versions, currentRun, onReload } = this.#options
    const run = currentRun()
    pages.drop()
    const stale = versions.note(concerned)
    pages.mend()
    if (run.server.ws.clients.size === 0) return
    run.tell(RELOAD_EVENT, stale && [...stale])
    onReload()
  }

  #update(file: string): void {
    const { log, root, pages, versions } = this.#options
    log(`hmr update ${toPublicName(root, file)}`)
    pages.drop()
    versions.note(undefined)
  }
}
