import { join } from 'node:path'
import { OPEN, TOKEN_HEADER } from './vite/client-script.ts'
import type { FileRequest } from './browser-file.ts'
import type { Reports } from './report.ts'
import { isAllowed } from './foreign-request.ts'

/**
 * Opens the place of a problem in the editor of this machine, for the page that shows the problem.
 * The request names the problem, not a file. It must come from a page of this server, use a method
 * and a header that no other site can send, and contain the token of this process.
 *
 * @returns False when it is another kind of request, which stays untouched.
 */
export function openInEditor(request: FileRequest, reports: Reports): boolean {
  const { req, res, server, target } = request
  const [path, query] = target.split('?')
  if (path !== `/${OPEN}`) return false
  const place = reports.find(Number(new URLSearchParams(query).get('problem')))?.place
  const isRefused = req.method !== 'POST' || !isAllowed(req, server) || !isOfOwnPage(request)
  const answer = (status: number): void => void res.writeHead(status).end()
  if (isRefused) answer(403)
  else if (place === undefined) answer(404)
  else {
    const file = join(server.run.site.root, place)
    const opening = `/__open-in-editor?file=${encodeURIComponent(file)}`
    server.run.serve(opening, req, res, () => answer(404))
  }
  return true
}

function isOfOwnPage({ req, server }: FileRequest): boolean {
  const { host = '', ':authority': authority = host, origin } = req.headers
  const isSameOrigin = origin === undefined || /^https?:\/\/(.*)$/.exec(origin)?.[1] === authority
  return isSameOrigin && req.headers[TOKEN_HEADER] === server.run.server.config.webSocketToken
}
