import { piece, pieces } from './data.mjs'

/**
 * The API routes as a Fetch handler, for the peers that bridge to one.
 *
 * @param request - The request.
 * @returns The response, or a promise of it.
 */
export function answer(request) {
  const { pathname } = new URL(request.url)
  if (pathname === '/api/ok') return answerOk(request)
  if (pathname === '/api/echo') return echo(request)
  if (pathname === '/api/big') return new Response(toStream(), BINARY)
  return Response.json({ id: Number(pathname.slice('/api/users/'.length)), name: 'Ada' })
}

const BINARY = { headers: { 'content-type': 'application/octet-stream' } }

function answerOk({ headers }) {
  return new Response('ok', { headers: { 'x-seen': String(headers.get('x-name').length) } })
}

async function echo(request) {
  return Response.json(await request.json())
}

function toStream() {
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      if (sent++ === pieces) controller.close()
      else controller.enqueue(piece)
    },
  })
}
