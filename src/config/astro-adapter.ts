import { inspect } from 'node:util'
import { netlify } from '../netlify/adapter.ts'
import type { NetlifyOptions } from '../netlify/settings.ts'
import { findFiles } from '../project/find-files.ts'
import type { Adapter } from '../shared/config.ts'
import { isObject } from '../shared/is-object.ts'
import { type ConfigFile, invalidOption } from './check-config.ts'

type Fields = Readonly<Record<string, unknown>>

/** An option that is not used, and what to do instead. */
export type Unused = readonly [path: string, advice: string]

/** What the adapter of an `astro.config.*` becomes. */
export interface FromAdapter {
  /** `undefined` if the configuration has none, or needs none. */
  readonly adapter: unknown
  /** How pages are rendered if the configuration does not say it. */
  readonly output?: 'server'
  /** Options of the configuration that are used because of the adapter: `session.ttl`. */
  readonly used: readonly string[]
  /** Options of the adapter itself. */
  readonly unused: readonly Unused[]
}

/**
 * Translates the adapter of a configuration of Astro. Netlify's becomes ours. Node's is not needed:
 * the user's own server calls ssrPages().
 *
 * @param config - The whole configuration, because some of its options belong to the function.
 * @throws {SsrPagesError} CONFIG_INVALID: for other adapters
 */
export function toAdapter(config: Fields, file: ConfigFile): FromAdapter {
  const { adapter } = config
  // An adapter of this package has no hooks.
  if (!isObject(adapter) || !isObject(adapter['hooks'])) return { adapter, used: [], unused: [] }
  const { name, entry, options } = adapter
  const given = isObject(options) ? options : {}
  if (name === '@astrojs/node') return fromNode(given)
  if (name === '@astrojs/netlify') return fromNetlify(entry, given, config)
  const why = `is an adapter that has no counterpart here. ${OTHER}`
  throw invalidOption(file, 'adapter', why, name ?? inspect(adapter))
}

const OTHER =
  "Remove it: your own server needs no adapter, nor does a site with `output: 'static'`; for a function at Netlify, import '@astrojs/netlify'"

/** The options of the adapter for Node. No advice: what they ask for happens anyway. */
const OF_NODE: Readonly<Record<string, string>> = {
  mode: '',
  staticHeaders: '',
  experimentalStaticHeaders: '',
  experimentalDisableStreaming: 'Set `streaming: false` where ssrPages() is called',
  bodySizeLimit: 'Set `bodyLimit` where ssrPages() is called',
  experimentalErrorPageHost: 'Error pages are rendered without a request; remove it',
}

const STANDALONE =
  'No server is written: call ssrPages() in your own, or run `ssr-pages preview` instead of dist/server/entry.mjs'

function fromNode(options: Fields): FromAdapter {
  const isStandalone = options['mode'] === 'standalone'
  const mode: Unused[] = isStandalone ? [['node({ mode })', STANDALONE]] : []
  return {
    adapter: undefined,
    used: [],
    unused: [...mode, ...listUnused('node', options, OF_NODE)],
  }
}

const EDGE =
  'Middleware runs in the function, and not for prerendered pages: set `prerender = false` in pages that it protects'

/** The options of the adapter for Netlify. No advice: they are used, or happen anyway. */
const OF_NETLIFY: Readonly<Record<string, string>> = {
  includeFiles: '',
  excludeFiles: '',
  cacheOnDemandPages: '',
  imageCDN: '',
  staticHeaders: '',
  experimentalStaticHeaders: '',
  binaryMediaTypes: '',
  middlewareMode: EDGE,
  edgeMiddleware: EDGE,
  devFeatures: 'Run `netlify dev` in front of your server',
  dist: 'The function is in netlify/functions',
  builders: 'Set `cacheOnDemandPages: true`',
  functionPerRoute: 'All pages are in one function',
}

/** When the adapter was imported from here, having one meant that pages are rendered on request. */
const OLDEST_ENTRY = '@astrojs/netlify/functions'

function fromNetlify(entry: unknown, options: Fields, config: Fields): FromAdapter {
  const { includeFiles, excludeFiles, ...others } = options
  const { cacheOnDemandPages, imageCDN } = others
  const ofSite = toSiteOptions(config)
  const settings = {
    ...ofSite.options,
    ...(cacheOnDemandPages === true && { cacheOnDemandPages }),
    ...(imageCDN === false && { imageCDN }),
  }
  return {
    adapter: withFiles(settings, toList(includeFiles), toList(excludeFiles)),
    ...(entry === OLDEST_ENTRY && { output: 'server' }),
    used: ofSite.used,
    unused: listUnused('netlify', options, OF_NETLIFY),
  }
}

// The function has no place of its own where ssrPages() would be called with these options.
function toSiteOptions({ security, session }: Fields): {
  options: NetlifyOptions
  used: readonly string[]
} {
  const isUnchecked = isObject(security) && security['checkOrigin'] === false
  const { ttl, cookie } = isObject(session) ? session : {}
  const kept = {
    ...(typeof ttl === 'number' && { ttl }),
    ...(cookie !== undefined && { cookie: toCookie(cookie) }),
  }
  return {
    options: {
      ...(isUnchecked && { checkOrigin: false }),
      ...(Object.keys(kept).length > 0 && { session: kept }),
    },
    used: ['security.checkOrigin', 'session.ttl', 'session.cookie'],
  }
}

const OF_COOKIE = ['name', 'domain', 'path', 'sameSite', 'secure']

// Cookies of sessions are always HttpOnly, and last as long as the session.
function toCookie(cookie: unknown): object {
  if (typeof cookie === 'string') return { name: cookie }
  return Object.fromEntries(
    Object.entries(isObject(cookie) ? cookie : {}).filter(([name]) => OF_COOKIE.includes(name)),
  )
}

// The patterns are read after the build, because it may write some of the files.
function withFiles(
  options: NetlifyOptions,
  include: readonly string[],
  exclude: readonly string[],
): Adapter {
  const adapter = netlify(options)
  if (include.length === 0) return adapter
  return {
    name: adapter.name,
    async done(build) {
      const includeFiles = await findFiles(build.root, include, exclude)
      await netlify({ ...options, includeFiles }).done(build)
    },
  }
}

function toList(value: unknown): string[] {
  return [value ?? []].flat().map((one) => String(one))
}

function listUnused(
  name: string,
  options: Fields,
  known: Readonly<Record<string, string>>,
): Unused[] {
  return Object.entries(options).flatMap(([key, value]): Unused[] => {
    const advice = Object.hasOwn(known, key) ? known[key] : 'There is no such option'
    const isOff = value === undefined || value === false || value === 'classic'
    return isOff || !advice ? [] : [[`${name}({ ${key} })`, advice]]
  })
}
