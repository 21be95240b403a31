import { type AddressInfo, connect } from 'node:net'
import { createServer, type Server } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import { afterEach, describe, expect, test } from '@jest/globals'
import compression from 'compression'
import express, { type Express } from 'express'
import { ssrPages } from '../src/index.ts'
import { ROOT } from './conformance/start.ts'

const dir = `${ROOT}/__tests__/fixtures/plain`
/** How long the slow part of the page takes. */
const SLOW_MS = 1000

let server: Server | undefined
afterEach(() => {
  server?.close()
})

interface Chunk {
  readonly text: string
  /** Milliseconds since the request. */
  readonly at: number
}

/** Requests a page over a raw socket; gives the pieces of its body as they come. */
async function readChunks(app: Express, head = ''): Promise<Chunk[]> {
  server = createServer(app).listen(0)
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  const sent = performance.now()
  const pieces: { bytes: Buffer; at: number }[] = []
  socket.on('data', (bytes: Buffer) => pieces.push({ bytes, at: performance.now() - sent }))
  socket.write(`GET /slow HTTP/1.1\r\nHost: a\r\n${head}Connection: close\r\n\r\n`)
  await new Promise((resolve) => socket.once('close', resolve))
  return parseChunks(pieces)
}

// Every piece ends with the end of a chunk: a server writes a chunk at once.
function parseChunks(pieces: { bytes: Buffer; at: number }[]): Chunk[] {
  return pieces.flatMap(({ bytes, at }, index) => {
    let text = bytes.toString('latin1')
    if (index === 0) text = text.slice(text.indexOf('\r\n\r\n') + 4)
    const chunks: Chunk[] = []
    while (text !== '') {
      const [, size = '0'] = /^([\da-f]+)\r\n/.exec(text) ?? []
      const start = size.length + 2
      const end = start + Number.parseInt(size, 16)
      if (end > start) chunks.push({ text: text.slice(start, end), at })
      text = text.slice(end + 2)
    }
    return chunks
  })
}

describe('a page with a slow part', () => {
  test('is sent in two chunks: what is ready at once, the rest when it is', async () => {
    const chunks = await readChunks(express().use(ssrPages({ dir })))
    expect(chunks.map(({ text }) => text)).toEqual([
      '<!DOCTYPE html><h1>first</h1><p>',
      'last</p><i>end</i>',
    ])
    expect(chunks[0]?.at).toBeLessThan(SLOW_MS)
    expect(chunks[1]?.at).toBeGreaterThanOrEqual(SLOW_MS - 5)
  })

  test('is not held back by compression', async () => {
    const app = express()
      .use(compression({ threshold: 0 }))
      .use(ssrPages({ dir }))
    const chunks = await readChunks(app, 'Accept-Encoding: gzip\r\n')
    const gunzip = createGunzip()
    let text = ''
    gunzip.on('data', (data: Buffer) => (text += data.toString()))
    for (const chunk of chunks.filter(({ at }) => at < SLOW_MS)) {
      gunzip.write(Buffer.from(chunk.text, 'latin1'))
    }
    await wait(20)
    expect(text).toBe('<!DOCTYPE html><h1>first</h1><p>')
    for (const chunk of chunks.filter(({ at }) => at >= SLOW_MS)) {
      gunzip.write(Buffer.from(chunk.text, 'latin1'))
    }
    await wait(20)
    expect(text).toBe('<!DOCTYPE html><h1>first</h1><p>last</p><i>end</i>')
  })

  test('is one piece with its length when streaming is off', async () => {
    server = createServer(express().use(ssrPages({ dir, streaming: false }))).listen(0)
    const { port } = server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}/slow`)
    const html = '<!DOCTYPE html><h1>first</h1><p>last</p><i>end</i>'
    expect(response.headers.get('content-length')).toBe(String(html.length))
    expect(await response.text()).toBe(html)
  })
})
