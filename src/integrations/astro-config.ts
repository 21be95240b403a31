import { join } from 'node:path'
import type { Site } from '../project/site.ts'
import type { TrailingSlash } from '../shared/types.ts'
import { toImageSettings } from '../shared/image-settings.ts'
import { isObject } from '../shared/is-object.ts'
import { withMarkdownDefaults } from '../shared/markdown.ts'
import { toFolderUrl } from './setup-options.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Creates the configuration that integrations see: that of Astro, with its defaults.
 *
 * @param site - The site before integrations have changed it.
 * @param given - The configuration as the project has written it, which may have options that exist
 *   only in Astro.
 */
export function toAstroConfig(site: Site, given: Fields): Fields {
  const { root, config } = site
  const { output = 'server', trailingSlash = 'ignore', redirects = {}, vite = {} } = config
  const nested = Object.entries(NESTED).map(([key, defaults]) => [
    key,
    withDefaults(defaults, given[key]),
  ])
  return {
    prerenderConflictBehavior: 'error',
    ...given,
    ...Object.fromEntries(nested),
    root: toFolderUrl(root),
    srcDir: toFolderUrl(site.srcDir),
    publicDir: toFolderUrl(site.publicDir),
    outDir: toFolderUrl(site.outDir),
    cacheDir: toFolderUrl(join(root, 'node_modules', '.astro')),
    site: config.site,
    base: toBase(config.base ?? '/', trailingSlash),
    output,
    trailingSlash,
    redirects,
    scopedStyleStrategy: config.scopedStyleStrategy ?? 'where',
    compressHTML: config.compact === 'html' ? true : (config.compact ?? false),
    vite,
    image: toImageSettings(isObject(given['image']) ? given['image'] : {}),
    markdown: withMarkdownDefaults(isObject(given['markdown']) ? given['markdown'] : {}),
    build: withDefaults(buildDefaults(site), given['build']),
  }
}

/** Defaults of the options that are objects. */
const NESTED: Readonly<Record<string, Fields>> = {
  server: { host: false, port: 4321, open: false, allowedHosts: [] },
  devToolbar: { enabled: false },
  security: { checkOrigin: true, allowedDomains: [], csp: false },
  env: { schema: {}, validateSecrets: false },
  experimental: {},
  legacy: {},
}

// A build writes these folders. Browser files are in `_assets`.
function buildDefaults({ outDir }: Site): Fields {
  return {
    format: 'directory',
    client: toFolderUrl(join(outDir, 'client')),
    server: toFolderUrl(join(outDir, 'pages')),
    assets: '_assets',
    serverEntry: 'entry.mjs',
    redirects: true,
    inlineStylesheets: 'never',
    concurrency: 1,
  }
}

function withDefaults(defaults: Fields, given: unknown): Fields {
  return isObject(given) ? { ...defaults, ...given } : defaults
}

// As Astro spells it.
function toBase(base: string, trailingSlash: TrailingSlash): string {
  let end = base.length
  while (base[end - 1] === '/') end -= 1
  const plain = base.slice(0, end)
  if (trailingSlash === 'never' || plain === '') return plain || '/'
  return trailingSlash === 'always' ? `${plain}/` : base
}
