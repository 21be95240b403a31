import type { IncomingMessage } from 'node:http'
import { SsrPagesError } from '../shared/errors.ts'

/**
 * A Node request with the properties that Express, Connect and body parsers may have added. A
 * simulated request may lack its `socket`.
 */
export interface HostRequest extends IncomingMessage {
  readonly originalUrl?: string | undefined
  readonly baseUrl?: string | undefined
  readonly protocol?: string | undefined
  readonly hostname?: string | undefined
  readonly host?: string | undefined
  readonly ip?: string | undefined
  /** A function in Express 4; removed in Express 5. */
  readonly param?: unknown
  readonly body?: unknown
  readonly rawBody?: unknown
  /** Set by the parsers of Express 4 when they have read the body. */
  readonly _body?: unknown
  readonly file?: unknown
  readonly files?: unknown
  /** HTTP/2 only. */
  readonly stream?: { readonly endAfterHeaders?: boolean }
}

const AUTHORITY = /^(?:[a-z\d_-]+(?:\.[a-z\d_-]+)*\.?|\[[\da-f:.]+\])(?::\d{1,5})?$/i

/**
 * Checks the host of a request. Reads the origin only if it could not be read later: a closed
 * connection does not tell whether its proxy is trusted, nor, over HTTP/2, whether it is encrypted.
 *
 * @returns The origin; `undefined` if `readOrigin()` can read it at any time.
 * @throws {SsrPagesError} HOST_INVALID
 */
export function readOriginEarly(req: HostRequest): string | undefined {
  const { headers } = req
  const { host } = headers
  const isForwarded = headers['x-forwarded-host'] ?? headers['x-forwarded-proto']
  const isHttp2 = headers[':method'] ?? headers[':authority']
  if (!host || isForwarded !== undefined || isHttp2 !== undefined) return readOrigin(req)
  assertAuthority(host)
  return undefined
}

/**
 * Reads `scheme://host` of a request. Express alone decides whether a proxy is trusted.
 *
 * @returns The origin, which can safely be put in front of a path.
 * @throws {SsrPagesError} HOST_INVALID
 */
export function readOrigin(req: HostRequest): string {
  const authority = readAuthority(req) || localAuthority(req)
  assertAuthority(authority)
  return `${readScheme(req)}://${authority}`
}

/**
 * Hosts that passed the check. A server has few names, and every request has one: 0.01 us instead
 * of 0.4 to 0.6. Clients can fill this set, but not beyond its limit.
 */
const validAuthorities = new Set<string>()
const MAX_AUTHORITIES = 100

/**
 * A host name has at most 253 characters, and a port at most five.
 * https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
 */
const MAX_AUTHORITY = 253 + ':65535'.length

function assertAuthority(authority: string): void {
  if (validAuthorities.has(authority)) return
  if (!isAuthority(authority)) {
    const what = `The request has an invalid host: ${shown(authority)}.`
    throw new SsrPagesError('HOST_INVALID', what, { host: authority })
  }
  if (validAuthorities.size < MAX_AUTHORITIES) validAuthorities.add(authority)
}

// The pattern rejects `/`, `?`, `#`, `@` and `\`; the URL parser checks ports and address forms.
function isAuthority(authority: string): boolean {
  const isValid = authority.length <= MAX_AUTHORITY && AUTHORITY.test(authority)
  return isValid && URL.canParse(`http://${authority}`)
}

/**
 * Reads path and query of a request as the client sent them, including the mount path.
 *
 * @returns A string that starts with `/`.
 */
export function readTarget(req: HostRequest): string {
  const target = toPath(req.url ?? '')
  const base = req.baseUrl
  if (req.originalUrl === undefined) return target
  // Below a mount path, a path without it is what a proxy has left of it, put back for the mount.
  if (req.originalUrl === req.url && (!base || target.startsWith(base))) return target

  const original = toPath(req.originalUrl)
  if (base === undefined || spellings(target).some((rest) => original === base + rest)) {
    return original
  }
  // An earlier middleware has rewritten `req.url`.
  return base + target
}

/**
 * Reads the path at which the pages are mounted.
 *
 * @returns `''` at the root, otherwise a path without a trailing slash.
 */
export function readBase(req: HostRequest): string {
  const base = req.baseUrl ?? connectBase(req)
  if (base === '') return ''
  // In front of an asset's path, `//x` or `/\x` would be read as another host.
  return base.replace(/^[/\\]+/, '/').replace(/\/$/, '')
}

// Connect keeps only the original URL: the mount path is its part in front of `req.url`.
function connectBase(req: HostRequest): string {
  if (req.originalUrl === undefined || req.originalUrl === req.url) return ''
  const original = toPath(req.originalUrl)
  const rest = spellings(toPath(req.url ?? '')).find((end) => original.endsWith(end))
  return rest === undefined ? '' : original.slice(0, original.length - rest.length)
}

// A router adds a slash if the mount path was the whole path: `/docs?a` becomes `/?a`.
function spellings(target: string): string[] {
  return target === '/' || target.startsWith('/?') ? [target, target.slice(1)] : [target]
}

function toPath(target: string): string {
  if (target === '') return '/'
  const path = target.startsWith('/') ? target : absoluteToPath(target)
  const hash = path.indexOf('#')
  return hash === -1 ? path : path.slice(0, hash)
}

// RFC 9112 3.2.2: servers must accept an absolute target. Its scheme and host are mere claims.
function absoluteToPath(target: string): string {
  if (!/^https?:\/\/[^/\\]/i.test(target) || !URL.canParse(target)) {
    throw new SsrPagesError(
      'TARGET_INVALID',
      `The request target is not a path: ${shown(target)}.`,
      {
        target,
      },
    )
  }
  const { pathname, search } = new URL(target)
  return pathname + search
}

function readScheme(req: HostRequest): 'http' | 'https' {
  // Express passes a forwarded protocol on unchecked: any other value is ignored.
  const { protocol, socket } = req
  if (protocol === 'https' || protocol === 'http') return protocol
  return socket && 'encrypted' in socket && socket.encrypted === true ? 'https' : 'http'
}

function readAuthority(req: HostRequest): string | undefined {
  // `host` of Express 4 prints a warning, and lacks the port.
  const host = isExpress4(req) ? undefined : req.host
  if (host !== undefined) return host
  const { hostname } = req
  return hostname === undefined ? sentAuthorities(req)[0] : withPort(req, hostname)
}

// Express 4 and Fastify's middie provide the name without the port: find the header it was read
// from.
function withPort(req: HostRequest, hostname: string): string {
  const forwarded = single(req.headers['x-forwarded-host'])?.split(',')
  // If there are several, Express trusts the first and Fastify the last.
  const believed = forwarded?.at(isExpress4(req) ? 0 : -1)?.trim() ?? ''
  const isSource = (value: string): boolean =>
    value === hostname || value.startsWith(`${hostname}:`)
  return [...sentAuthorities(req), believed].find(isSource) ?? hostname
}

function isExpress4({ param }: HostRequest): boolean {
  return typeof param === 'function'
}

function sentAuthorities({ headers }: HostRequest): string[] {
  return [single(headers[':authority']), headers.host].filter((value) => value !== undefined)
}

function localAuthority(req: HostRequest): string {
  const localAddress = req.socket?.localAddress
  if (localAddress === undefined) return 'localhost'
  const address = localAddress.replace(/^::ffff:(?=[\d.]+$)/, '')
  return `${address.includes(':') ? `[${address}]` : address}:${req.socket.localPort}`
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

// Never shows the whole of what a client sent: targets can have 16 kB.
function shown(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}...` : value)
}
