import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { HOME, get, send } from './attack.ts'
import { exchange } from './exchange.ts'
import { expectHealthy } from './run-attacks.ts'

/** Attacks that need more than one request: many at once, or one that is never completed. */
let server: Server

beforeAll(async () => {
  server = await startServer('security.mjs', 'direct', 'express')
})
afterAll(() => server.stop())

test('CVE-2026-29772: a body that no page reads is not waited for', async () => {
  const request = send('POST', '/_server-islands/none', ['Content-Length: 8600000'], '[{},{},')
  const [answer] = await exchange(server.port, request, 1)
  expect(answer).toMatchObject({ status: 404, body: 'host 404' })
  await expectHealthy(server.port)
})

test('CVE-2026-73565: a WebSocket handshake without a server for it leaves nothing behind', async () => {
  const upgrade = get(
    '/echo',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Key: bad',
  )
  const before = (await use()).sockets
  for (let i = 0; i < 50; i++) {
    const [answer] = await exchange(server.port, upgrade, 1)
    expect(answer?.status).toBe(200)
  }
  await expectHealthy(server.port)
  await until(async () => (await use()).sockets <= before)
})

test('CVE-2026-44579: clients that leave during a response leave nothing behind', async () => {
  const before = (await use()).sockets
  await Promise.all(Array.from({ length: 50 }, () => leaveEarly('/stream')))
  await expectHealthy(server.port)
  await until(async () => (await use()).sockets <= before)
})

test('CVE-2026-44579, one connection: many requests of one connection add no listener to it', async () => {
  const answers = await exchange(server.port, get('/').repeat(100) + get('/echo').repeat(100), 200)
  expect(answers.slice(0, 100).every(({ body }) => body === HOME)).toBe(true)
  expect(answers.map(({ status }) => status)).toEqual(Array(200).fill(200))
  await expectHealthy(server.port)
})

test('slow-reader: a page is not produced for a client that does not read', async () => {
  const socket = connect(server.port, '127.0.0.1').pause()
  socket.on('error', () => {})
  socket.write(get('/stream'), 'latin1')
  let produced = (await use()).produced
  await until(async () => {
    const before = produced
    await wait(100)
    produced = (await use()).produced
    return produced > 1 && produced === before
  })
  // Chunks of 16 kB: as many as the buffers of both sockets hold, not as many as would fill the
  // memory.
  expect(produced).toBeLessThan(4000)
  socket.destroy()
  await expectHealthy(server.port)
})

test('CVE-2026-59896: a page never sees data of another request', async () => {
  const users = Array.from({ length: 200 }, (_, i) => `user-${i}`)
  const bodies = await Promise.all(users.map(askWho))
  expect(bodies).toEqual(
    users.map((user) => `<!DOCTYPE html><p>nobody ${user} ${user} ?${user}</p>`),
  )
  await expectHealthy(server.port)
})

async function askWho(user: string): Promise<string> {
  const request = get(`/who?${user}`, `Cookie: user=${user}`)
  const [answer] = await exchange(server.port, request, 1)
  return answer?.body ?? ''
}

async function use(): Promise<{ sockets: number; produced: number }> {
  const [answer] = await exchange(server.port, get('/use', 'Connection: close'), 1)
  return JSON.parse(answer?.body ?? '')
}

function leaveEarly(path: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.once('data', () => socket.destroy())
    socket.once('close', () => resolve())
    socket.write(get(path), 'latin1')
  })
}
