import type { AbsentName } from './absent-features.ts'

/**
 * Where a module is imported: in the configuration file and the packages that it loads, in code
 * that runs on the server, or in code that runs in browsers.
 */
export type ModulePlace = 'config' | 'server' | 'browser'

/** One of Astro's modules that this package has. */
export interface AstroModule {
  /**
   * What stands for it: an entry of this package, such as `ssr-pages/config`; `zod/v4`; `types`,
   * if it has no values; `generated` from the configuration; `env`, from its variables; `content`,
   * made of the collections; `images`, of the configuration; or the file of a component of this
   * package.
   */
  readonly gives: string
  readonly places: readonly ModulePlace[]
  /** Values that Astro's module exports and ours does not. */
  readonly lacks: Readonly<Record<string, AbsentName>>
  /** Components that it exports, too, each a file of this package. (default: none) */
  readonly components?: readonly string[]
}

const ALL: readonly ModulePlace[] = ['config', 'server', 'browser']
const SERVER: readonly ModulePlace[] = ['config', 'server']

/** The values of `astro/runtime/server/index.js` that only Astro's own engine can use. */
const ENGINE = absent('engine', [
  'chunkToString',
  'escapeHTML',
  'HTMLBytes',
  'HTMLString',
  'markHTMLString',
  'renderEndpoint',
  'renderHTMLElement',
  'renderJSX',
  'renderPage',
  'renderSlotToString',
  'renderStreaming',
  'renderToString',
  'Renderer',
  'voidElementNames',
])

const CONTENT_RUNTIME = absent('runtimeExport', [
  'createDeprecatedFunction',
  'createGetCollection',
  'createGetEntries',
  'createGetEntry',
  'createGetLiveCollection',
  'createGetLiveEntry',
  'createReference',
  'createRenderEntry',
  'resolveEntryData',
  'updateImageReferencesInData',
])

const ASSETS = absent('runtimeExport', ['hashTransform', 'propsToFilename'])
const SLOTS = absent('engine', ['transformSlots'])
const INTERNALS = absent('runtimeExport', [
  'createContext',
  'trySerializeLocals',
  'isLocalsSerializable',
])

/** Every module of Astro that exists here. docs/astro-modules.md has the same table. */
const MODULES: Readonly<Record<string, AstroModule>> = {
  astro: row('types', ALL, absent('runtimeExport', ['build', 'dev', 'preview', 'sync'])),
  'astro/client': row('types', ALL),
  'astro/env': row('types', ALL),
  'astro/types': row('types', ALL),
  'astro/config': row(
    'ssr-pages/config',
    SERVER,
    absent('runtimeExport', ['getViteConfig', 'validateConfig']),
  ),
  'astro/errors': row('ssr-pages/errors', ALL, absent('runtimeExport', ['AstroErrorData'])),
  'astro/zod': row('zod/v4', ALL),
  'astro:schema': row('zod/v4', ALL),
  'astro/middleware': row('ssr-pages/middleware', SERVER, INTERNALS),
  'astro:middleware': row('ssr-pages/middleware', ['server']),
  'astro/components': row('ssr-pages/components', SERVER),
  'astro:components': row('ssr-pages/components', ['server']),
  'astro/jsx-runtime': row('ssr-pages/jsx-runtime', SERVER, SLOTS),
  'astro/jsx-dev-runtime': row('ssr-pages/jsx-runtime', SERVER, SLOTS),
  'astro/compiler-runtime': row('ssr-pages/compiler-runtime', SERVER),
  'astro/runtime/server/index.js': row('ssr-pages/runtime/server/index.js', SERVER, ENGINE),
  'astro:content': row('content', ['server']),
  'astro/loaders': row('ssr-pages/loaders', SERVER),
  'astro/content/runtime': row('ssr-pages/content/runtime', SERVER, CONTENT_RUNTIME),
  'astro/content/config': row('ssr-pages/content/config', SERVER),
  'astro/assets/utils/node': row('ssr-pages/assets/utils/node', ['config'], ASSETS),
  'astro:assets': row('images', ['server', 'browser']),
  'astro/assets': row(
    'ssr-pages/assets/service',
    SERVER,
    absent('runtimeExport', [
      'fetchWithRedirects',
      'getConfiguredImageService',
      'getImage',
      'hashTransform',
      'propsToFilename',
    ]),
  ),
  'astro/assets/utils': row(
    'ssr-pages/assets/utils',
    SERVER,
    absent('runtimeExport', [
      'fetchWithRedirects',
      'getOrigQueryParams',
      'imageMetadata',
      'inferRemoteSize',
    ]),
  ),
  'astro/assets/services/sharp': row('ssr-pages/assets/services/sharp', SERVER),
  'astro/assets/services/noop': row('ssr-pages/assets/services/noop', SERVER),
  'astro/components/Image.astro': row('image', ['server']),
  'astro/components/Picture.astro': row('image', ['server']),
  'astro:config/client': row('generated', ['server', 'browser']),
  'astro:config/server': row('generated', ['server']),
  'astro:env/client': row('env', ['server', 'browser']),
  'astro:env/server': row('env', ['server']),
  'astro:prefetch': row('ssr-pages/prefetch', ['server', 'browser']),
  'astro:transitions': {
    ...row('ssr-pages/transitions', ['server'], absent('viewTransitions', ['ViewTransitions'])),
    components: ['ClientRouter'],
  },
  'astro:transitions/client': row('ssr-pages/transitions/client', ['server', 'browser']),
  'astro/components/ClientRouter.astro': row('ClientRouter.astro', SERVER),
}

/** The modules of Astro that exist here, by the name in an import. */
export const astroModules: ReadonlyMap<string, AstroModule> = new Map(Object.entries(MODULES))

/** Modules of Astro that do not exist here, by prefix; longer prefixes come first. */
const ABSENT: readonly (readonly [prefix: string, feature: AbsentName])[] = [
  ['astro:actions', 'actions'],
  ['astro:container', 'container'],
  ['astro:i18n', 'i18n'],
  ['astro:', 'runtime'],
  ['astro/assets', 'images'],
  ['astro/actions', 'actions'],
  ['astro/components/ViewTransitions', 'viewTransitions'],
  ['astro/components/Font', 'images'],
  ['astro/components', 'builtInComponents'],
  ['astro/debug', 'builtInComponents'],
  ['astro/container', 'container'],
  ['astro/fetch', 'requestPipeline'],
  ['astro/hono', 'requestPipeline'],
  ['astro/runtime', 'engine'],
  ['astro/', 'runtime'],
]

/**
 * Finds the feature that an import of a module that does not exist here belongs to.
 *
 * @param specifier - The imported module: `astro:content`, `astro/loaders`.
 * @returns The feature's key; `undefined` if the module is not one of Astro's, or exists here.
 */
export function absentModule(specifier: string): AbsentName | undefined {
  if (astroModules.has(specifier)) return undefined
  return ABSENT.find(([prefix]) => specifier.startsWith(prefix))?.[1]
}

function row(
  gives: string,
  places: readonly ModulePlace[],
  lacks: Readonly<Record<string, AbsentName>> = {},
): AstroModule {
  return { gives, places, lacks }
}

function absent(feature: AbsentName, names: readonly string[]): Record<string, AbsentName> {
  return Object.fromEntries(names.map((name) => [name, feature]))
}
