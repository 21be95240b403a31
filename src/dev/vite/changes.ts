import type { Site } from '../../project/site.ts'
import { isMarkdown } from '../../shared/markdown.ts'
import { toPublicName } from '../../project/public-name.ts'
import { RELOAD_EVENT, UPDATE_EVENT } from './client-script.ts'
import {
  type ConcernedPages,
  findConcerned,
  findDirectImporters,
  findReaders,
} from './concerned-pages.ts'
import type { EnvironmentModuleNode } from 'vite'
import type { ContentHost } from './content-state.ts'
import type { CurrentPages } from './current-pages.ts'
import type { HotUpdateHost } from './hot-update.ts'
import { judgeFile } from './judge-file.ts'
import type { PageVersions } from './page-versions.ts'
import type { Run } from './run.ts'

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
    const { site, content } = currentRun()
    if (content?.has(file)) return void this.#onEntryModule(file, modules)
    log(`page reload ${toPublicName(root, file).slice(1)}`)
    // After an error, any page may be mended.
    const isNarrow = isText(site, file) && modules.length > 0 && !pages.hasFailed
    this.reload(isNarrow ? findConcerned(modules, site) : undefined)
  }

  /** Lets open pages reload that read changed collections. */
  readonly onContentChange: ContentHost['onChange'] = (names, file) => {
    const { log, root, pages, currentRun } = this.#options
    const { site, server } = currentRun()
    const readers = findReaders(names, server.environments.ssr, pages.reads)
    log(`page reload ${toPublicName(root, file).slice(1)}`)
    this.reload(pages.hasFailed ? undefined : findConcerned(readers, site))
  }

  // Pages that get the entry from its collection reload when the collection has changed.
  async #onEntryModule(file: string, modules: readonly EnvironmentModuleNode[]): Promise<void> {
    const { log, root, currentRun } = this.#options
    const { content, site } = currentRun()
    const importers = findDirectImporters(modules)
    await content?.settled()
    if (importers.length === 0) return
    log(`page reload ${toPublicName(root, file).slice(1)}`)
    this.reload(findConcerned(importers, site))
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

// Markdown, and kinds of files of integrations, such as MDX.
function isText({ integrations }: Site, file: string): boolean {
  return isMarkdown(file) || integrations.pageExtensions.some((end) => file.endsWith(end))
}
