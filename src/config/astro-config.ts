import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../shared/config.ts'
import { isObject } from '../shared/is-object.ts'
import { nearestName } from '../shared/nearest-name.ts'
import { toAdapter, type Unused } from './astro-adapter.ts'
import { adviceOn, changesNothing, INSTEAD } from './astro-options.ts'
import { IMAGE_OPTIONS } from './check-image.ts'
import { MARKDOWN_OPTIONS } from './check-markdown.ts'
import { SECURITY_OPTIONS } from './check-csp.ts'
import { checkConfig, type ConfigFile, invalidOption, OPTIONS } from './check-config.ts'

type Fields = Readonly<Record<string, unknown>>

/** An `astro.config.*`. */
export interface AstroFile extends ConfigFile {
  /** Absolute path of the project. */
  readonly root: string
  /** The command that reads it; the argument of `server` if that is a function. */
  readonly command: 'serve' | 'build'
}

/** A configuration of Astro in our terms. */
export interface FromAstro {
  readonly config: Config
  /** Where `ssr-pages dev` and `preview` listen. */
  readonly server: { readonly host?: string; readonly port: number }
  /** The options that are not used, with what to do instead; `undefined` if there are none. */
  readonly warning: string | undefined
}

/** Options that Astro does not have, or of which only a part exists here. */
const NOT_WHOLE: readonly string[] = ['compact', 'viewsDir', 'security']

/** Options with the same name and meaning here, and those that are translated. */
export const TAKEN: readonly string[] = [
  ...OPTIONS.filter((name) => !NOT_WHOLE.includes(name)),
  'compressHTML',
  'security.csp',
  'server.allowedHosts',
  'server.host',
  'server.port',
]

/**
 * The values of Astro 7 for options that are not set, where ours are others.
 *
 * @see https://docs.astro.build/en/reference/configuration-reference/
 */
const DEFAULTS = { output: 'static', scopedStyleStrategy: 'attribute' } as const
const DEFAULT_PORT = 4321

/**
 * Translates the default export of an `astro.config.*`. Options that are not set have Astro's
 * defaults.
 *
 * @throws {SsrPagesError} CONFIG_INVALID: for an option that Astro does not have, a value of the
 *   wrong kind, or an adapter that has no counterpart
 */
export function fromAstroConfig(value: unknown = {}, file: AstroFile): FromAstro {
  if (!isObject(value)) throw invalidOption(file, 'default', 'must be an object', value)
  for (const key of Object.keys(value)) checkName(file, key, value[key])
  const { adapter, output = DEFAULTS.output, used, unused: ofAdapter } = toAdapter(value, file)
  const server = toServer(value['server'], file)
  const options = Object.fromEntries(Object.entries(value).filter(([key]) => OPTIONS.includes(key)))
  const config = {
    ...DEFAULTS,
    output,
    ...withoutUndefined(options),
    ...withKnown('markdown', MARKDOWN_OPTIONS, options),
    ...withKnown('image', IMAGE_OPTIONS, options),
    ...withKnown('security', SECURITY_OPTIONS, options),
    ...toCompact(value['compressHTML'], file),
    ...toBase(value['base']),
    ...(value['output'] === 'hybrid' && { output: 'static' }),
    adapter,
    vite: withHosts(value['vite'], server['allowedHosts']),
  }
  const ofFile = listUnused({ ...value, server }, file).filter(([path]) => !used.includes(path))
  const unused = [...ofFile, ...ofAdapter]
  return {
    config: checkConfig(config, file.file, file.source),
    server: toAddress(server, file),
    warning: unused.length === 0 ? undefined : toWarning(file.file, unused),
  }
}

function checkName(file: AstroFile, key: string, seen: unknown): void {
  if (TAKEN.includes(key) || adviceOn(key) !== undefined) return
  const names = [...new Set([...TAKEN, ...Object.keys(INSTEAD)])].filter((name) => !/\./.test(name))
  const near = nearestName(key, names)
  const known = near === undefined ? 'Astro has no such option either' : `did you mean ${near}?`
  throw invalidOption(file, key, `is not an option; ${known}`, seen)
}

// As in Astro, options of older versions have no effect.
function withKnown(name: string, names: readonly string[], options: Fields): Fields {
  const value = options[name]
  if (!isObject(value)) return {}
  const known = Object.entries(value).filter(([key]) => names.includes(key))
  return { [name]: Object.fromEntries(known) }
}

function withoutUndefined(options: Fields): Fields {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

// https://docs.astro.build/en/reference/configuration-reference/#compresshtml
function toCompact(value: unknown = 'jsx', file: AstroFile): { compact: Config['compact'] } {
  if (value === false) return { compact: undefined }
  if (value === true) return { compact: 'html' }
  if (value === 'jsx') return { compact: 'jsx' }
  throw invalidOption(file, 'compressHTML', "must be true, false or 'jsx'", value)
}

// Astro adds a slash that is missing.
function toBase(base: unknown): Fields {
  if (typeof base !== 'string') return {}
  return { base: base.startsWith('/') ? base : `/${base}` }
}

function toServer(server: unknown, file: AstroFile): Fields {
  const value: unknown =
    typeof server === 'function'
      ? server({ command: file.command === 'serve' ? 'dev' : 'preview' })
      : server
  if (value === undefined) return {}
  if (!isObject(value)) throw invalidOption(file, 'server', 'must be an object', value)
  return value
}

function toAddress({ host, port = DEFAULT_PORT }: Fields, file: AstroFile): FromAstro['server'] {
  if (typeof port !== 'number') throw invalidOption(file, 'server.port', 'must be a number', port)
  if (host === true) return { host: '0.0.0.0', port }
  return typeof host === 'string' ? { host, port } : { port }
}

function withHosts(vite: unknown, allowedHosts: unknown): unknown {
  if (allowedHosts === undefined || (vite !== undefined && !isObject(vite))) return vite
  const server = isObject(vite?.['server']) ? vite['server'] : {}
  return { ...vite, server: { allowedHosts, ...server } }
}

function listUnused(value: Fields, file: AstroFile): Unused[] {
  return Object.entries(value).flatMap(([key, seen]) => {
    if (TAKEN.includes(key) || isOwnRoot(key, seen, file)) return []
    if (!isObject(seen) || !hasNested(key)) return toUnused(key, seen)
    return Object.entries(seen).flatMap(([name, one]) => toUnused(`${key}.${name}`, one))
  })
}

function toUnused(path: string, value: unknown): Unused[] {
  if (TAKEN.includes(path) || changesNothing(path, value)) return []
  const [parent = ''] = path.split('.')
  const isOfParent = parent === 'experimental' || parent === 'legacy'
  const advice = adviceOn(path) ?? (isOfParent ? adviceOn(parent) : notAnOption(path))
  return [[path, advice ?? '']]
}

function notAnOption(path: string): string {
  const near = nearestName(path, [...TAKEN, ...Object.keys(INSTEAD)])
  return near === undefined ? 'There is no such option' : `Did you mean ${near}?`
}

function hasNested(key: string): boolean {
  if (key === 'experimental' || key === 'legacy') return true
  return Object.keys(INSTEAD).some((path) => path.startsWith(`${key}.`))
}

function isOwnRoot(key: string, seen: unknown, { root }: AstroFile): boolean {
  if (key !== 'root' || (typeof seen !== 'string' && !(seen instanceof URL))) return false
  const path = seen instanceof URL || seen.startsWith('file:') ? fileURLToPath(seen) : seen
  return relative(root, resolve(root, path)) === ''
}

function toWarning(file: string, unused: readonly Unused[]): string {
  const lines = unused.map(([path, advice]) => `  ${path}: ${advice.replace(/\.$/, '')}`)
  return `${file} has options that are not used:\n${lines.join('\n')}`
}
