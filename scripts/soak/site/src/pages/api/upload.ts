import { createHash } from 'node:crypto'

/** Reads the body chunk by chunk. */
export async function POST({ request }: { request: Request }) {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return Response.json({ bytes, sha256: hash.digest('hex') })
}

/** Reads the body at once. */
export async function PUT({ request }: { request: Request }) {
  const bytes = new Uint8Array(await request.arrayBuffer())
  return Response.json({
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
}

/** Answers without reading the body. */
export function PATCH() {
  return new Response('not now', { status: 409 })
}
