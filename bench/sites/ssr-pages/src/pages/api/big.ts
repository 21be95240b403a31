import { piece, pieces } from '../../../../../data.mjs'

export function GET() {
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      if (sent++ === pieces) controller.close()
      else controller.enqueue(piece)
    },
  })
  return new Response(body, { headers: { 'content-type': 'application/octet-stream' } })
}
