import { lookup as lookUp } from 'node:dns'
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { SsrPagesError, reasonOf } from '../../shared/errors.ts'
import { type RemoteImages, isRemoteAllowed, matchesPattern } from '../../shared/remote-images.ts'
import { isReachable, withoutBrackets } from './addresses.ts'

/** Bounds of one remote image. */
export interface FetchLimits {
  readonly bytes: number
  /** For all redirects and bytes together. */
  readonly milliseconds: number
}

/** What the server of a remote image has answered. */
export interface RemoteAnswer {
  /** 200, or 304 for the image that is known already. */
  readonly status: 200 | 304
  readonly headers: IncomingMessage['headers']
  readonly bytes: Uint8Array
}

/** What is known of an image from an earlier answer. */
export interface Validators {
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
}

const LIMITS: FetchLimits = { bytes: 20 * 1024 * 1024, milliseconds: 15_000 }
const MOST_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/**
 * Fetches a remote image. Its URL, and that of each redirect, must be allowed by the configuration,
 * and the address that is connected to must be public.
 *
 * @param url - The URL.
 * @param images - The configuration.
 * @param signal - Ends the connection.
 * @param known - Asks for an answer without a body if the image has not changed. (default: nothing)
 * @throws {SsrPagesError} IMAGE_UNAVAILABLE: when the image is not allowed, or cannot be fetched
 */
export async function fetchImage(
  url: string,
  images: RemoteImages,
  signal: AbortSignal,
  known: Validators = {},
  limits: FetchLimits = LIMITS,
): Promise<RemoteAnswer> {
  const end = AbortSignal.any([signal, AbortSignal.timeout(limits.milliseconds)])
  try {
    let from: URL | undefined
    let to = parseUrl(url)
    for (let count = 0; count <= MOST_REDIRECTS; count += 1) {
      assertAllowed(to, images, from)
      const response = await send(to, images, end, known)
      if (!REDIRECTS.has(response.statusCode ?? 0)) return await read(response, limits.bytes)
      response.destroy()
      from = to
      to = new URL(response.headers.location ?? '', to)
    }
    throw new Error(`it redirects more than ${MOST_REDIRECTS} times`)
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    throw unavailable(url, end.aborted ? end.reason : cause)
  }
}

function parseUrl(url: string): URL {
  if (!URL.canParse(url)) throw new Error('it is not a URL')
  return new URL(url)
}

function assertAllowed(url: URL, images: RemoteImages, from?: URL): void {
  const what = from === undefined ? 'it' : `its redirect to ${url.origin}${url.pathname}`
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  if (!isWeb || url.username !== '' || url.password !== '' || !isRemoteAllowed(url, images)) {
    throw new Error(`${what} is not allowed by \`image.domains\` or \`image.remotePatterns\``)
  }
  const isDowngrade = from?.protocol === 'https:' && url.protocol === 'http:'
  const allowsHttp = ({ remotePatterns }: RemoteImages) =>
    remotePatterns.some((one) => one.protocol === 'http' && matchesPattern(url, one))
  if (isDowngrade && !allowsHttp(images)) {
    throw new Error(`${what} leaves HTTPS, which no pattern of \`image.remotePatterns\` allows`)
  }
  const host = withoutBrackets(url.hostname)
  // No look-up happens for an address.
  if (isIP(host) !== 0 && !isReachable(url.hostname, host, images)) throw unreachable(host, host)
}

function send(
  url: URL,
  images: RemoteImages,
  signal: AbortSignal,
  { etag, lastModified }: Validators,
): Promise<IncomingMessage> {
  const options: RequestOptions = {
    signal,
    // A connection of its own: one that is kept open for others was checked for other hosts.
    agent: false,
    lookup: createLookup(url.hostname, images),
    headers: {
      accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif,image/svg+xml,image/*;q=0.8',
      'accept-encoding': 'identity',
      'user-agent': 'ssr-pages',
      ...(etag !== undefined && { 'if-none-match': etag }),
      ...(etag === undefined &&
        lastModified !== undefined && { 'if-modified-since': lastModified }),
    },
  }
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp
    request(url, options).on('response', resolve).on('error', reject).end()
  })
}

// The address that is checked is the one that is connected to: there is no second look-up.
function createLookup(host: string, images: RemoteImages): LookupFunction {
  return function lookup(name, options, callback) {
    lookUp(name, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '')
      const refused = addresses.find(({ address }) => !isReachable(host, address, images))
      if (refused !== undefined) return callback(unreachable(host, refused.address), '')
      const [first] = addresses
      if (options.all === true) callback(null, addresses)
      else callback(null, first?.address ?? '', first?.family)
    })
  }
}

function unreachable(host: string, address: string): Error {
  return new Error(`${host} is ${address}, an address of a private network`)
}

async function read(response: IncomingMessage, mostBytes: number): Promise<RemoteAnswer> {
  const { statusCode, headers } = response
  try {
    if (statusCode === 304) return { status: 304, headers, bytes: new Uint8Array() }
    if (statusCode !== 200) throw new Error(`its server answered with status ${statusCode}`)
    assertImage(headers)
    if (Number(headers['content-length'] ?? 0) > mostBytes) throw tooLong(mostBytes)
    const chunks: Buffer[] = []
    let length = 0
    for await (const chunk of response) {
      length += chunk.length
      if (length > mostBytes) throw tooLong(mostBytes)
      chunks.push(chunk)
    }
    return { status: 200, headers, bytes: Buffer.concat(chunks) }
  } finally {
    response.destroy()
  }
}

// What the bytes are is checked before they are decoded.
function assertImage({
  'content-type': type,
  'content-encoding': encoding,
}: IncomingMessage['headers']): void {
  if (encoding !== undefined && encoding !== 'identity') {
    throw new Error(`its server compressed it (${encoding}), although it was asked not to`)
  }
  if (type === undefined || /^(?:image\/|(?:application|binary)\/octet-stream)/i.test(type)) return
  throw new Error(`its server sent ${JSON.stringify(type.slice(0, 80))}, which is no image`)
}

function tooLong(mostBytes: number): Error {
  return new Error(`it has more than ${mostBytes} bytes`)
}

/** The error of a remote image that is not to be had. Query and credentials of its URL are left out. */
export function unavailable(url: string, cause: unknown): SsrPagesError {
  const place = toPlace(url)
  const what = `The remote image ${place} cannot be fetched: ${reasonOf(cause)}`
  return new SsrPagesError('IMAGE_UNAVAILABLE', what, { url: place, cause })
}

function toPlace(url: string): string {
  if (!URL.canParse(url)) return JSON.stringify(url.slice(0, 80))
  const { origin, pathname } = new URL(url)
  return origin + pathname
}
