import { inspect } from 'node:util'
import { isObject } from '../shared/is-object.ts'
import type { Check } from '../shared/check-options.ts'
import type { Config } from '../shared/config.ts'
import { isTrailingSlash } from '../shared/trailing-slash.ts'
import { blankComments } from '../compiler/comments.ts'
import { type Place, placeAt } from '../compiler/place.ts'
import { sourceError } from '../compiler/source-error.ts'
import type { SsrPagesError } from '../shared/errors.ts'
import { nearestName } from '../shared/nearest-name.ts'
import { describeAstroOption } from './astro-options.ts'
import { checkFonts } from './check-fonts.ts'
import { checkImage } from './check-image.ts'
import { checkEnv } from './check-env.ts'
import { checkSecurity } from './check-csp.ts'
import { checkPrefetch } from './check-prefetch.ts'
import { checkMarkdown } from './check-markdown.ts'

const STRATEGIES: readonly unknown[] = ['where', 'class', 'attribute']
// https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx
const REDIRECTS: readonly unknown[] = [undefined, 301, 302, 303, 307, 308]
const folder: Check = { wanted: 'a path', isValid: (value) => isString(value) && value !== '' }

const CHECKS: Readonly<Record<keyof Config, Check>> = {
  srcDir: folder,
  viewsDir: folder,
  outDir: folder,
  publicDir: folder,
  output: {
    wanted: "'server' or 'static'",
    isValid: (value) => value === 'server' || value === 'static',
  },
  base: { wanted: "a path that starts with '/'", isValid: isBase },
  site: { wanted: 'an http(s) URL', isValid: isSite },
  trailingSlash: {
    wanted: "'ignore', 'always' or 'never'",
    isValid: isTrailingSlash,
  },
  redirects: { wanted: 'an object that maps paths to destinations', isValid: isRedirects },
  scopedStyleStrategy: {
    wanted: "'where', 'class' or 'attribute'",
    isValid: (value) => STRATEGIES.includes(value),
  },
  compact: {
    wanted: "'html' or 'jsx'",
    isValid: (value) => value === 'html' || value === 'jsx',
  },
  fetchFile: {
    wanted: 'null or undefined: request pipelines of Astro 7 are not supported',
    isValid: (value) => value === null,
  },
  adapter: { wanted: 'an object with a name and a function done()', isValid: isAdapter },
  integrations: { wanted: 'a list of integrations', isValid: Array.isArray },
  markdown: { wanted: 'an object', isValid: isObject },
  image: { wanted: 'an object', isValid: isObject },
  env: { wanted: 'an object', isValid: isObject },
  security: { wanted: 'an object', isValid: isObject },
  prefetch: {
    wanted: 'true, false or an object',
    isValid: (value) => typeof value === 'boolean' || isObject(value),
  },
  fonts: { wanted: 'a list of font families', isValid: Array.isArray },
  vite: { wanted: 'an object', isValid: isObject },
}

/** The names of all options. */
export const OPTIONS: readonly string[] = Object.keys(CHECKS)

/**
 * Checks the default export of a configuration file.
 *
 * @param file - Name of the file, for errors.
 * @param source - Text of the file, to find the place of a mistake.
 * @returns The same value, typed as a configuration.
 * @throws {SsrPagesError} CONFIG_INVALID: when it is not a valid configuration
 */
export function checkConfig(value: unknown, file: string, source: string = ''): Config {
  const named = { file, source }
  if (!isObject(value)) throw invalidOption(named, 'default', 'must be an object', value)
  for (const [key, seen] of Object.entries(value)) checkEntry(named, key, seen)
  checkEnv(value, (path, why, seen) => invalidOption(named, path, why, seen))
  return value
}

/** A configuration file. */
export interface ConfigFile {
  /** Its name, for errors. */
  readonly file: string
  /** Its text, to find the place of a mistake. */
  readonly source: string
}

function checkEntry(named: ConfigFile, key: string, seen: unknown): void {
  if (!isKey(key)) throw unknownOption(named, key, seen)
  const { wanted, isValid } = CHECKS[key]
  if (key === 'redirects') checkRedirects(named, seen)
  if (key === 'security')
    checkSecurity(seen, (path, why, value) => invalidOption(named, path, why, value))
  if (key === 'markdown')
    checkMarkdown(seen, (path, why, value) => invalidOption(named, path, why, value))
  if (key === 'prefetch')
    checkPrefetch(seen, (path, why, value) => invalidOption(named, path, why, value))
  if (key === 'image')
    checkImage(seen, (path, why, value) => invalidOption(named, path, why, value))
  if (key === 'fonts')
    checkFonts(seen, (path, why, value) => invalidOption(named, path, why, value))
  if (seen === undefined || isValid(seen)) return
  const isOfAstro = key === 'adapter' && isObject(seen) && isObject(seen['hooks'])
  const advice = isOfAstro
    ? "; this is an adapter for Astro: your own server needs no adapter, and Netlify needs netlify() from 'ssr-pages/netlify'"
    : ''
  throw invalidOption(named, key, `must be ${wanted}${advice}`, seen)
}

function unknownOption(named: ConfigFile, key: string, seen: unknown): SsrPagesError {
  const ofAstro = describeAstroOption(key, seen)
  if (ofAstro !== undefined) {
    const [path, advice] = ofAstro
    return invalidOption(named, path, `is an option of Astro. ${advice}`, seen)
  }
  const near = nearestName(key, Object.keys(CHECKS))
  const known =
    near === undefined
      ? `the options are ${Object.keys(CHECKS).join(', ')}`
      : `did you mean ${near}?`
  return invalidOption(named, key, `is not an option; ${known}`, seen)
}

const OF_REDIRECTS = new Set(['status', 'destination'])

function checkRedirects(named: ConfigFile, seen: unknown): void {
  for (const [path, to] of isObject(seen) ? Object.entries(seen) : []) {
    const foreign = isObject(to) && Object.keys(to).find((key) => !OF_REDIRECTS.has(key))
    if (typeof foreign !== 'string') continue
    const key = `redirects['${path}'].${foreign}`
    throw invalidOption(named, key, 'is not an option; the options are status and destination', to)
  }
}

/**
 * Creates the error for an option, with its place.
 *
 * @param key - Path of the option: `security.csp`.
 * @param why - Completes the sentence that begins with the key.
 */
export function invalidOption(
  named: ConfigFile,
  key: string,
  why: string,
  seen: unknown,
): SsrPagesError {
  const shown = inspect(seen, { depth: 0, breakLength: Infinity })
  const text = `'${key}' ${why.replace(/\.$/, '')} (saw ${shown})`
  return sourceError('CONFIG_INVALID', { ...named, text, ...placeOf(key, named) }, { key, seen })
}

// Finds the key with the name of the last part of `a.b`. A computed configuration has no such key.
function placeOf(key: string, { source }: ConfigFile): Partial<Place> {
  const name =
    key
      .split('.')
      .at(-1)
      ?.replaceAll(/\W/g, String.raw`\$&`) ?? ''
  const found = new RegExp(`(?<![\\w$.])["']?${name}["']?\\s{0,99}[:,(}]`).exec(
    blankComments(source),
  )
  return found && source !== '' ? placeAt(source, found.index) : {}
}

function isKey(key: string): key is keyof Config {
  return Object.hasOwn(CHECKS, key)
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isBase(value: unknown): boolean {
  return isString(value) && value.startsWith('/') && !/[?#\s]/.test(value)
}

function isSite(value: unknown): boolean {
  return isString(value) && /^https?:\/\//.test(value) && URL.canParse(value)
}

function isRedirects(value: unknown): boolean {
  if (!isObject(value)) return false
  return Object.entries(value).every(([path, to]) => path.startsWith('/') && isRedirect(to))
}

function isRedirect(value: unknown): boolean {
  if (isString(value)) return isDestination(value)
  return (
    isObject(value) && isDestination(value['destination']) && REDIRECTS.includes(value['status'])
  )
}

// A param in the host would let a client choose it.
function isDestination(value: unknown): boolean {
  return isString(value) && /^(?:\/(?![/\\])|https?:\/\/[^/?#[\]]+(?:[/?#]|$))/.test(value)
}

function isAdapter(value: unknown): boolean {
  return isObject(value) && isString(value['name']) && typeof value['done'] === 'function'
}
