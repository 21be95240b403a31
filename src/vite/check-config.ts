import { inspect } from 'node:util'
import type { Config } from '../config.ts'
import { SsrPagesError } from '../errors.ts'

interface Rule {
  readonly expected: string
  readonly accepts: (value: unknown) => boolean
}

const STRATEGIES: readonly unknown[] = ['where', 'class', 'attribute']
const SLASHES: readonly unknown[] = ['ignore', 'always', 'never']
// https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx
const REDIRECTS: readonly unknown[] = [undefined, 301, 302, 303, 307, 308]
const folder: Rule = { expected: 'a path', accepts: (value) => isString(value) && value !== '' }

const RULES: Readonly<Record<keyof Config, Rule>> = {
  srcDir: folder,
  outDir: folder,
  publicDir: folder,
  output: {
    expected: "'server' or 'static'",
    accepts: (value) => value === 'server' || value === 'static',
  },
  base: { expected: "a path that starts with '/'", accepts: isBase },
  site: { expected: 'an http(s) URL', accepts: isSite },
  trailingSlash: {
    expected: "'ignore', 'always' or 'never'",
    accepts: (value) => SLASHES.includes(value),
  },
  redirects: { expected: 'an object of paths and where they lead', accepts: isRedirects },
  scopedStyleStrategy: {
    expected: "'where', 'class' or 'attribute'",
    accepts: (value) => STRATEGIES.includes(value),
  },
  compact: {
    expected: "'html' or 'jsx'",
    accepts: (value) => value === 'html' || value === 'jsx',
  },
  adapter: { expected: 'an object with a name and a function done()', accepts: isAdapter },
  vite: { expected: 'an object', accepts: isObject },
}

/**
 * Checks what a configuration file exports as default.
 *
 * @param value - The export.
 * @param file - Name of the file, for errors.
 * @returns The same value, now known to be a configuration.
 * @throws {SsrPagesError} CONFIG_INVALID
 */
export function checkConfig(value: unknown, file: string): Config {
  if (!isObject(value)) throw invalid(file, 'default', 'must be an object', value)
  for (const [key, seen] of Object.entries(value)) checkEntry(file, key, seen)
  return value
}

function checkEntry(file: string, key: string, seen: unknown): void {
  if (!isKey(key)) {
    const known = Object.keys(RULES).join(', ')
    throw invalid(file, key, `is not an option; there are ${known}`, seen)
  }
  const { expected, accepts } = RULES[key]
  if (seen !== undefined && !accepts(seen)) throw invalid(file, key, `must be ${expected}`, seen)
}

function invalid(file: string, key: string, why: string, seen: unknown): SsrPagesError {
  const shown = inspect(seen, { depth: 0, breakLength: Infinity })
  return new SsrPagesError('CONFIG_INVALID', `${file}: '${key}' ${why} (saw ${shown})`, {
    file,
    key,
    seen,
  })
}

function isKey(key: string): key is keyof Config {
  return Object.hasOwn(RULES, key)
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
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
