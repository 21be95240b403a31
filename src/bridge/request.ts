import type { ServerResponse } from 'node:http'
import { SsrPagesError } from '../shared/errors.ts'
import type { NodeExchange, RequestSource } from '../shared/request-source.ts'
import { onDisconnect } from './abort.ts'
import { createBody, hasBody } from './body.ts'
import { Disconnect, createBridgedRequest } from './bridged-request.ts'
import { refuseMethod } from './method.ts'
import { type DirectOwner, NodeDirectRequest } from './direct-request.ts'
import { assertHeadersOnce, readHeaders } from './headers.ts'
import { isParsed, rebuildBody } from './parsed-body.ts'
import type { HostRequest } from './url.ts'
import { readBase, readOrigin, readOriginEarly, readTarget } from './url.ts'

/** Options of the host that apply to every request. */
export interface RequestOptions {
  /** The most bytes that a body may have; reading more fails. (default: no limit) */
  readonly bodyLimit?: number | undefined
  /**
   * Path between the mount path and the pages, part of the prefix of asset URLs. (default: `''`)
   */
  readonly prefix?: string | undefined
  /** Replaces the path where the request was handled, as the prefix of asset URLs. */
  readonly base?: string | undefined
}

/**
 * Presents a Node request to the core. Throws before any page can run if the host, target or method
 * cannot be part of a Fetch request.
 *
 * @param req - It is not changed, and its body is not touched until a page reads it.
 * @param res - The response of the request: if it closes early, the request's signal aborts.
 * @returns The source, which creates its objects on first use.
 */
export function createRequestSource(
  req: HostRequest,
  res: ServerResponse,
  options: RequestOptions = {},
): RequestSource {
  return new NodeRequestSource(req, res, options)
}

class NodeRequestSource implements RequestSource, DirectOwner {
  readonly base: string
  readonly req: HostRequest
  readonly res: ServerResponse
  readonly limit: number
  readonly #target: string
  #origin: string | undefined
  // Read at the start: a closed socket no longer has it.
  readonly #remoteAddress: string | undefined
  #url: URL | undefined
  #request: Request | undefined
  #direct: NodeDirectRequest | undefined
  #disconnect: Disconnect | undefined
  #isParsed: boolean | undefined

  constructor(req: HostRequest, res: ServerResponse, options: RequestOptions) {
    assertHeadersOnce(req)
    assertMethod(req.method)
    this.req = req
    this.res = res
    this.limit = options.bodyLimit ?? Infinity
    this.#origin = readOriginEarly(req)
    this.#target = readTarget(req)
    this.#remoteAddress = req.socket?.remoteAddress
    this.base = options.base ?? readBase(req) + (options.prefix ?? '')
  }

  get method(): string {
    return this.req.method ?? 'GET'
  }

  header(name: string): string | undefined {
    return this.req.headers[name]?.toString()
  }

  get node(): NodeExchange {
    return { req: this.req, res: this.res }
  }

  get clientAddress(): string {
    return this.req.ip ?? this.#remoteAddress ?? ''
  }

  get href(): string {
    return (this.#origin ??= readOrigin(this.req)) + this.#target
  }

  get url(): URL {
    return (this.#url ??= new URL(this.href))
  }

  onAbort(listener: () => void): void {
    onDisconnect(this.res, listener)
  }

  get request(): Request {
    return (this.#request ??= this.#createRequest())
  }

  get created(): Request | undefined {
    return this.#request
  }

  get direct(): NodeDirectRequest {
    return (this.#direct ??= new NodeDirectRequest(this))
  }

  get disconnect(): Disconnect {
    return (this.#disconnect ??= new Disconnect(this.res))
  }

  get isParsed(): boolean {
    return (this.#isParsed ??= hasBody(this.req, this.method) && isParsed(this.req))
  }

  #createRequest(): Request {
    const { method } = this
    const body = hasBody(this.req, method) ? this.#readBody() : {}
    const init = { method, headers: readHeaders(this.req), duplex: 'half' as const, ...body }
    const request = createBridgedRequest(this.href, init, this.disconnect)
    // What was read directly, the native `Request` has read, too.
    if (this.#direct?.isRead === true) void request.arrayBuffer()
    return request
  }

  #readBody(): Pick<RequestInit, 'body' | 'headers'> {
    if (this.#direct?.isRead === true) return { body: new Blob([]).stream() }
    if (this.isParsed) return rebuildBody(this.req, this.limit)
    const options = { limit: this.limit, signal: this.disconnect.signal }
    return { body: createBody(this.req, this.res, options) }
  }
}

function assertMethod(method = 'GET'): void {
  if (refuseMethod(method) === undefined) return
  const what = `No page can answer the method ${method}.`
  const hint = 'Send the request with another method, such as GET.'
  throw new SsrPagesError('TARGET_INVALID', what, { method }, hint)
}
