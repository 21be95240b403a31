import type { Check } from '../shared/check-options.ts'
import type { ImageOptions, RemotePattern } from '../shared/image-settings.ts'
import { isObject } from '../shared/is-object.ts'
import { nearestName } from '../shared/nearest-name.ts'

type ToError = (path: string, why: string, seen: unknown) => Error

const LAYOUTS: readonly unknown[] = ['constrained', 'fixed', 'full-width', 'none']
const text: Check = { wanted: 'a string', isValid: isText }
const boolean: Check = { wanted: 'true or false', isValid: (value) => typeof value === 'boolean' }

const CHECKS: Readonly<Record<keyof ImageOptions, Check>> = {
  service: {
    wanted: 'sharpImageService(), passthroughImageService(), or an object with an entrypoint',
    isValid: (value) => isObject(value) && isText(value['entrypoint']),
  },
  endpoint: {
    wanted: "an object with a route that starts with '/'",
    isValid: (value) => isObject(value) && isRoute(value['route']),
  },
  domains: {
    wanted: "a list of host names without 'https://' and without a path",
    isValid: (value) => isList(value, isDomain),
  },
  remotePatterns: {
    wanted: 'a list of objects with protocol, hostname, port or pathname',
    isValid: (value) => isList(value, isObject),
  },
  layout: {
    wanted: "'constrained', 'fixed', 'full-width' or 'none'",
    isValid: (value) => LAYOUTS.includes(value),
  },
  objectFit: text,
  objectPosition: text,
  breakpoints: {
    wanted: 'a list of widths in pixels',
    isValid: (value) => isList(value, (one) => Number.isInteger(one) && Number(one) > 0),
  },
  responsiveStyles: boolean,
  dangerouslyProcessSVG: boolean,
}

const PATTERN: Readonly<Record<keyof RemotePattern, (value: unknown) => boolean>> = {
  protocol: (value) => value === 'http' || value === 'https' || value === 'data',
  hostname: (value) => isText(value) && !/[/:\s]/.test(value),
  port: (value) => isText(value) && /^\d*$/.test(value),
  pathname: (value) => isText(value) && value.startsWith('/'),
}

/** The names of the options of images. */
export const IMAGE_OPTIONS: readonly string[] = Object.keys(CHECKS)

/**
 * Checks the option `image`.
 *
 * @param toError - Creates the error for an option inside of it.
 * @throws {SsrPagesError} CONFIG_INVALID
 */
export function checkImage(value: unknown, toError: ToError): void {
  for (const [key, seen] of isObject(value) ? Object.entries(value) : []) {
    const path = `image.${key}`
    if (!isIn(CHECKS, key)) throw toError(path, `is not an option; ${advise(key, CHECKS)}`, seen)
    const { wanted, isValid } = CHECKS[key]
    if (seen !== undefined && !isValid(seen)) throw toError(path, `must be ${wanted}`, seen)
    if (key === 'remotePatterns' && Array.isArray(seen)) checkPatterns(seen, toError)
  }
}

function checkPatterns(patterns: readonly unknown[], toError: ToError): void {
  for (const [index, pattern] of patterns.entries()) {
    for (const [key, seen] of isObject(pattern) ? Object.entries(pattern) : []) {
      const path = `image.remotePatterns[${index}].${key}`
      if (!isIn(PATTERN, key)) {
        throw toError(path, `is not an option; ${advise(key, PATTERN)}`, seen)
      }
      if (seen !== undefined && !PATTERN[key](seen))
        throw toError(path, `must be ${WANTED[key]}`, seen)
    }
  }
}

const WANTED: Readonly<Record<keyof RemotePattern, string>> = {
  protocol: "'https', 'http' or 'data'",
  hostname: "a host name without a port: '*.example.com'",
  port: 'a number as a string',
  pathname: "a path that starts with '/'",
}

function isIn<Table extends object>(table: Table, key: PropertyKey): key is keyof Table {
  return Object.hasOwn(table, key)
}

function advise(key: string, table: object): string {
  const near = nearestName(key, Object.keys(table))
  return near === undefined
    ? `the options are ${Object.keys(table).join(', ')}`
    : `did you mean ${near}?`
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

// The endpoint would otherwise stand for a page, or for every path.
function isRoute(value: unknown): boolean {
  return value === undefined || (isText(value) && /^\/[^?#\s[\]]*[^/?#\s[\]]$/.test(value))
}

function isDomain(value: unknown): boolean {
  return isText(value) && !/[/:*\s]/.test(value)
}

function isList(value: unknown, isValid: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((one) => isValid(one))
}
