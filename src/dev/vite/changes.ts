import { toPublicName } from '../../project/public-name.ts'
import { RELOAD_EVENT, UPDATE_EVENT } from './client-script.ts'
import type { CurrentPages } from './current-pages.ts'
import type { HotUpdateHost } from './hot-update.ts'
import { judgeFile } from './judge-file.ts'
import type { Run } from './run.ts'

/** What changes have an effect on. */
export interface ChangesOptions {
  /** Absolute path of the project. */
  readonly root: string
  readonly pages: CurrentPages
  readonly currentRun: () => Run
  /** Logs the effect of a change in Vite's words. */
  readonly log: (message: string) => void
  /** Called when open browsers are about to request the pages again. */
  readonly onReload: () => void
}

/** What changes of files do to the pages, and what open browsers are told about them. */
export class Changes implements HotUpdateHost {
  readonly #options: ChangesOptions
  #count = 0

  constructor(options: ChangesOptions) {
    this.#options = options
  }

  /** The number of changes so far. */
  get count(): number {
    return this.#count
  }

  readonly judge: HotUpdateHost['judge'] = (changed) => {
    const { pages, currentRun } = this.#options
    const { site, publicFiles } = currentRun()
    return judgeFile(changed, { site, publicFiles, hasFailed: pages.hasFailed })
  }

  readonly onList = (): void => this.#options.pages.drop()

  readonly onChange = (file: string): void => {
    const { log, root } = this.#options
    log(`page reload ${toPublicName(root, file).slice(1)}`)
    this.reload()
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

  /** Lets open pages reload. */
  reload(): void {
    const { pages, currentRun, onReload } = this.#options
    const run = currentRun()
    pages.drop()
    this.#count += 1
    pages.mend()
    if (run.server.ws.clients.size === 0) return
    run.tell(RELOAD_EVENT)
    onReload()
  }

  #update(file: string): void {
    const { log, root, pages } = this.#options
    log(`hmr update ${toPublicName(root, file)}`)
    pages.drop()
    this.#count += 1
  }
}
