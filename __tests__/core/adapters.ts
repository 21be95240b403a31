import { type RequestListener, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fetchPage } from '../../src/core/fetch.ts'
import { createPages } from '../../src/loader/pages.ts'
import { createMiddleware } from '../../src/node/serve.ts'
import { createHandler, createLambdaHandler } from '../../src/netlify/index.ts'
import { toSettings } from '../../src/node/options.ts'
import { renderFile } from '../../src/prerender/render-file.ts'
import type { Manifest, PageModule, Pages } from '../../src/shared/types.ts'
import { close, listen } from '../support/wire.ts'

/** One answer, whichever way it left. */
export interface Left {
  readonly status: number
  readonly body: string
  /** By lower-case name, each value on its own. */
  readonly headers: Readonly<Record<string, readonly string[]>>
}

/** What is asked for. */
export interface Question {
  readonly method: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A way out of the site. */
export interface Adapter {
  readonly name: string
  readonly send: (site: Site, question: Question) => Promise<Left>
}

/** One page or API route at `/`, and a page middleware. */
export interface Site {
  readonly page: PageModule
  readonly onRequest?: unknown
}

const EDIT = async (_: unknown, next: () => Promise<Response>): Promise<Response> => {
  const response = await next()
  response.headers.append('x-seen', '1')
  return response
}

/** All ways out for any request. */
export const adapters: readonly Adapter[] = [
  { name: 'a Node server', send: sendByNode },
  {
    name: 'a Node server behind page middleware',
    send: (site, question) => sendByNode(edited(site), question),
  },
  { name: 'pages.fetch()', send: sendByFetch },
  {
    name: 'pages.fetch() behind page middleware',
    send: (site, question) => sendByFetch(edited(site), question),
  },
  { name: 'a Netlify function', send: sendByNetlify },
  { name: 'a Netlify function of the classic format', send: sendByLambda },
]

/** The way into a file, for a GET that succeeds. */
export const prerendering: Adapter = { name: 'prerendering', send: sendByPrerendering }

function edited(site: Site): Site {
  return { ...site, onRequest: EDIT }
}

function manifestOf({ page, onRequest }: Site): Manifest {
  const kind = 'default' in page ? ('page' as const) : ('endpoint' as const)
  const route = { pattern: '/', file: 'page.mjs', kind, styles: [], scripts: {}, hasHead: false }
  const middleware = onRequest === undefined ? {} : { middleware: '_middleware.mjs' }
  return { version: 1, base: '/', client: '../client', routes: [route], ...middleware }
}

function pagesOf(site: Site): Pages {
  return createPages(manifestOf(site), async (file) => modulesOf(site)[file] ?? {})
}

function modulesOf({ page, onRequest }: Site): Record<string, PageModule> {
  return { 'page.mjs': page, '_middleware.mjs': { onRequest } }
}

async function sendByNode(site: Site, question: Question): Promise<Left> {
  const pages = { ...pagesOf(site), dir: '', clientDir: undefined }
  const server = await listen(createMiddleware(pages, toSettings({})) as RequestListener)
  try {
    return await askServer((server.address() as AddressInfo).port, question)
  } finally {
    await close(server)
  }
}

function askServer(port: number, question: Question): Promise<Left> {
  const { method, headers: sent = {}, body: text } = question
  return new Promise((resolve, reject) => {
    const asked = ask({ port, method, headers: sent, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('error', reject).on('end', () => {
        const headers: Record<string, string[]> = {}
        const { rawHeaders, statusCode = 0 } = response
        for (let i = 0; i < rawHeaders.length; i += 2) {
          ;(headers[String(rawHeaders[i]).toLowerCase()] ??= []).push(String(rawHeaders[i + 1]))
        }
        resolve({ status: statusCode, body, headers })
      })
    })
    asked.on('error', reject).end(text)
  })
}

async function sendByFetch(site: Site, question: Question): Promise<Left> {
  return toLeft(await fetchPage(pagesOf(site), new Request('http://a/', question)))
}

async function sendByNetlify(site: Site, question: Question): Promise<Left> {
  const handler = createHandler(manifestOf(site), importersOf(site), { session: false })
  return toLeft(await handler(new Request('http://a/', question)))
}

async function sendByLambda(site: Site, question: Question): Promise<Left> {
  const handler = createLambdaHandler(manifestOf(site), importersOf(site), { session: false })
  const result = await handler({ ...question, httpMethod: question.method, rawUrl: 'http://a/' })
  const body = Buffer.from(result.body, result.isBase64Encoded ? 'base64' : 'utf8').toString()
  return { status: result.statusCode, body, headers: result.multiValueHeaders }
}

function importersOf(site: Site) {
  const entries = Object.entries(modulesOf(site))
  return Object.fromEntries(entries.map(([file, module]) => [file, async () => module]))
}

async function sendByPrerendering(site: Site): Promise<Left> {
  const pages = pagesOf(site)
  const [route] = pages.routes
  if (route === undefined) throw new Error('the site has no route')
  const { status, headers, content } = await renderFile(pages, route, {
    path: '/',
    params: {},
    props: {},
  })
  const lists = Object.entries(headers).map(([name, value]) => [name, [value]])
  return { status, body: Buffer.from(content).toString(), headers: Object.fromEntries(lists) }
}

async function toLeft(response: Response | undefined): Promise<Left> {
  if (response === undefined) throw new Error('no page has answered')
  const headers: Record<string, string[]> = {}
  for (const [name, value] of response.headers) (headers[name] ??= []).push(value)
  return { status: response.status, body: await response.text(), headers }
}
