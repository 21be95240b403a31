import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { createServer, type Server } from 'node:http'
import { createGunzip } from 'node:zlib'
import { afterEach, describe, expect, test } from '@jest/globals'
import compression from 'compression'
import express, { type Handler } from 'express'
import { ssrPages } from '../src/index.ts'
import { html } from '../src/render/html.ts'
import { siteOf } from './bridge/site.ts'
import { ROOT } from './support/root.ts'

const dir = `${ROOT}/__tests__/fixtures/plain`

let server: Server | undefined
afterEach(() => {
  server?.close()
})

/** A page whose last part waits for what the host promises. */
const pages = siteOf({
  'index.astro': {
    default(astro: unknown) {
      const { last } = (astro as { locals: { last: Promise<string> } }).locals
      return html`<p>first ${last} end</p>`
    },
  },
})

/** Lets the page go on. */
type GoOn = () => void

/** Requests the page over a raw socket, and tells of each chunk of its body when it comes. */
async function readChunks(
  before: Handler[],
  onChunk: (chunk: string, goOn: GoOn) => void,
  head = '',
): Promise<void> {
  let goOn: GoOn = () => {}
  const last = new Promise((resolve) => (goOn = () => resolve('last')))
  const hold: Handler = (_req, res, next) => {
    res.locals['last'] = last
    next()
  }
  server = createServer(express().use(hold, ...before, pages)).listen(0)
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  socket.write(`GET / HTTP/1.1\r\nHost: a\r\n${head}Connection: close\r\n\r\n`)
  let text = ''
  for await (const piece of socket) {
    text += String(piece)
    const { chunks, rest } = parseChunks(text)
    for (const chunk of chunks) onChunk(chunk, goOn)
    text = rest
  }
}

// The chunks that are whole; a head in front of them is dropped with the first.
function parseChunks(text: string): { chunks: string[]; rest: string } {
  const chunks: string[] = []
  let rest = text.replace(/^HTTP[^]*?\r\n\r\n/, '')
  for (;;) {
    const [line, size = ''] = /^([\da-f]+)\r\n/.exec(rest) ?? []
    const end = Number.parseInt(size, 16) + (line?.length ?? 0)
    if (line === undefined || rest.length < end + 2) return { chunks, rest }
    if (size !== '0') chunks.push(rest.slice(line.length, end))
    rest = rest.slice(end + 2)
  }
}

describe('a page with a slow part', () => {
  test('is sent in two chunks: what is ready at once, and the rest later', async () => {
    const chunks: string[] = []
    await readChunks([], (chunk, goOn) => {
      chunks.push(chunk)
      goOn()
    })
    expect(chunks).toEqual(['<!DOCTYPE html><p>first ', 'last end</p>'])
  })

  test('is not held back by compression', async () => {
    const gunzip = createGunzip()
    let text = ''
    let goOn: GoOn | undefined
    gunzip.on('data', (data: Buffer) => {
      text += data.toString()
      if (text === '<!DOCTYPE html><p>first ') goOn?.()
    })
    await readChunks(
      [compression({ threshold: 0 })],
      (chunk, letGoOn) => {
        goOn = letGoOn
        gunzip.write(Buffer.from(chunk, 'latin1'))
      },
      'Accept-Encoding: gzip\r\n',
    )
    await once(gunzip.end(), 'end')
    expect(text).toBe('<!DOCTYPE html><p>first last end</p>')
  })

  test('is sent at once with its length if streaming is off', async () => {
    server = createServer(express().use(ssrPages({ dir, streaming: false }))).listen(0)
    const { port } = server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}/slow`)
    const html = '<!DOCTYPE html><h1>first</h1><p>last</p><i>end</i>'
    expect(response.headers.get('content-length')).toBe(String(html.length))
    expect(await response.text()).toBe(html)
  })
})
