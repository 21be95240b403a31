import { OWN_MODULES } from '../project/own-package.ts'
import { isRead } from '../shared/methods.ts'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename, dirname } from 'node:path'
import { cutQuery } from '../shared/pathname.ts'
import { sendFile } from '../node/send-file.ts'
import { CLIENT, ISLAND_ELEMENT, STALE, clientScript } from './vite/client-script.ts'
import type { FontContent } from './vite/font-file.ts'
import type { DevServer } from './vite/dev-server.ts'
import { hashOf, splitHash } from './vite/style-hash.ts'
import type { Reports } from './report.ts'
import { sendText } from './send-text.ts'
import { isUsedElsewhere, refuseUse } from './foreign-request.ts'

/** A request for a path below the base. */
export interface FileRequest {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly server: DevServer
  /** Path and query below the base. */
  readonly target: string
}

/**
 * Answers a request of a browser for anything but a page: scripts, styles, images.
 *
 * @param reports - The problems that the script of a page shows.
 * @returns False when it is another kind of request, which stays untouched.
 */
export function serveBrowserFile(request: FileRequest, reports: Reports): boolean {
  const { req, res, target, server } = request
  const { run } = server
  if (!isRead(req.method)) return false
  if (isUsedElsewhere(req)) return refuseUse(res, server, target)
  const notFound = () => sendText(res, 404, 'Not Found')
  if (cutQuery(target) === `/${CLIENT}`) {
    sendClient(request, reports)
    return true
  }
  if (cutQuery(target) === `/${ISLAND_ELEMENT}`) {
    sendFile({ req, res, fail: notFound }, { root: OWN_MODULES, file: 'island.js' })
    return true
  }
  const file = run.files.find(target, String(req.headers['sec-fetch-dest']))
  if (file === undefined) return false
  if (file.kind === 'font') sendFont(res, file)
  else if (file.kind === 'style') void sendStyle(request)
  else if (file.kind === 'module') run.serve(file.url, req, res, notFound)
  else sendFile({ req, res, fail: notFound }, toPlace(file.file))
  return true
}

// Their names have a hash of their content.
function sendFont(res: ServerResponse, { content, type }: FontContent): void {
  res.writeHead(200, {
    'content-type': type,
    'content-length': Buffer.byteLength(content),
    'cache-control': 'max-age=31536000, immutable',
  })
  res.end(content)
}

function toPlace(file: string): { root: string; file: string } {
  return { root: dirname(file), file: basename(file) }
}

function sendClient({ req, res, server, target }: FileRequest, reports: Reports): void {
  const parameters = new URLSearchParams(target.slice(CLIENT.length + 1))
  const [id, version] = [parameters.get('problem'), parameters.get('v')]
  const page = parameters.get('page') ?? undefined
  // An open page asks whether its sources have changed since it was loaded.
  if (req.method === 'HEAD' && version !== null && server.versions.isStale(version, page)) {
    return void res.writeHead(STALE).end()
  }
  const { base, server: vite } = server.run
  const problem = id === null ? undefined : reports.find(Number(id))
  const script = clientScript(base, vite.config.webSocketToken, problem)
  sendText(res, 200, script, 'text/javascript')
}

// Vite answers with the error when a style does not compile.
async function sendStyle({ req, res, server, target }: FileRequest): Promise<void> {
  const { path, hash } = splitHash(target)
  const text = await server.run.readStyle(path.slice(1)).catch(() => undefined)
  if (text === undefined)
    return server.run.serve(path, req, res, () => sendText(res, 404, 'Not Found'))
  const cache = hashOf(text) === hash ? 'max-age=31536000, immutable' : 'no-store'
  sendText(res, 200, text, 'text/css', cache)
}
