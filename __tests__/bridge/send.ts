import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendOutgoing } from '../../src/bridge/response.ts'
import { toOutgoing } from '../../src/core/outgoing.ts'
import type { HtmlResult, PageResult } from '../../src/shared/types.ts'
import type { Served } from '../support/serve.ts'
import { withServer } from '../support/serve.ts'

export const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
export const HEAD = 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n'
const LAST = 'GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

export type Host = (req: IncomingMessage, res: ServerResponse) => void

export interface Sent {
  /** The status line of the first answer. */
  readonly line: string
  /** The headers of the first answer, without Date, Connection and Keep-Alive. */
  readonly headers: readonly string[]
  /** Everything after the head; one character for each byte (Latin-1). */
  readonly body: string
  /** True if the next request on the connection was answered completely. */
  readonly isNextWhole: boolean
  readonly errors: readonly unknown[]
}

export function page(html: HtmlResult['html'], init: Partial<HtmlResult> = {}): HtmlResult {
  return { html, status: 200, statusText: '', headers: undefined, cookies: [], ...init }
}

export async function* pieces(...chunks: string[]): AsyncGenerator<string> {
  yield* chunks
}

export function respond(response: Response, cookies: readonly string[] = []): PageResult {
  return { response, cookies }
}

/** Sends a result alone, without a site. */
export function sendResult(
  result: PageResult,
  req: IncomingMessage,
  res: ServerResponse,
): void | Promise<void> {
  return sendOutgoing(toOutgoing(result, req.method ?? 'GET', res.statusCode), res)
}

/**
 * Sends a result as the middleware does: errors have one exit, which sends `error page` if it still
 * can.
 */
export function createListener(make: () => PageResult, errors: unknown[] = [], host?: Host) {
  return async function listener(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.url === '/last') return void res.end('last')
    try {
      host?.(req, res)
      await sendResult(make(), req, res)
    } catch (error) {
      errors.push(error)
      if (res.headersSent) res.destroy()
      else res.writeHead(res.statusCode >= 400 ? res.statusCode : 500).end('error page')
    }
  }
}

/** Sends a result, and another request on the same connection. */
export async function send(
  make: () => PageResult,
  options: { request?: string; host?: Host } = {},
): Promise<Sent> {
  const errors: unknown[] = []
  const listener = createListener(make, errors, options.host)
  const answer = await withServer(listener, ({ raw }: Served) =>
    raw((options.request ?? GET) + LAST),
  )
  const next = answer.lastIndexOf('HTTP/1.1 ')
  const isNextWhole = next > 0 && answer.endsWith('\r\n\r\nlast')
  const first = next > 0 ? answer.slice(0, next) : answer
  const split = first.indexOf('\r\n\r\n')
  const [line = '', ...headers] = first.slice(0, split).split('\r\n')
  return {
    line,
    headers: headers.filter((header) => !/^(?:date|connection|keep-alive):/i.test(header)),
    body: first.slice(split + 4),
    isNextWhole,
    errors,
  }
}
