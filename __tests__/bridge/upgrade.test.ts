import { describe, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { type RequestListener, createServer } from 'node:http'
import net from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import type { Context } from '../../src/context/context.ts'
import { failOnFaults } from '../support/faults.ts'
import { siteOf } from './site.ts'
import { close, exchange, lines, listen, parseAnswers, portOf } from '../support/wire.ts'

failOnFaults()

const pages = siteOf({
  'index.ts': {
    GET: ({ request }: Context) =>
      new Response(request.headers.get('upgrade'), {
        headers: { upgrade: 'x' },
      }),
  },
})

const UPGRADE = lines(
  'GET / HTTP/1.1',
  'Host: a',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
)

describe('a request for another protocol', () => {
  test('is an ordinary request if the server does not support it, and the connection stays open', async () => {
    const server = await listen(pages as RequestListener)
    const socket = net.connect(portOf(server), '127.0.0.1', () => socket.write(UPGRADE))
    let text = ''
    socket.on('data', (data) => (text += data.toString('latin1')))
    await once(socket, 'data')
    // Node drops what is sent together with an upgrade, so the next request is sent afterwards.
    socket.write(lines('GET / HTTP/1.1', 'Host: a', 'Upgrade: second', 'Connection: close'))
    await once(socket, 'close')
    const [first, second] = parseAnswers(text)
    expect([first?.status, first?.body, second?.body]).toEqual([200, 'websocket', 'second'])
    expect([first?.headers['upgrade'], first?.headers['connection']]).toEqual([
      undefined,
      'keep-alive',
    ])
    expect(server.listenerCount('upgrade')).toBe(0)
    await close(server)
  })

  test('is left to the WebSocket server beside the pages', async () => {
    const server = createServer(pages as RequestListener)
    const sockets = new WebSocketServer({ server, path: '/live' })
    sockets.on('connection', (socket) =>
      socket.on('message', (data) => socket.send(`echo ${String(data)}`)),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    expect(server.listenerCount('upgrade')).toBe(1)

    const client = new WebSocket(`ws://127.0.0.1:${portOf(server)}/live`)
    await once(client, 'open')
    client.send('hello')
    const [data] = (await once(client, 'message')) as [Buffer]
    const page = lines('GET / HTTP/1.1', 'Host: a', 'Upgrade: none', 'Connection: close')
    const [answer] = await exchange(portOf(server), page)
    expect([data.toString(), answer?.body]).toEqual(['echo hello', 'none'])
    client.terminate()
    sockets.close()
    await close(server)
  })
})
