import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import net from 'node:net'
import { SsrPagesError } from '../../src/shared/errors.ts'
import type { RequestOptions } from '../../src/bridge/request.ts'
import { createRequestSource } from '../../src/bridge/request.ts'
import type { RequestSource } from '../../src/shared/request-source.ts'

export interface Served {
  readonly server: Server
  readonly port: number
  readonly url: string
  /**
   * Sends bytes unchanged; resolves with everything received until the server closed the
   * connection.
   */
  raw(bytes: string, milliseconds?: number): Promise<string>
}

/** Starts a server, runs a function, and stops the server. */
export async function withServer<T>(
  listener: RequestListener,
  run: (served: Served) => Promise<T>,
): Promise<T> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const { port } = address
  try {
    return await run({
      server,
      port,
      url: `http://127.0.0.1:${port}`,
      raw: (bytes, milliseconds) => raw(port, bytes, milliseconds),
    })
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

/** A listener that answers with the function's result as JSON. */
export function reply(
  read: (source: RequestSource) => unknown,
  options?: RequestOptions,
): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  return async function replyWithJson(req, res) {
    try {
      const value = await read(createRequestSource(req, res, options))
      res.setHeader('content-type', 'application/json')
      res.end(JSON.stringify(value ?? null))
    } catch (error) {
      res.statusCode = error instanceof SsrPagesError ? error.status : 500
      res.end(
        JSON.stringify({ error: error instanceof SsrPagesError ? error.code : String(error) }),
      )
    }
  }
}

/** The last response of a raw answer: its status, and its body parsed as JSON. */
export function parseAnswer(answer: string): { status: number; body: unknown } {
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), body: body === '' ? undefined : JSON.parse(body) }
}

/** Waits until a request has arrived, however busy the machine is. */
export class Arrival {
  tell: () => void = () => undefined
  readonly done: Promise<void> = new Promise((resolve) => (this.tell = resolve))
}

function raw(port: number, bytes: string, milliseconds = 3000): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    let received = ''
    const timer = setTimeout(() => socket.destroy(), milliseconds)
    socket.on('data', (data) => (received += data.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(received)
    })
    socket.write(bytes, 'latin1')
  })
}
