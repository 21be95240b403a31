/**
 * An integration of Astro, such as `react()`: a name, and functions that are called during a build
 * and in development. `docs/integrations.md` lists the hooks and their arguments.
 */
export interface Integration {
  readonly name: string
  readonly hooks: Readonly<Record<string, unknown>>
}

/** An entry of `integrations`. Lists may be nested, and empty entries are skipped. */
export type IntegrationOption =
  | Integration
  | readonly IntegrationOption[]
  | false
  | null
  | undefined
  | 0
  | ''

/** The two modules of a framework. */
export interface Renderer {
  readonly name: string
  /** A package specifier, or an absolute path. */
  readonly serverEntrypoint: string
  /** A package specifier, or an absolute path. (default: its components are static) */
  readonly clientEntrypoint?: string
}

/** The places where the code of `injectScript()` goes. */
export const SCRIPT_STAGES = ['head-inline', 'before-hydration', 'page', 'page-ssr'] as const

/** A place where the code of `injectScript()` goes. */
export type ScriptStage = (typeof SCRIPT_STAGES)[number]

/** A route that an integration adds. */
export interface InjectedRoute {
  /** As Astro writes it: `/blog/[slug]`. */
  readonly pattern: string
  /** Absolute path of the module. */
  readonly entrypoint: string
  /** (default: decided by the module, and by `output`) */
  readonly prerender?: boolean
  /** Name of the integration. */
  readonly owner: string
}

/** A declaration file that an integration adds. */
export interface InjectedTypes {
  /** Absolute path. */
  readonly file: string
  readonly content: string
}

/** What the integrations of a site have added, and how to run their later hooks. */
export interface Integrations {
  /** In the order in which their hooks run. */
  readonly list: readonly Integration[]
  /** The configuration as Astro's integrations know it: folders are URLs that end in `/`. */
  readonly config: Readonly<Record<string, unknown>>
  /** In the order of the configuration. */
  readonly renderers: readonly Renderer[]
  /** Entrypoints of custom directives by name: a package specifier, or an absolute path. */
  readonly directives: ReadonlyMap<string, string>
  readonly scripts: Readonly<Record<ScriptStage, readonly string[]>>
  readonly routes: readonly InjectedRoute[]
  /** Modules with page middleware that runs before and after the site's own. */
  readonly middleware: Readonly<Record<'pre' | 'post', readonly string[]>>
  /** Absolute paths of files whose change restarts development. */
  readonly watchFiles: readonly string[]
  readonly types: readonly InjectedTypes[]
  /**
   * The routes whose `prerender` a hook `astro:route:setup` has changed, by their modules relative to
   * the root.
   */
  readonly prerender: Map<string, boolean>
  /** With a dot: `.mdx`. */
  readonly pageExtensions: readonly string[]
  readonly contentEntryTypes: readonly unknown[]
  readonly dataEntryTypes: readonly unknown[]
  /**
   * Calls a hook of each integration that has it, one after the other.
   *
   * @param hook - Name of the hook: `astro:build:done`.
   * @param toOptions - Returns the argument of the hook, without its logger.
   * @throws {SsrPagesError} INTEGRATION_FAILED: when a hook throws; the error names the integration
   */
  run(hook: string, toOptions: (integration: Integration) => object): Promise<void>
}

/** The value of a site without integrations. */
export const NO_INTEGRATIONS: Integrations = {
  list: [],
  config: {},
  renderers: [],
  directives: new Map(),
  scripts: { 'head-inline': [], 'before-hydration': [], page: [], 'page-ssr': [] },
  routes: [],
  middleware: { pre: [], post: [] },
  watchFiles: [],
  types: [],
  prerender: new Map(),
  pageExtensions: [],
  contentEntryTypes: [],
  dataEntryTypes: [],
  async run() {},
}
