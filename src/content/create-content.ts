import type { InlineConfig } from 'vite'
import { toAstroConfig } from '../integrations/astro-config.ts'
import type { Vite } from '../project/build-tools.ts'
import type { BuildLog } from '../project/logger.ts'
import type { Site } from '../project/site.ts'
import type { Collections, Content, RefreshOptions } from '../shared/content.ts'
import { ChangeNotice } from './change-notice.ts'
import { CollectionLoads } from './collection-loads.ts'
import { type ConfigModules, openConfigModules } from './config-modules.ts'
import { toContentTypes } from './content-types.ts'
import { type ContentFiles, findContentFiles } from './find-config.ts'
import { importConfig, type LoadedConfig } from './import-config.ts'
import type { LoaderWatcher } from './loader-types.ts'
import { writeGenerated } from './write-generated.ts'

/** What the content of a project is made of. */
export interface ContentOptions {
  readonly site: Site
  readonly vite: Vite
  readonly log: Pick<BuildLog, 'step' | 'warn'>
  /** Returns the configuration of Vite that runs `src/content.config.*`, with all plugins. */
  readonly viteConfig: () => InlineConfig
  readonly command: 'build' | 'dev'
  /** Watches files for loaders. (default: nothing is watched) */
  readonly watcher?: LoaderWatcher | undefined
}

/**
 * Creates the content of a project. Nothing runs before the first `load()`.
 *
 * @returns `undefined` for a project without collections.
 * @throws {SsrPagesError} CONTENT_CONFIG_INVALID: when collections are configured where Astro 4 did
 */
export function createContent(options: ContentOptions): Content | undefined {
  const files = findContentFiles(options.site)
  return files && new SiteContent(options, files)
}

class SiteContent implements Content {
  readonly config: string | undefined
  readonly liveConfig: string | undefined
  readonly #options: ContentOptions
  readonly #notice = new ChangeNotice()
  readonly #loads: CollectionLoads
  #modules: Promise<ConfigModules> | undefined
  #loaded: LoadedConfig | undefined
  #types: string | undefined
  /** What ended the last run, besides mistakes in entries. */
  #failure: { readonly error: unknown } | undefined
  /** Runs of the loaders, one after the other. */
  #queue: Promise<void> | undefined

  constructor(options: ContentOptions, files: ContentFiles) {
    this.#options = options
    this.config = files.config
    this.liveConfig = files.liveConfig
    const { site, log, command, watcher } = options
    const { root, config, integrations } = site
    this.#loads = new CollectionLoads({
      site,
      log,
      command,
      watcher,
      parseScript: (file, code) => options.vite.parseSync(file, code),
      astroConfig:
        integrations.list.length > 0 ? integrations.config : toAstroConfig(site, { ...config }),
      root,
      onChange: (name) => this.#notice.add(name),
    })
  }

  async load(): Promise<Collections> {
    this.#queue ??= this.#run(() => this.#start())
    await this.#queue
    if (this.#failure !== undefined) throw this.#failure.error
    return this.#loads.toCollections()
  }

  async refresh(options: RefreshOptions = {}): Promise<void> {
    await this.#enqueue(() =>
      this.#loaded === undefined ? this.#start() : this.#loads.run(this.#loaded, options),
    )
  }

  async restart(): Promise<void> {
    await this.#enqueue(async () => {
      const modules = await this.#modules
      modules?.clear()
      this.#loaded = undefined
      await this.#start()
    })
  }

  types(): string | undefined {
    return this.#types
  }

  configFiles(): readonly string[] {
    return [...new Set([this.config ?? [], this.#loaded?.files ?? []].flat())]
  }

  onChange(listener: (names: readonly string[]) => void): void {
    this.#notice.listen(listener)
  }

  async close(): Promise<void> {
    this.#notice.close()
    await this.#queue
    await this.#loads.close()
    const modules = await this.#modules?.catch(() => undefined)
    await modules?.close()
  }

  async #enqueue(action: () => Promise<void>): Promise<void> {
    this.#queue = this.#run(action, this.#queue)
    await this.#queue
    if (this.#failure !== undefined) throw this.#failure.error
    this.#loads.throwProblems()
  }

  async #run(action: () => Promise<void>, before?: Promise<void>): Promise<void> {
    await before
    this.#failure = undefined
    try {
      await action()
    } catch (error) {
      this.#failure = { error }
    }
  }

  async #start(): Promise<void> {
    const { config, liveConfig } = this
    const { vite, viteConfig, command, site, log } = this.#options
    if (config === undefined) {
      this.#types = (await toContentTypes(site.root, { config, liveConfig }, [])).text
      return
    }
    this.#modules ??= openConfigModules(
      vite,
      viteConfig(),
      command === 'build' ? 'production' : 'development',
    )
    this.#loaded = await importConfig(await this.#modules, site, config)
    const { collections } = this.#loaded
    const types = await toContentTypes(site.root, { config, liveConfig }, collections)
    this.#types = types.text
    await writeGenerated(site.root, this.#loaded, types.files, (text) => log.warn(text))
    await this.#loads.begin(this.#loaded)
    await this.#loads.run(this.#loaded, {})
  }
}
