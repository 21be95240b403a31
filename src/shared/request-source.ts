import type { IncomingMessage, ServerResponse } from 'node:http'

/** Node's own request and response objects, for what the Fetch API does not cover. */
export interface NodeExchange {
  readonly req: IncomingMessage
  /** A page that writes its answer to it returns `responseSent`. */
  readonly res: ServerResponse
}

/** What code that keeps its request to itself can read of it. */
export interface DirectRequest extends Pick<
  Request,
  'method' | 'url' | 'signal' | 'bodyUsed' | 'json' | 'text' | 'arrayBuffer' | 'blob' | 'formData'
> {
  /** `undefined` where the platform does not have it. */
  readonly bytes?: Request['bytes'] | undefined
  readonly headers: Pick<Headers, 'get' | 'has'>
}

/**
 * A request as an adapter (Express, Netlify) presents it to the core. A member may be a getter that
 * creates its object on first use, so that a page which does not need a `Request` does not pay for
 * one.
 */
export interface RequestSource {
  /** As the client sent it: `GET`, `POST`, ... */
  readonly method: string
  /** Where the pages are mounted, the prefix of asset URLs: `/docs`, or `''` at the root. */
  readonly base: string
  readonly request: Request
  /** The full URL with the mount path; always the same object. */
  readonly url: URL
  /** IP address of the client; `''` if the socket is gone or the host has none. */
  readonly clientAddress: string
  /** Reads a request header by its lower-case name, without creating a `Request`. */
  header(name: string): string | undefined
  /**
   * The same request for code that reads nothing but these members. It shares its state with
   * `request`, and creates it only if it must. (default: `request` itself)
   */
  readonly direct?: DirectRequest
  /** Node's request and response; `undefined` on hosts that are not Node servers. */
  readonly node: NodeExchange | undefined
  /** Calls the listener once if the client leaves before it has received the whole response. */
  onAbort(listener: () => void): void
}
