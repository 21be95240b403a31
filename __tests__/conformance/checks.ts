import { setTimeout as wait } from 'node:timers/promises'
import { expect } from '@jest/globals'
import { type Case, FORM } from './cases.ts'
import type { Answer, Client } from '../support/client.ts'
import { secrets, spellings } from './host-cases.ts'
import { until } from '../support/until.ts'
import type { Server } from '../support/servers.ts'

/** A check that needs more than one request and its answer. */
export interface Check {
  readonly name: string
  run(client: Client, server: Server): Promise<void>
}

/** Checks for every host. */
export const always: readonly Check[] = [
  {
    name: 'bytes arrive as they were',
    async run(client) {
      const { chunks } = await client.send({ path: '/api/bytes' })
      expect(Buffer.concat(chunks)).toEqual(Buffer.from([0, 128, 255]))
    },
  },
  ...secrets.map((path) => ({
    name: `nobody can read ${path}`,
    async run(client: Client) {
      const { status, body } = await client.send({ path })
      expect(status).toBe(404)
      expect(body).not.toMatch(/routes|createComponent|ssr-pages\/runtime|frontmatter/)
    },
  })),
  {
    name: 'pages know their full URL and who asks',
    async run(client) {
      const { protocol } = new URL(client.origin)
      for (const host of ['shop.test', 'shop.test:8080', '[::1]:8080']) {
        const { body } = await client.send({ path: '/where?a=1', host })
        expect(body).toContain(`${protocol}//${host}/where?a=1 true /where 127.0.0.1`)
      }
    },
  },
  {
    name: 'a form of the site itself is let in, and one of another site is not',
    async run(client) {
      const { protocol } = new URL(client.origin)
      const post = (origin: string) =>
        client.send({
          path: '/form',
          host: 'shop.test',
          method: 'POST',
          headers: { ...FORM, origin },
          body: 'name=Ada',
        })
      expect((await post(`${protocol}//shop.test`)).status).toBe(200)
      expect((await post(`${protocol}//evil.test`)).status).toBe(403)
    },
  },
  {
    name: 'the server keeps running when pages fail',
    async run(client) {
      await client.send({ path: '/throws-late' })
      await client.send({ path: '/throws' })
      await expectPage(client)
    },
  },
  ...['list', 'slot', 'element', 'dropped', 'value'].map((name) => ({
    name: `a page that fails twice does not end the server: ${name}`,
    async run(client: Client) {
      expect((await client.send({ path: `/crash/${name}` })).status).toBe(500)
      await wait(20)
      await expectPage(client)
    },
  })),
]

/** Checks for hosts that also serve browser files. */
export const withFiles: readonly Check[] = [
  {
    name: 'hashed files are kept for a year',
    async run(client) {
      const { body } = await client.send({ path: '/' })
      for (const [, path = ''] of body.matchAll(/"(\/_assets\/[^"]+)"/g)) {
        const { status, headers } = await client.send({ path })
        const kept = 'public, max-age=31536000, immutable'
        expect([status, headers['cache-control']]).toEqual([200, kept])
      }
    },
  },
  {
    name: 'a file that the client has already is not sent again',
    async run(client) {
      const { headers } = await client.send({ path: '/robots.txt' })
      const known = { 'if-none-match': String(headers['etag']) }
      const again = await client.send({ path: '/robots.txt', headers: known })
      expect([again.status, again.body]).toEqual([304, ''])
    },
  },
  {
    name: 'a range that no file has is the mistake of the client',
    async run(client) {
      const headers = { range: 'bytes=999-' }
      expect((await client.send({ path: '/robots.txt', headers })).status).toBe(416)
    },
  },
]

/** Checks for hosts that send pages while they are rendered. */
export const streamed: readonly Check[] = [
  {
    name: 'the first part of a slow page does not wait for the rest',
    async run(client) {
      const { chunks } = await client.send({ path: '/slow' })
      expect(chunks[0]?.toString()).toMatch(/<p>beginning<\/p>/)
      expect(chunks[0]?.toString()).not.toMatch(/end/)
      expect(chunks.at(-1)?.toString()).toMatch(/end/)
    },
  },
]

/** Checks for hosts that can abort a response. */
export const brokenOff: readonly Check[] = [
  {
    name: 'an error after the first part breaks the response off and tells nothing',
    async run(client, server) {
      const { body, isWhole } = await client.send({ path: '/throws-late' })
      expect(body).toMatch(/<p>beginning<\/p>/)
      expect(body).not.toMatch(/secret|Error/)
      expect(isWhole).toBe(false)
      await until(() => server.output().includes('onError'))
    },
  },
]

/** Checks for an app with mounts and middleware of its own. */
export const inAppOnly: readonly Check[] = [
  {
    name: 'mounted pages know their full URL and link their own files',
    async run(client) {
      const where = await client.send({ path: '/docs/where?a=1' })
      expect(where.body).toContain(`${client.origin}/docs/where?a=1 true /where 127.0.0.1`)
      const index = await client.send({ path: '/docs/' })
      const [, path = ''] = /href="(\/docs\/_assets\/[^"]+\.css)"/.exec(index.body) ?? []
      expect((await client.send({ path })).status).toBe(200)
    },
  },
  {
    name: 'the host learns when a page was sent',
    async run(client, server) {
      const path = '/products/7?logged'
      await client.send({ path })
      await until(() => server.output().includes(`done ${path} 200`))
    },
  },
  ...spellings.map((path) => ({
    name: `a guard of the host cannot be walked around by ${path}`,
    async run(client: Client) {
      const { status, body } = await client.send({ path })
      expect(body).not.toMatch(/behind the guard|<p>7/)
      // A redirect leads to the path that the host checks.
      expect([301, 403, 404]).toContain(status)
    },
  })),
]

/** Compares an answer with its case. */
export function expectAnswer(answer: Answer, given: Case): void {
  expect(answer.status).toBe(given.status)
  expect(answer.isWhole).toBe(true)
  if (given.statusText !== undefined) expect(answer.statusText).toBe(given.statusText)
  if (typeof given.answer === 'string') expect(answer.body).toBe(given.answer)
  if (given.answer instanceof RegExp) expect(answer.body).toMatch(given.answer)
  for (const [name, value] of Object.entries(given.has ?? {})) {
    const seen = answer.headers[name]
    if (value instanceof RegExp) expect(String(seen)).toMatch(value)
    else expect(seen).toEqual(value)
  }
}

async function expectPage(client: Client): Promise<void> {
  const { status, body } = await client.send({ path: '/products/7' })
  expect([status, body]).toEqual([200, '<!DOCTYPE html><p>7</p>'])
}
