import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import { ssrPages } from '../../src/index.ts'
import { type Served, withServer } from '../support/serve.ts'

// Pages that are not compiled import the package that was built.
const FILES = {
  'page.mjs': `import { html } from 'ssr-pages'
export default ({ node }) => html\`\${node.req.socket.localPort} \${node.res.statusCode}\``,
  'route.mjs': `export const GET = ({ node }) => new Response(node.req.httpVersion)`,
  'own.mjs': `import { html, responseSent } from 'ssr-pages'
export default ({ node }) => (node.res.writeHead(299, 'Mine'), node.res.end('own answer'), responseSent)`,
  'later.mjs': `import { responseSent } from 'ssr-pages'
export const GET = ({ node }) => (setTimeout(() => node.res.end('later'), 20), responseSent)`,
  'hints.mjs': `import { html } from 'ssr-pages'
export default async ({ node }) => {
  node.res.writeEarlyHints({ link: '</a.css>; rel=preload; as=style' })
  return html\`page\`
}`,
  'trailers.mjs': `export async function POST({ node, request }) {
  const text = await request.text()
  return Response.json([text, node.req.trailers])
}`,
  'sends-trailers.mjs': `export const GET = ({ node }) => {
  node.res.setHeader('trailer', 'x-sum')
  node.res.addTrailers({ 'x-sum': '7' })
  return new Response(new ReadableStream({ start(c) { c.enqueue('abc'); c.close() } }))
}`,
  'answered.mjs': `import { html } from 'ssr-pages'
export default ({ node }) => (node.res.end('first'), html\`second\`)`,
}

describe('Astro.node', () => {
  let dir: string

  beforeAll(() => {
    dir = mkdtempSync(`${import.meta.dirname}/../fixtures/dist-`)
    for (const [name, text] of Object.entries(FILES)) writeFileSync(`${dir}/${name}`, text)
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  test('a page and an API route have the req and res of Node', async () => {
    const [port, page, route] = await serve(async ({ port, url }) => [
      port,
      await text(`${url}/page`),
      await text(`${url}/route`),
    ])
    expect(page).toBe(`<!DOCTYPE html>${port} 200`)
    expect(route).toBe('1.1')
  })

  test('a page may answer on res itself', async () => {
    const answer = await serve(({ raw }) => raw(get('/own', 'close')))
    expect(answer).toMatch(/^HTTP\/1.1 299 Mine\r\n/)
    expect(answer).toMatch(/\r\na\r\nown answer\r\n0\r\n\r\n$/)
  })

  test('an API route may answer on res itself after it has returned', async () => {
    expect(await serve(({ url }) => text(`${url}/later`))).toBe('later')
  })

  test('an answer on res is not followed by a second one', async () => {
    const answer = await serve(({ raw }) => raw(get('/answered') + get('/route', 'close')))
    expect(answer).toMatch(/\r\n\r\nfirstHTTP\/1.1 200 OK\r\n(?:.+\r\n)+\r\n1.1$/)
  })

  test('a page may send early hints', async () => {
    const answer = await serve(({ raw }) => raw(get('/hints', 'close')))
    expect(answer).toMatch(
      /^HTTP\/1.1 103 Early Hints\r\nLink: <\/a.css>;.+\r\n\r\nHTTP\/1.1 200 OK/i,
    )
  })

  test('trailers of the request are available through Astro.node.req', async () => {
    const request =
      'POST /trailers HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n' +
      'Trailer: X-Sum\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 7\r\n\r\n'
    expect(await serve(({ raw }) => raw(request))).toContain('["hi",{"x-sum":"7"}]')
  })

  test('trailers of the response can be added through Astro.node.res', async () => {
    const answer = await serve(({ raw }) => raw(get('/sends-trailers', 'close')))
    expect(answer).toMatch(/\r\n3\r\nabc\r\n0\r\nx-sum: 7\r\n\r\n$/)
  })

  test('is undefined on hosts that are not Node servers', async () => {
    writeFileSync(`${dir}/none.mjs`, `export const GET = ({ node }) => new Response(typeof node)`)
    const response = await ssrPages({ dir }).fetch(new Request('http://localhost/none'))
    expect(await response?.text()).toBe('undefined')
  })

  function serve<T>(run: (served: Served) => Promise<T>): Promise<T> {
    return withServer(express().use(ssrPages({ dir })), run)
  }
})

function get(path: string, connection = 'keep-alive'): string {
  return `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: ${connection}\r\n\r\n`
}

async function text(url: string): Promise<string> {
  return (await fetch(url)).text()
}
