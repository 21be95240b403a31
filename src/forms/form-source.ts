import type { IncomingMessage } from 'node:http'

/** A request of Express, or of any host whose body parser sets `body`. */
export type ParsedRequest = Pick<IncomingMessage, 'headers' | 'method'> & {
  readonly body?: unknown
}

/** Where the fields of a form come from. */
export type FormSource = FetchRequest | ParsedRequest | FormData | URLSearchParams | object

/** A Fetch request, or as much of it as a page has. */
export type FetchRequest = Pick<Request, 'headers' | 'formData' | 'json' | 'bodyUsed'>
