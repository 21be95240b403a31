import http2 from 'node:http2'
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { Middleware } from '../../src/node/serve.ts'

export interface Http2Answer {
  readonly headers: IncomingHttpHeaders
  readonly status: number
  readonly body: string
}

/** Requests pages over HTTP/2, through Node's compatibility classes. */
export async function askHttp2(
  pages: Middleware,
  headers: OutgoingHttpHeaders,
  body?: string,
): Promise<Http2Answer> {
  return withHttp2(pages, async (client) => {
    const stream = client.request(headers, { endStream: body === undefined })
    if (body !== undefined) stream.end(body)
    const head = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
      stream.once('response', resolve).once('error', reject)
    })
    let text = ''
    for await (const chunk of stream.setEncoding('utf8')) text += String(chunk)
    return { headers: head, status: Number(head[':status']), body: text }
  })
}

/** Starts an HTTP/2 server with one client, runs a function, and stops both. */
export async function withHttp2<T>(
  pages: Middleware,
  run: (client: http2.ClientHttp2Session) => Promise<T>,
): Promise<T> {
  // The compatibility classes have every member that is used.
  const server = http2.createServer((req, res) => void pages(req as never, res as never))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const client = http2.connect(`http://127.0.0.1:${port}`)
  client.on('error', () => undefined)
  try {
    return await run(client)
  } finally {
    client.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
}
