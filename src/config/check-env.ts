import type { ToError } from './check-fields.ts'
import type { Config } from '../shared/config.ts'
import type { Check } from '../shared/check-options.ts'
import { type EnvField, type EnvOptions, PUBLIC_PREFIXES } from '../shared/environment.ts'
import { isObject } from '../shared/is-object.ts'
import { nearestName } from '../shared/nearest-name.ts'

type Fields = Readonly<Record<string, unknown>>

const FLAG: Check = { wanted: 'true or false', isValid: (value) => typeof value === 'boolean' }
const TEXT: Check = { wanted: 'a string', isValid: (value) => typeof value === 'string' }
const NUMBER: Check = { wanted: 'a number', isValid: Number.isFinite }
const LENGTH: Check = {
  wanted: 'a number of characters',
  isValid: (value) => Number.isFinite(value) && Number(value) >= 0,
}
// Types are written between quotes of this kind.
const VALUES: Check = {
  wanted: "a list of strings without '",
  isValid: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => typeof one === 'string' && !one.includes("'")),
}

/** The options of each kind of field, besides those that all have. */
const KINDS: Readonly<Record<EnvField['type'], Readonly<Record<string, Check>>>> = {
  string: {
    default: TEXT,
    max: NUMBER,
    min: LENGTH,
    length: NUMBER,
    url: FLAG,
    includes: TEXT,
    startsWith: TEXT,
    endsWith: TEXT,
  },
  number: { default: NUMBER, gt: NUMBER, min: NUMBER, lt: NUMBER, max: NUMBER, int: FLAG },
  boolean: { default: FLAG },
  enum: { default: TEXT, values: VALUES },
}

const EVERY: Readonly<Record<string, Check>> = {
  type: { wanted: 'made by envField', isValid: isKind },
  context: {
    wanted: "'client' or 'server'",
    isValid: (value) => value === 'client' || value === 'server',
  },
  access: {
    wanted: "'public' or 'secret'",
    isValid: (value) => value === 'public' || value === 'secret',
  },
  optional: FLAG,
}

const OPTIONS: Readonly<Record<keyof EnvOptions, Check>> = {
  schema: { wanted: 'an object of envField', isValid: isObject },
  validateSecrets: FLAG,
}

/**
 * Checks the option `env`.
 *
 * @param config - The whole configuration, whose other options are valid.
 * @throws {SsrPagesError} CONFIG_INVALID
 */
export function checkEnv({ env, vite }: Config, toError: ToError): void {
  for (const [key, seen] of Object.entries(env ?? {})) {
    const check = Object.hasOwn(OPTIONS, key) ? OPTIONS[key as keyof EnvOptions] : undefined
    if (check === undefined) throw toError(`env.${key}`, `is not an option; ${advise(key)}`, seen)
    if (seen !== undefined && !check.isValid(seen))
      throw toError(`env.${key}`, `must be ${check.wanted}`, seen)
  }
  // Those that a build always has, and those of the project.
  const prefixes = [...PUBLIC_PREFIXES, ...[vite?.envPrefix ?? []].flat()]
  for (const [name, field] of Object.entries(env?.schema ?? {})) {
    const why = wrongName(name) ?? wrongField(field) ?? wrongPrefix(name, field, prefixes)
    if (why !== undefined) throw toError(`env.schema.${name}`, why, field)
  }
}

// https://docs.astro.build/en/reference/configuration-reference/#envschema
function wrongName(name: string): string | undefined {
  if (/^[A-Z_][A-Z0-9_]*$/.test(name)) return undefined
  return 'is not a valid name: names consist of upper-case letters, digits and _, and do not start with a digit'
}

function wrongField(field: unknown): string | undefined {
  if (!isObject(field)) return 'must be made by envField'
  const { type, context, access } = field
  const checks = isKind(type) ? { ...EVERY, ...KINDS[type] } : EVERY
  for (const [key, check] of Object.entries(checks)) {
    const seen = field[key]
    const isOptional = !REQUIRED.has(key)
    if ((seen !== undefined || !isOptional) && !check.isValid(seen))
      return key === 'type'
        ? 'must be made by envField.string(), number(), boolean() or enum()'
        : `needs ${key} to be ${check.wanted}`
  }
  if (context === 'client' && access === 'secret') {
    return "cannot be a secret with context: 'client': browsers would receive it. Set context: 'server', or access: 'public'"
  }
  return wrongOption(Object.keys(field), Object.keys(checks)) ?? wrongDefault(field)
}

// Astro ignores other options; here, one that looks like a typing error is an error.
function wrongOption(names: readonly string[], known: readonly string[]): string | undefined {
  for (const name of names.filter((one) => !known.includes(one))) {
    const near = nearestName(name, known)
    if (near !== undefined) return `has no option ${name}; did you mean ${near}?`
  }
  return undefined
}

const REQUIRED = new Set(['type', 'context', 'access', 'values'])

function wrongDefault({ default: value, values }: Fields): string | undefined {
  if (!Array.isArray(values) || value === undefined || values.includes(value)) return undefined
  return `needs default to be one of its values: ${values.join(', ')}`
}

function wrongPrefix(
  name: string,
  { access }: EnvField,
  prefixes: readonly string[],
): string | undefined {
  const prefix = prefixes.find((one) => name.startsWith(one))
  if (prefix === undefined || access !== 'secret') return undefined
  return `is a secret, but import.meta.env gives browsers all variables whose names begin with ${prefix}. Rename it`
}

function isKind(value: unknown): value is EnvField['type'] {
  return typeof value === 'string' && Object.hasOwn(KINDS, value)
}

function advise(key: string): string {
  const near = nearestName(key, Object.keys(OPTIONS))
  return near === undefined ? 'the options are schema and validateSecrets' : `did you mean ${near}?`
}
