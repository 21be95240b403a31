import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename, dirname } from 'node:path'
import { cutQuery } from '../pathname.ts'
import { sendFile } from '../send-file.ts'
import { CLIENT, STALE, clientScript } from '../vite/dev/client-script.ts'
import { isAllowedHost } from '../vite/dev/allowed-host.ts'
import type { DevServer } from '../vite/dev/dev-server.ts'
import { toBrowserPath } from '../vite/dev/page-assets.ts'
import { hashOf, splitHash } from '../vite/dev/style-hash.ts'
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
  const { req, res, target } = request
  const { run } = request.server
  if (req.method !== 'GET' && req.method !== 'HEAD') return false
  const notFound = () => send(res, 404, 'Not Found')
  if (cutQuery(target) === `/${CLIENT}`) {
    sendClient(request, reports)
    return true
  }
  const file = run.files.find(target, String(req.headers['sec-fetch-dest']))
  if (file === undefined) return false
  if (file.kind === 'style') void sendStyle(request)
  else if (file.kind === 'module') run.serve(file.url, req, res, notFound)
  else sendFile({ req, res, fail: notFound }, toPlace(file.file))
  return true
}

function toPlace(file: string): { root: string; file: string } {
  return { root: dirname(file), file: basename(file) }
}

/**
 * Says whether the server answers under the name of a request.
 *
 * @param req - The request.
 * @param server - The server.
 * @returns False for names that anybody can point at this machine.
 */
export function isAllowed(req: IncomingMessage, server: DevServer): boolean {
  // HTTP/2 has another name for it.
  const { host = '', ':authority': authority = host } = req.headers
  return isAllowedHost(String(authority), server.run.allowedHosts)
}

/**
 * Says whether a path is one of development: sources, packages, and what Vite has beside them. Nothing is
 * looked up for it, so that a stranger does not learn what there is.
 *
 * @param target - Path and query below the base.
 * @param server - The server.
 * @returns True for those that no host has routes for.
 */
export function isOfDevelopment(target: string, server: DevServer): boolean {
  const { root, srcDir } = server.run.site
  const sources = toBrowserPath(root, srcDir)
  return ['/@', '/node_modules/', `/${sources}/`].some((start) => target.startsWith(start))
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

function sendClient({ req, res, server, target }: FileRequest, reports: Reports): void {
  const parameters = new URLSearchParams(target.slice(CLIENT.length + 1))
  const [id, version] = [parameters.get('problem'), parameters.get('v')]
  // Asked by a page whose sources have changed since.
  if (req.method === 'HEAD' && version !== null && version !== server.version) {
    return void res.writeHead(STALE).end()
  }
  const { base, server: vite } = server.run
  const problem = id === null ? undefined : reports.find(Number(id))
  const script = clientScript(base, vite.config.webSocketToken, problem)
  send(res, 200, script, 'text/javascript')
}

// Vite tells of a style that does not compile.
async function sendStyle({ req, res, server, target }: FileRequest): Promise<void> {
  const { path, hash } = splitHash(target)
  const text = await server.run.readStyle(path.slice(1)).catch(() => undefined)
  if (text === undefined) return server.run.serve(path, req, res, () => send(res, 404, 'Not Found'))
  const cache = hashOf(text) === hash ? 'max-age=31536000, immutable' : 'no-store'
  send(res, 200, text, 'text/css', cache)
}

function send(
  res: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain',
  cache = 'no-store',
): void {
  res.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(text),
    'cache-control': cache,
  })
  res.end(text)
}
