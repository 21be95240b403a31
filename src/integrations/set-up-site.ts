import type { Vite } from '../project/build-tools.ts'
import { withCodeStyles } from '../project/code-styles.ts'
import { hasProcessor, loadProcessor } from '../project/markdown-processor.ts'
import { type Site, createSite } from '../project/site.ts'
import type { Config } from '../shared/config.ts'
import { isObject } from '../shared/is-object.ts'
import type { Integration, Integrations } from '../shared/integrations.ts'
import { withMarkdownDefaults } from '../shared/markdown.ts'
import { type Additions, createAdditions } from './additions.ts'
import { toAstroConfig } from './astro-config.ts'
import { createDoneHelpers } from './done-options.ts'
import { applyChanges } from './apply-changes.ts'
import { checkMdxVersion, checkVersions } from './check-versions.ts'
import { findEntrypoints } from './entrypoints.ts'
import type { IntegrationLog } from './integration-logger.ts'
import { toIntegrations } from './list.ts'
import { mergeAstroConfig } from './merge-config.ts'
import { withProcessorAdvice } from './processor-advice.ts'
import { type RunHook, createRunHook } from './run-hook.ts'
import { type SetupTarget, createSetupHelpers } from './setup-options.ts'

type Fields = Readonly<Record<string, unknown>>

/** `static` if no page of a build runs on demand. */
export type BuildOutput = 'static' | 'server'

/** What integrations are told about the run. */
export interface SetupOptions {
  readonly vite: Pick<Vite, 'mergeConfig'>
  readonly root: string
  readonly config: Config
  /** Overrides `outDir` of the configuration. */
  readonly outDir?: string | undefined
  /** `sync` only lists what is there. */
  readonly command: 'build' | 'dev' | 'sync'
  /** True when development has read the configuration again. (default: false) */
  readonly isRestart?: boolean
  readonly log: IntegrationLog
  /** Receives each file of `addWatchFile()` at once. (default: nothing happens) */
  readonly onWatch?: (file: string) => void
  /**
   * Called between the two hooks, with the site as it is then; returns what kind of build it will
   * be. (default: decided by the configuration)
   */
  readonly onSetup?: (site: Site) => Promise<BuildOutput>
  /**
   * The configuration as the project has written it, with options that exist only in Astro.
   * (default: `config`)
   */
  readonly given?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Creates a site and runs the hooks of its integrations that come first: `astro:config:setup` and
 * `astro:config:done`.
 *
 * @returns The site, with the changes of its integrations.
 * @throws {SsrPagesError} CONFIG_INVALID: when an entry of `integrations` is not an integration, or
 *   an integration sets an invalid option
 * @throws {SsrPagesError} INTEGRATION_FAILED: when a hook throws, or a route's module does not exist
 */
export async function setUpSite(options: SetupOptions): Promise<Site> {
  const { root, config, outDir } = options
  const site = createSite(root, config, outDir)
  const list = toIntegrations(config.integrations, () => {})
  return list.length === 0 ? site : new Setup(options, site, list).run()
}

class Setup {
  readonly #options: SetupOptions
  readonly #runHook: RunHook
  readonly #additions: Additions = createAdditions()
  readonly #list: Integration[]
  readonly #warned = new Set<string>()
  /** As integrations see it. */
  #config: Fields
  #ours: Config

  constructor(options: SetupOptions, site: Site, list: Integration[]) {
    this.#options = options
    this.#runHook = withProcessorAdvice(
      createRunHook(options.root, options.log),
      options.root,
      () => withMarkdownDefaults(fieldsOf(this.#config['markdown'])),
    )
    this.#list = list
    this.#ours = options.config
    this.#config = {
      ...toAstroConfig(site, options.given ?? { ...options.config }),
      integrations: list,
    }
  }

  async run(): Promise<Site> {
    const { root, outDir } = this.#options
    checkMdxVersion(root, this.#list)
    await this.#addProcessor()
    // The list grows while it is walked: an integration may add others.
    for (let index = 0; index < this.#list.length; index++) {
      // A hook may also push to `config.integrations`, where nothing has checked its entry.
      const warn = (text: string) => this.#warnOnce(text)
      const checked = toIntegrations([this.#list[index]], warn)
      this.#list.splice(index, 1, ...checked)
      const [integration] = checked
      if (integration === undefined) index -= 1
      else await this.#setUp(integration)
    }
    checkVersions(root, this.#additions.renderers)
    const site = { ...createSite(root, this.#ours, outDir), integrations: this.#toIntegrations() }
    const buildOutput = (await this.#options.onSetup?.(site)) ?? outputOf(this.#ours)
    for (const integration of this.#list) {
      await this.#runHook(integration, 'astro:config:done', () => ({
        config: this.#config,
        ...createDoneHelpers(this.#target(), integration),
        buildOutput,
      }))
    }
    return site
  }

  // Integrations change the options of the default processor, which renders the pages, too. Without
  // its package, the first Markdown file reports that.
  async #addProcessor(): Promise<void> {
    const { root } = this.#options
    const markdown = withMarkdownDefaults(fieldsOf(this.#config['markdown']))
    if (!hasProcessor(root, markdown)) return
    const warn = (text: string) => this.#warnOnce(text)
    const processor = await loadProcessor({ root, warn }, markdown)
    const styled = await withCodeStyles(root, markdown)
    this.#config = { ...this.#config, markdown: { ...styled, processor } }
  }

  async #setUp(integration: Integration): Promise<void> {
    const { command, isRestart = false } = this.#options
    await this.#runHook(integration, 'astro:config:setup', () =>
      // Not copied: some helpers are not enumerable.
      Object.assign(createSetupHelpers(this.#target(), integration), {
        config: this.#config,
        command,
        isRestart,
        updateConfig: (changes: unknown) => this.#update(changes, integration),
      }),
    )
  }

  #target(): SetupTarget {
    const { root, onWatch = () => {} } = this.#options
    const warn = (message: string) => this.#warnOnce(message)
    return { root, additions: this.#additions, warn, onWatch }
  }

  #warnOnce(message: string): void {
    if (!this.#warned.has(message)) this.#options.log.warn(message)
    this.#warned.add(message)
  }

  #update(changes: unknown, { name }: Integration): Fields {
    const { vite } = this.#options
    const { ours, fields, added } = applyChanges(this.#ours, changes, {
      vite,
      owner: name,
      warn: (message) => this.#warnOnce(message),
    })
    this.#ours = ours
    this.#list.push(...added)
    this.#config = { ...mergeAstroConfig(vite, this.#config, fields), integrations: this.#list }
    return { ...this.#config }
  }

  #toIntegrations(): Integrations {
    const { root } = this.#options
    const { routes, ...additions } = this.#additions
    return {
      ...additions,
      list: this.#list,
      prerender: new Map(),
      config: this.#config,
      routes: findEntrypoints(root, routes),
      run: async (hook, toOptions) => {
        for (const integration of this.#list) {
          await this.#runHook(integration, hook, () => toOptions(integration))
        }
      },
    }
  }
}

function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {}
}

function outputOf({ output }: Config): BuildOutput {
  return output === 'static' ? 'static' : 'server'
}
