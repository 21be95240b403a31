import { type Check, checkOptions } from '../shared/check-options.ts'
import type { SessionDriver } from './driver.ts'

/** The option `session`: a driver, all settings, or `false` for pages without `Astro.session`. */
export type SessionOption = false | string | SessionDriver | SessionConfig

/** All settings of sessions. */
export interface SessionConfig {
  /**
   * Where sessions are kept: `'filesystem'` (the folder `sessions` beside the pages), `'memory'`,
   * the URL of a Redis server (`redis://`, `rediss://`), `'netlify-blobs'`, or any driver of
   * `unstorage`. (default: `'filesystem'`; `'netlify-blobs'` on Netlify)
   */
  driver?: string | SessionDriver
  /**
   * Seconds that a session and its cookie last after the session was last stored.
   * (default: 1209600, two weeks)
   */
  ttl?: number
  /**
   * Seconds that a page waits for the store to answer, or for the driver to open, before it fails
   * with SESSION_STORE_FAILED. (default: `3`)
   */
  timeout?: number
  /**
   * The name of the cookie, or its name and attributes; it is always HttpOnly.
   * (default: `'ssr-pages-session'`)
   */
  cookie?: string | SessionCookie
}

/** The cookie that holds a session's id. */
export interface SessionCookie {
  /** (default: `'ssr-pages-session'`) */
  name?: string
  /** (default: none, the cookie is sent to the request's host only) */
  domain?: string
  /** (default: `'/'`) */
  path?: string
  /** (default: `'lax'`) */
  sameSite?: 'lax' | 'strict' | 'none'
  /** (default: true if NODE_ENV is `production`, or the request came over HTTPS) */
  secure?: boolean
  /**
   * False: the cookie is deleted when the browser is closed, even if the session has not ended yet.
   * (default: `true`)
   */
  persistent?: boolean
}

/** Complete settings. */
export interface SessionSettings {
  readonly driver: string | SessionDriver
  readonly ttl: number
  readonly timeout: number
  readonly cookie: SessionCookie & { readonly name: string }
}

/** The name of our part of a shared store, such as a Redis server. */
export const STORE_NAME = 'ssr-pages-sessions'

const COOKIE_NAME = 'ssr-pages-session'

/** Seconds: two weeks. */
const TTL = 1_209_600

/** Seconds. */
const TIMEOUT = 3

/** Seconds: Node's timers cannot wait longer. */
const MAX_TIMEOUT = 2_147_483

const DRIVER_NAMES: readonly unknown[] = ['filesystem', 'memory', 'netlify-blobs']

const SAME_SITE: readonly unknown[] = ['lax', 'strict', 'none']

// https://www.rfc-editor.org/rfc/rfc9110#name-tokens
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/

const CHECKS: Readonly<Record<keyof SessionConfig, Check>> = {
  driver: {
    isValid: isDriver,
    wanted: "'filesystem', 'memory', 'netlify-blobs', a redis:// URL, or a driver of unstorage",
    isSecret: true,
  },
  ttl: {
    isValid: (value) => Number.isSafeInteger(value) && Number(value) > 0,
    wanted: 'a whole number of seconds',
  },
  timeout: {
    isValid: (value) => typeof value === 'number' && value > 0 && value <= MAX_TIMEOUT,
    wanted: 'a number of seconds above 0',
  },
  cookie: { isValid: isCookie, wanted: 'the name of a cookie, or its name and attributes' },
}

const text: Check = { isValid: (value) => typeof value === 'string', wanted: 'a string' }

const flag: Check = { isValid: (value) => typeof value === 'boolean', wanted: 'true or false' }

const COOKIE_CHECKS: Readonly<Record<keyof SessionCookie, Check>> = {
  name: { isValid: isCookieName, wanted: 'the name of a cookie' },
  domain: text,
  path: text,
  sameSite: {
    isValid: (value) => SAME_SITE.includes(value),
    wanted: "'lax', 'strict' or 'none'",
  },
  secure: flag,
  persistent: flag,
}

/**
 * Checks the option `session` and fills in the defaults, which depend on NODE_ENV.
 *
 * @param option - The user's option.
 * @param driver - The driver to use if the user has not chosen one.
 * @returns Complete settings; `undefined` if there are no sessions.
 * @throws {SsrPagesError} OPTION_INVALID
 */
export function toSessionSettings(
  option: SessionOption,
  driver: string,
): SessionSettings | undefined {
  if (option === false) return undefined
  const config = isConfig(option) ? option : { driver: option }
  checkOptions<SessionConfig>(CHECKS, config, 'session.')
  const isProduction = globalThis.process?.env['NODE_ENV'] === 'production'
  const cookie = typeof config.cookie === 'string' ? { name: config.cookie } : config.cookie
  checkOptions<SessionCookie>(COOKIE_CHECKS, cookie ?? {}, 'session.cookie.')
  return {
    driver: config.driver ?? driver,
    ttl: config.ttl ?? TTL,
    timeout: config.timeout ?? TIMEOUT,
    cookie: { ...(isProduction && { secure: true }), ...cookie, name: cookie?.name ?? COOKIE_NAME },
  }
}

/**
 * Creates the attributes of a session's cookie.
 *
 * @param settings - Complete settings.
 * @param isHttps - Whether the request came over HTTPS.
 * @returns The cookie's name, and its attributes for the `cookie` package.
 */
export function toCookie(
  settings: SessionSettings,
  isHttps: boolean,
): SessionSettings['cookie'] & { httpOnly: true; maxAge?: number } {
  const { persistent = true, ...cookie } = settings.cookie
  const defaults = { path: '/', sameSite: 'lax', secure: isHttps } as const
  return { ...defaults, ...cookie, httpOnly: true, ...(persistent && { maxAge: settings.ttl }) }
}

function isConfig(option: unknown): option is SessionConfig {
  return typeof option === 'object' && option !== null && !('getItem' in option)
}

function isDriver(value: unknown): boolean {
  if (typeof value === 'string') return DRIVER_NAMES.includes(value) || /^rediss?:\/\//.test(value)
  if (typeof value !== 'object' || value === null) return false
  const { getItem, setItem, removeItem } = value as Partial<SessionDriver>
  return [getItem, setItem, removeItem].every((method) => typeof method === 'function')
}

function isCookie(value: unknown): boolean {
  return isCookieName(value) || (typeof value === 'object' && value !== null)
}

function isCookieName(value: unknown): boolean {
  return typeof value === 'string' && TOKEN.test(value)
}
