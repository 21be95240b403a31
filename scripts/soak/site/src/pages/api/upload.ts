import { createHash } from 'node:crypto'

/** Reads the body as it comes. */
export async function POST({ request }: { request: Request }) {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return Response.json({ bytes, sha256: hash.digest('hex') })
}

/** Has the platform read it. */
export async function PUT({ request }: { request: Request }) {
  const bytes = new Uint8Array(await request.arrayBuffer())
  return Response.json({
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
}

/** Does not want it. */
export function PATCH() {
  return new Response('not now', { status: 409 })
}
