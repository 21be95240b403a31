import { type ToError, checkFields } from './check-fields.ts'
import type { Check } from '../shared/check-options.ts'
import type { ImageOptions, RemotePattern } from '../shared/image-settings.ts'
import { isObject } from '../shared/is-object.ts'

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

const PATTERN: Readonly<Record<keyof RemotePattern, Check>> = {
  protocol: {
    wanted: "'https', 'http' or 'data'",
    isValid: (value) => value === 'http' || value === 'https' || value === 'data',
  },
  hostname: {
    wanted: "a host name without a port: '*.example.com'",
    isValid: (value) => isText(value) && !/[/:\s]/.test(value),
  },
  port: {
    wanted: 'a number as a string',
    isValid: (value) => isText(value) && /^\d*$/.test(value),
  },
  pathname: {
    wanted: "a path that starts with '/'",
    isValid: (value) => isText(value) && value.startsWith('/'),
  },
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
  if (!isObject(value)) return
  checkFields(value, 'image', CHECKS, toError)
  const patterns = value['remotePatterns']
  for (const [index, pattern] of Array.isArray(patterns) ? patterns.entries() : []) {
    if (isObject(pattern)) checkFields(pattern, `image.remotePatterns[${index}]`, PATTERN, toError)
  }
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
