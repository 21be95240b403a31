import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Client, type Question, createClient } from '../support/client.ts'
import { type Servers, startAll, startServer } from '../support/servers.ts'
import { runCli } from '../support/cli.ts'
import { type ComparedSite, sites } from './sites.ts'

const roots: string[] = []
let servers: Servers<ComparedSite>

beforeAll(async () => {
  servers = await startAll(sites, async ({ host, create }) => {
    const root = await create()
    roots.push(root)
    const { code, printed } = await runCli('build', root)
    if (code !== 0) throw new Error(printed)
    return startServer('two-modes.mjs', host, root)
  })
}, 120_000)

afterAll(async () => {
  await servers?.stop()
  for (const root of roots) await rm(root, { recursive: true })
})

describe.each(sites)('$name', (site) => {
  let client: Client

  beforeAll(async () => {
    client = createClient('http', (await servers.get(site)).port)
  })
  afterAll(() => client?.close())

  test.each(site.questions.map((question) => [toTitle(question), question] as const))(
    '%s is the same in development as in production',
    async (_title, question) => {
      expect(await ask(client, question, 'live')).toEqual(await ask(client, question, 'built'))
    },
  )
})

function toTitle({ method = 'GET', path, headers = {} }: Question): string {
  return [method, path, ...Object.values(headers)].join(' ')
}

/** Headers of files and connections, not of pages. */
const OTHER =
  /^(?:date|etag|content-length|last-modified|accept-ranges|cache-control|connection|keep-alive|transfer-encoding)$/

async function ask(client: Client, question: Question, mode: 'live' | 'built') {
  const headers = { accept: 'text/html', ...question.headers, 'x-mode': mode }
  const answer = await client.send({ ...question, headers })
  const { status, statusText, isWhole, body } = answer
  const kept = Object.entries(answer.headers).filter(([name]) => !OTHER.test(name))
  return {
    status,
    statusText,
    isWhole,
    headers: Object.fromEntries(kept),
    text: withoutAssets(body),
  }
}

function withoutAssets(html: string): string {
  return html
    .replaceAll(/<link rel="stylesheet"[^>]*>|<script type="module"[^>]*>.*?<\/script>/gs, '')
    .replaceAll(/ (?:component|renderer|before-hydration)-url="[^"]*"/g, '')
    .replaceAll(/(?:_assets|src\/assets)\/(\w+)(?:\.[\w-]{8})?(?=\.svg)/g, '$1')
    .replaceAll(/%2F(?:_assets|src%2Fimages)%2F(\w+)(?:\.[\w-]{8})?(?=\.jpg)/g, '$1')
    .replaceAll(/&(?:amp;|#38;)s=[\w-]{22}/g, '')
}
