import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createHandler, createLambdaHandler } from '../../src/netlify/index.ts'
import type { Manifest, PageModule } from '../../src/shared/types.ts'
import { createApp, createSite, removeSites, writeSite } from '../support/site.ts'
import { compileSource } from '../support/astro-modules.ts'
import { type Tree, toTree } from '../render/html-tree.ts'
import { runs, timeLimit } from '../support/runs.ts'
import { data, likeOurs } from './data.ts'

/** Prints a value at every kind of place in a template. */
const PLACES = `
<main>{value}</main><ul>{[value, [value]]}</ul><p>{() => value}{Promise.resolve(value)}</p>
<p title={value} hidden={value} class:list={['a', value]} style={{ color: value }}></p>
<p style={value} data-x={[value]}></p><p set:text={value}></p>
<p class={value}></p><Box><p slot={value}></p>{value && <p slot={value}></p>}</Box><slot name={value} />
{Astro.slots.has(value)}{Astro.slots.render(value)}<p transition:name={value}></p><p set:html={isObject ? value : ''}></p><p set:html={{ value }}></p>
<Box title={value} rest={[value]} {...{ value }}>{value}</Box><Box {...(isObject ? value : {})} />
<Fragment>{value}</Fragment><script define:vars={{ value }} type="module">see(value)</script><style>p { color: red }</style>`

const BOX = '<b>{Astro.props.value}{Astro.props.status}</b><i><slot /></i>'

const READERS = {
  json: 'await Astro.request.json()',
  form: 'Object.fromEntries(await Astro.request.formData())',
  cookie: "Astro.cookies.get('value').json()",
  session: "(Astro.session.set('value', await Astro.request.json()), Astro.session.get('value'))",
}
type Reader = keyof typeof READERS

const MIDDLEWARE = `export const onRequest = async (context, next) => {
  const response = await next()
  response.headers.set('x-seen', 'yes')
  return response
}`

interface Answer {
  readonly status: number
  readonly headers: readonly string[]
  readonly shape: string
}
type Ask = (reader: Reader, value: unknown) => Promise<Answer>

const servers: Server[] = []
const hosts: Record<string, Ask> = {}

beforeAll(async () => {
  const pageFiles = Object.fromEntries(
    Object.entries(READERS).map(([name, code]) => [`${name}.mjs`, toPage(name, code)]),
  )
  const files = { ...pageFiles, '_Box.mjs': toCode('_Box', BOX) }
  const guarded = { ...files, '_middleware.mjs': MIDDLEWARE }
  const options = { session: new MemoryDriver() }
  hosts['a server of Node'] = await listen(createSite(files, options))
  hosts['a server of Node with page middleware'] = await listen(createSite(guarded, options))
  const pages = createSite(guarded, options)
  hosts['pages.fetch()'] = async (...question) => {
    const response = await pages.fetch(toRequest('http://localhost', ...question))
    if (response === undefined) throw new Error('no page')
    return toAnswer(response)
  }
  const { manifest, modules } = await toFunction(guarded)
  const handle = createHandler(manifest, modules, options)
  hosts['a function of Netlify'] = async (...question) =>
    toAnswer(await handle(toRequest('https://shop.test', ...question)))
  const handleEvent = createLambdaHandler(manifest, modules, options)
  hosts['a function of the classic format'] = async (...question) => {
    const request = toRequest('https://shop.test', ...question)
    const { statusCode, body, multiValueHeaders } = await handleEvent({
      httpMethod: request.method,
      rawUrl: request.url,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    })
    const headers = Object.entries(multiValueHeaders).map(([k, v]) => [k, v.join()] as const)
    return toAnswer(
      new Response(body, { status: statusCode, headers: Object.fromEntries(headers) }),
    )
  }
})

afterAll(() => {
  for (const server of servers) server.close()
  removeSites()
})

describe('data of a client changes neither status, headers nor structure of a page', () => {
  test.each(Object.keys(READERS) as Reader[])(
    'that reads it from %s',
    async (reader) => {
      const usual = await askAll(reader, { text: 'x' })
      expect(Object.values(usual).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
      const valueOf = (value: unknown) => (reader === 'form' ? toTexts(value) : value)
      await fc.assert(
        fc.asyncProperty(data, async (value) => {
          expect(await askAll(reader, valueOf(value))).toEqual(usual)
        }),
        { ...runs(60), examples: likeOurs.map((value) => [value] as [unknown]) },
      )
    },
    timeLimit(60),
  )
})

async function askAll(reader: Reader, value: unknown): Promise<Record<string, Answer>> {
  const answers: Record<string, Answer> = {}
  // In sequence, because Jest cannot import a module twice at the same time.
  for (const [name, ask] of Object.entries(hosts)) answers[name] = await ask(reader, value)
  return answers
}

function toPage(name: string, reader: string): string {
  const isObject = "typeof value === 'object' && !Array.isArray(value)"
  const frontmatter = `import Box from './_Box.mjs'
const value = await ${reader}
const isObject = ${isObject}`
  return toCode(name, `---\n${frontmatter}\n---\n${PLACES}`)
}

function toCode(name: string, source: string): string {
  const code = compileSource(source, { filename: `/src/pages/${name}.astro` })
  // Removes styles, which only a bundler knows.
  return code.replaceAll(/^import ['"](?:virtual:|\/).*$/gm, '')
}

async function listen(pages: ReturnType<typeof createSite>): Promise<Ask> {
  const server = createServer(createApp(pages))
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as { port: number }
  return async (...question) =>
    toAnswer(
      await fetch(toRequest(`http://127.0.0.1:${port}`, ...question), { redirect: 'manual' }),
    )
}

async function toFunction(files: Record<string, string>) {
  const dir = writeSite(files, {})
  const load = (file: string): Promise<PageModule> => import(pathToFileURL(join(dir, file)).href)
  const manifest: Manifest = (
    await import(pathToFileURL(join(dir, 'manifest.json')).href, { with: { type: 'json' } })
  ).default
  return { manifest, modules: Object.fromEntries(Object.keys(files).map((file) => [file, load])) }
}

function toRequest(origin: string, reader: Reader, value: unknown): Request {
  const url = `${origin}/${reader}`
  const text = JSON.stringify(value)
  if (reader === 'cookie') {
    return new Request(url, { headers: { cookie: `value=${encodeURIComponent(text)}` } })
  }
  if (reader === 'form') {
    return new Request(url, { method: 'POST', body: new URLSearchParams(toTexts(value)) })
  }
  const headers = { 'content-type': 'application/json' }
  return new Request(url, { method: 'POST', headers, body: text })
}

function toTexts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return { value: JSON.stringify(value) }
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, JSON.stringify(v)]))
}

async function toAnswer(response: Response): Promise<Answer> {
  const shape = toTree(await response.text())
    .map(toShape)
    .join('')
  const headers = [...response.headers].flatMap(([name, value]) => toShown(name, value))
  return { status: response.status, headers, shape }
}

// Removes what depends on the connection or the time, and the id of a session.
function toShown(name: string, value: string): string[] {
  if (/^(?:content-length|transfer-encoding|connection|keep-alive|date)$/.test(name)) return []
  return [`${name}: ${value.replace(/=[\da-f-]{36}/g, '=ID')}`]
}

/** The elements, with the names of those attributes that do not depend on a value. */
function toShape(tree: Tree): string {
  if (typeof tree === 'string') return ''
  if ('comment' in tree) return '!'
  const own = ['title', 'hidden', 'class', 'style', 'data-x']
  const others = tree.attributes.map(([name]) => name).filter((name) => !own.includes(name))
  return `${tree.name}[${others.join(' ')}](${tree.children.map(toShape).join('')})`
}

class MemoryDriver {
  readonly #values = new Map<string, unknown>()

  getItem(key: string): unknown {
    return this.#values.get(key) ?? null
  }

  setItem(key: string, value: unknown): void {
    this.#values.set(key, value)
  }

  removeItem(key: string): void {
    this.#values.delete(key)
  }
}
