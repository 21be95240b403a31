import type { ServerResponse } from 'node:http'
import { setPageHeaders } from '../bridge/head.ts'
import { sendOutgoing } from '../bridge/response.ts'
import { toOutgoing } from '../core/outgoing.ts'
import { type FileExchange, sendFile } from './send-file.ts'
import { POLICY_HEADER, setPolicy, toBuiltPolicy } from '../policy/set-policy.ts'
import { readHeader } from './host-header.ts'
import { readStatus } from './host-status.ts'
import type { HtmlResult, PrerenderedFile } from '../shared/types.ts'

/**
 * Answers a GET or HEAD request with a prerendered page, which browsers must revalidate.
 *
 * @param clientDir - Absolute path of the folder of browser files.
 * @param page - The page's file, with its status and headers.
 * @param hasPolicy - Whether the configuration gives pages a Content Security Policy. (default:
 *   `false`)
 */
export function sendPrerendered(
  exchange: FileExchange,
  clientDir: string,
  page: PrerenderedFile,
  hasPolicy: boolean = false,
): void {
  const { res } = exchange
  const headers = new Headers(page.headers)
  if (hasPolicy) joinPolicy(headers, res)
  const answer = toOutgoing(toResult(headers, statusOfFile(page, res)), 'GET')
  // The host has set a status that allows no body.
  if (answer.body === null) {
    void sendOutgoing(answer, exchange.res)
    return
  }
  sendFile(exchange, {
    root: clientDir,
    file: page.file,
    status: answer.status,
    setHeaders: (res) => setPageHeaders(res, answer),
  })
}

/**
 * Returns the status to send a prerendered page with.
 *
 * @param page - The status that the page was built with.
 * @returns The host's status instead of a 200, because the manifest does not distinguish a 200 that
 *   the page has set from the default; an error of the host instead of the 404 of `404.astro`.
 */
export function statusOfFile({ path, status }: StatusFile, res: ServerResponse): number {
  const hostStatus = readStatus(res)
  const isUsual = status === 200 || (path === '/404' && status === 404 && hostStatus >= 400)
  return isUsual ? hostStatus : status
}

type StatusFile = Pick<PrerenderedFile, 'path' | 'status'>

// Without the option, a policy in the headers is the page's own, which replaces that of the host.
function joinPolicy(headers: Headers, res: ServerResponse): void {
  const built = headers.get(POLICY_HEADER)
  if (built === null) return
  headers.delete(POLICY_HEADER)
  setPolicy(headers, toBuiltPolicy(built), (name) => readHeader(res, name))
}

function toResult(headers: Headers, status: number): HtmlResult {
  return {
    html: '',
    status,
    statusText: '',
    headers,
    cookies: [],
  }
}
