import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Check, checkOptions } from '../shared/check-options.ts'
import { type SessionOption, type SessionSettings, toSessionSettings } from '../session/settings.ts'

/** Options of `ssrPages()`; all are optional. */
export interface Options {
  /**
   * Folder of built pages, absolute or relative to the current directory (default: `'dist/pages'`).
   */
  dir?: string
  /**
   * Development: compiles pages from their sources with Vite, and reloads open browsers on each
   * change (default: `true` when `NODE_ENV` is `development`, unless `dir` is a plain folder of
   * modules).
   */
  dev?: boolean
  /**
   * Development: the project's folder, which has `ssr-pages.config.*` and `src/` (default: the
   * closest folder above `dir` that has a `package.json`).
   */
  root?: string
  /** Development: logs each page (route, status, time) and each change (default: `true`). */
  log?: boolean
  /**
   * Returns the object that pages see as `Astro.locals`, or a promise of it (default: `res.locals`
   * itself, to which the values of Express's `app.locals` are added; an empty object outside of
   * Express).
   */
  locals?: (req: IncomingMessage, res: ServerResponse) => App.Locals | Promise<App.Locals>
  /** Serves the browser files of the build, `dist/client` (default: `true`). */
  assets?: boolean
  /** Bytes of a request body that a page may read; a longer body is a 413 (default: 10 MiB). */
  bodyLimit?: number
  /**
   * Refuses forms that pages of other sites send, with a 403 before any page or handler runs. A
   * list of origins (`['https://pay.example']`) allows forms from these sites too (default:
   * `true`).
   */
  checkOrigin?: boolean | readonly string[]
  /**
   * The property of `res.locals` that holds the nonce of the content security policy. The nonce is
   * printed on every script, style and stylesheet link of the pages (default: `'cspNonce'`).
   */
  cspNonce?: string
  /** Sends the finished parts of a page early; `false` sends whole pages (default: `true`). */
  streaming?: boolean
  /**
   * Sends 103 Early Hints with the styles and scripts of a page that waits, to browsers that navigate
   * to it (default: `false`).
   */
  earlyHints?: boolean
  /**
   * What happens to a request that matches no page: `'next'` leaves it to the host, `'render'`
   * answers with the page `404.astro`, or with a plain 404 if that page does not exist (default:
   * `'next'` when the host passes a `next()`, otherwise `'render'`).
   */
  notFound?: 'next' | 'render'
  /**
   * What happens when a page fails: `'next'` passes the error to the error handling of the host,
   * `'render'` answers with the page `500.astro` and calls `onError` (default: `'next'` when the
   * host passes a `next()`, otherwise `'render'`).
   */
  serverError?: 'next' | 'render'
  /**
   * Where `Astro.session` is kept: `'filesystem'` (the folder `sessions` beside `dir`), `'memory'`,
   * the URL of a Redis server, any driver of `unstorage`, or an object with `driver`, `ttl`,
   * `timeout` and `cookie`. `false` turns sessions off (default: `'filesystem'`).
   */
  session?: SessionOption
  /**
   * Receives the errors that cannot go to `next(error)`: the response has already started,
   * `500.astro` answers, or the server has no `next()` (default: `console.error`).
   */
  onError?: (error: unknown, req: IncomingMessage) => void
}

/** Options with every default filled in. */
export interface Settings extends Required<Omit<Options, OptionalSetting>> {
  dev: Options['dev']
  root: Options['root']
  session: SessionSettings | undefined
  notFound: Options['notFound']
  serverError: Options['serverError']
}

type OptionalSetting = 'dev' | 'root' | 'notFound' | 'serverError' | 'session'

const BODY_LIMIT = 10 * 1024 * 1024

const PATH: Check = { isValid: (value) => typeof value === 'string', wanted: 'a path' }
const FLAG: Check = {
  isValid: (value) => typeof value === 'boolean',
  wanted: 'true or false',
}
const OUTCOME: Check = {
  isValid: (value) => value === 'next' || value === 'render',
  wanted: "'next' or 'render'",
}

/** Checks the option `checkOrigin`. */
export const CHECK_ORIGIN: Check = {
  isValid: (value) => typeof value === 'boolean' || isListOfOrigins(value),
  wanted: "true, false or a list of origins such as 'https://example.com'",
}

const CHECKS: Readonly<Record<keyof Options, Check>> = {
  dir: PATH,
  dev: FLAG,
  root: PATH,
  log: FLAG,
  locals: { isValid: (value) => typeof value === 'function', wanted: 'a function' },
  assets: FLAG,
  bodyLimit: {
    isValid: (value) => typeof value === 'number' && value >= 0,
    wanted: 'a number of bytes',
  },
  checkOrigin: CHECK_ORIGIN,
  cspNonce: {
    isValid: (value) => typeof value === 'string',
    wanted: 'the name of a property of res.locals',
  },
  earlyHints: FLAG,
  notFound: OUTCOME,
  serverError: OUTCOME,
  streaming: FLAG,
  session: {
    isValid: (value) => value === false || typeof value === 'string' || typeof value === 'object',
    wanted: 'false, a driver, or an object with driver, ttl, timeout and cookie',
  },
  onError: { isValid: (value) => typeof value === 'function', wanted: 'a function' },
}

/**
 * Checks the options and fills in the defaults.
 *
 * @param options - The options the user passed; `undefined` selects the default.
 * @returns Complete settings.
 * @throws {SsrPagesError} OPTION_INVALID: an option is unknown, or its value has the wrong kind
 */
export function toSettings(options: Options): Settings {
  checkOptions<Options>(CHECKS, options)
  return {
    dir: options.dir ?? 'dist/pages',
    dev: options.dev,
    root: options.root,
    log: options.log ?? true,
    locals: options.locals ?? localsOf,
    assets: options.assets ?? true,
    bodyLimit: options.bodyLimit ?? BODY_LIMIT,
    streaming: options.streaming ?? true,
    earlyHints: options.earlyHints ?? false,
    checkOrigin: options.checkOrigin ?? true,
    cspNonce: options.cspNonce ?? 'cspNonce',
    notFound: options.notFound,
    serverError: options.serverError,
    session: toSessionSettings(options.session ?? {}, 'filesystem'),
    onError: options.onError ?? logError,
  }
}

/**
 * Prints an error: the default of the option `onError`.
 *
 * @param error - Any thrown value.
 */
export function logError(error: unknown): void {
  console.error(error)
}

function isListOfOrigins(value: unknown): boolean {
  return Array.isArray(value) && value.every(isOrigin)
}

function isOrigin(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value
}

/** A response of Express, which knows its app. */
type ExpressResponse = ServerResponse & {
  locals?: App.Locals
  app?: { readonly locals?: Readonly<Record<string, unknown>> }
}

function localsOf(_req: IncomingMessage, { locals, app }: ExpressResponse): App.Locals {
  if (locals === undefined) return {}
  const shared = app?.locals
  if (shared !== undefined) addShared(locals, shared)
  return locals
}

// As in Express's own views, values of the app are visible unless the response has its own.
function addShared(locals: App.Locals, shared: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(shared)) {
    if (name !== 'settings' && !(name in locals)) Reflect.set(locals, name, shared[name])
  }
}
