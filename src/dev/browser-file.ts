import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename, dirname } from 'node:path'
import { sendFile } from '../send-file.ts'
import { CLIENT, clientScript } from '../vite/dev/client-script.ts'
import type { DevServer } from '../vite/dev/start-dev.ts'
import type { Reports } from './report.ts'

/** A request for something below the base. */
export interface FileRequest {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly server: DevServer
  /** Path and query below the base. */
  readonly target: string
}

/**
 * Answers what browsers ask a development server for beside pages: scripts, styles, images.
 *
 * @param request - The request.
 * @param reports - What the page's script shows.
 * @returns False, with nothing touched, when it is for something else.
 */
export function serveBrowserFile(request: FileRequest, reports: Reports): boolean {
  const { req, res, server, target } = request
  if (req.method !== 'GET' && req.method !== 'HEAD') return false
  const [path = '', query] = target.split('?')
  const notFound = () => send(res, 404, 'Not Found')
  if (path === `/${CLIENT}`) return whenAllowed(request, () => sendClient(request, query, reports))
  if (server.files.isModule(target)) {
    return whenAllowed(request, () => server.serve(target, req, res, notFound))
  }
  const file = server.files.findAsset(target)
  if (file === undefined) return false
  const place = { root: dirname(file), file: basename(file) }
  return whenAllowed(request, () => sendFile({ req, res, fail: notFound }, place))
}

/**
 * Refuses a request that comes under a foreign name.
 *
 * @param res - The response.
 */
export function refuseHost(res: ServerResponse): void {
  const text = 'This host is not allowed. Add it to `vite.server.allowedHosts` of ssr-pages.config.'
  send(res, 403, text)
}

function whenAllowed({ server, req, res }: FileRequest, answer: () => void): true {
  if (server.isAllowed(req)) answer()
  else refuseHost(res)
  return true
}

function sendClient({ req, res, server }: FileRequest, query: string = '', reports: Reports): void {
  const parameters = new URLSearchParams(query)
  const [id, version] = [parameters.get('problem'), parameters.get('v')]
  // Asked by a page whose sources have changed since.
  if (req.method === 'HEAD' && version !== null && version !== server.version) {
    return void res.writeHead(205).end()
  }
  const script = clientScript(server.base, id === null ? undefined : reports.find(Number(id)))
  send(res, 200, script, 'text/javascript')
}

function send(res: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  res.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  })
  res.end(text)
}
