import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { request } from 'undici'
import { WebSocket, WebSocketServer } from 'ws'
import { withServer } from '../support/serve.ts'
import { addEcho, closeEcho, echo, openEcho } from './echo.ts'
import { createGate } from './gate.ts'
import { FRAMEWORKS, pages } from './hosts.ts'
import { setLocals } from './locals.ts'
import { readBody } from './read-body.ts'
import { watchProcess } from './watch-process.ts'

watchProcess()

const UPGRADE = [
  'Host: a',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
].join('\r\n')

describe.each(FRAMEWORKS)('ws beside pages in %s', (_framework, framework) => {
  test('echoes before, while and after a page is streamed', async () => {
    const rest = createGate()
    const app = framework().use(setLocals({ rest: rest.promise }), pages)
    await withServer(app, async ({ server, port, url }) => {
      const sockets = addEcho(server)
      const socket = await openEcho(port)
      expect(await echo(socket, 'before')).toBe('before')

      const { body } = await request(`${url}/streamed`)
      const reader = readBody(body, undefined)
      await reader.until('first')
      expect(await echo(socket, 'while')).toBe('while')
      const another = await openEcho(port)
      expect(await echo(another, 'another')).toBe('another')
      rest.open()
      await reader.rest()

      expect(await echo(socket, 'after')).toBe('after')
      another.close()
      await closeEcho(socket, sockets)
    })
  })

  test('is opened at the path of a page too', async () => {
    await withServer(framework().use(pages), async ({ server, port, url }) => {
      const sockets = new WebSocketServer({ server, path: '/whole' })
      const [client, page] = await Promise.all([
        once(new WebSocket(`ws://127.0.0.1:${port}/whole`), 'open'),
        request(`${url}/whole`),
      ])
      void client
      expect(page.statusCode).toBe(200)
      await page.body.dump()
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    })
  })

  test.each([
    ['a page', '/own', '200 OK', 'own'],
    ['an API route', '/api/visit', '200 OK', '{"visited":true}'],
    ['no page', '/nowhere', '404 Not Found', 'Cannot GET /nowhere'],
  ])('without it an upgrade of %s is not heeded', async (_what, path, status, body) => {
    await withServer(framework().use(pages), async ({ port }) => {
      const socket = connect(port, '127.0.0.1')
      const reader = readBody(socket, undefined)
      socket.write(`GET ${path} HTTP/1.1\r\n${UPGRADE}\r\n\r\n`)
      const answer = await reader.until(body)
      expect(answer).toMatch(`HTTP/1.1 ${status}\r\n`)
      expect(answer).not.toMatch(/^(?:upgrade|connection: upgrade)/im)
      // Node drops what is sent together with an upgrade: the next request is sent separately.
      socket.write('GET /moved HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
      expect((await reader.rest()).slice(answer.length)).toMatch(/HTTP\/1\.1 302 Found\r\n/)
    })
  })

  test('pages add no listener to the server', async () => {
    await withServer(framework().use(pages), async ({ server, url }) => {
      const before = server.eventNames().map((name) => [name, server.listenerCount(name)])
      for (const path of ['/whole', '/moved', '/own', '/nowhere']) {
        await (await request(url + path)).body.dump()
      }
      expect(server.eventNames().map((name) => [name, server.listenerCount(name)])).toEqual(before)
      expect(server.listenerCount('upgrade')).toBe(0)
    })
  })
})
