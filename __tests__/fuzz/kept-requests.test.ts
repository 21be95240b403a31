import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { RequestListener, Server } from 'node:http'
import { parseAst } from 'vite'
import { keepsItsRequest } from '../../src/compiler/request-uses.ts'
import type { Node } from '../../src/compiler/syntax-tree.ts'
import { keepsRequest } from '../../src/shared/kept-request.ts'
import { siteOf } from '../bridge/site.ts'
import { runs, timeLimit } from '../support/runs.ts'
import { close, exchange, lines, listen, portOf } from '../support/wire.ts'

const RUNS = 400

/** The parameters of a handler, with the expressions for its context and its request. */
const PARAMETERS = [
  ['({ request })', 'null', 'request'],
  ['({ request: r, params })', 'params', 'r'],
  ['({ request, ...rest })', 'rest', 'request'],
  ['(c)', 'c', 'c.request'],
  ['(c)', 'c', 'c?.request'],
  ['(c, ...more)', 'c', '(more, c.request)'],
  ['({ request: { headers, url } })', 'url', '({ headers, url })'],
] as const

/** Expressions; R is the request, C the context. */
const VALUES = [
  ['R', 'C', '[R]', '{ r: R }', '() => R', 'R ?? 1', '`${R}`', 'typeof R', 'Promise.resolve(R)'],
  ['R.method', 'R.url', 'R.bodyUsed', 'R.signal', 'R?.signal.aborted', 'R["url"]', 'R.url.length'],
  ['R.text()', 'R.json()', 'R?.text?.()', 'R.arrayBuffer()', 'R.blob()', 'R.formData()'],
  ['R.headers', 'R.headers.get("x-a")', 'R.headers.has("host")', 'R.headers?.get("host")'],
  ['[...R.headers]', 'R.headers.get', 'R.json', 'R.body', 'R.clone()', 'R.clone().text()'],
  ['new Request(R)', 'R instanceof Request', 'Object.keys(R)', '{ ...R }', 'R.cache'],
  ['C.params', 'C.locals', 'C.url.href', 'C.routePattern', 'C.site', '{ ...C }', 'Object.keys(C)'],
  ['C.valueOf()', 'C.redirect("/a").status', 'C["request"]', 'C.request', 'C.cookies.has("a")'],
  [
    '(() => R.text())()',
    '((q) => q)(R)',
    '((request) => request)(C)',
    'use(R)',
    'use(() => R.url)',
  ],
].flat()

/** Statements; V is an expression, and N a number for names. */
const STATEMENTS = [
  ['await see(V)', 'const aN = V\nawait see(aN)', 'kept.push(V)', 'await see(kept.pop())'],
  ['const { url: aN } = R\nawait see(aN)', 'const rN = R\nawait see(rN.method)\nawait see(rN)'],
  ['const rN = R\nawait see(rN.url)', 'const { headers: hN } = R\nawait see(hN.get("x-a"))'],
  ['const { headers: hN } = R\nawait see(hN)', 'const { request: rN } = C\nawait see(rN.text())'],
  [
    'const cN = C\nawait see(cN.url.href)',
    'const cN = C\nawait see(cN)',
    'for (const x of [V]) await see(x)',
  ],
  [
    '{ const request = V\nawait see(request) }',
    'if (V) await see(1)',
    'try { R.url = 1 } catch (e) { await see(e.name) }',
  ],
  ['class KN { x = V }\nawait see(new KN().x)', 'const fN = async (x = V) => see(x)\nawait fN()'],
].flat()

const handlers = fc
  .tuple(
    fc.constantFrom(...PARAMETERS),
    fc.array(fc.tuple(fc.constantFrom(...STATEMENTS), fc.constantFrom(...VALUES)), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([[parameters, context, request], statements]) => {
    const code = statements.map(([statement, value], i) =>
      statement
        .replaceAll('V', `(${value})`)
        .replaceAll(/\bR\b/g, request)
        .replaceAll(/\bC\b/g, context)
        .replaceAll(/(?<=\b[a-zK])N\b/g, String(i)),
    )
    return `async ${parameters} => {\n${code.join('\n')}\nreturn Response.json(seen)\n}`
  })

const BYTES =
  lines('POST / HTTP/1.1', 'Host: a', 'X-A: 1', 'Content-Length: 7', 'Connection: close') +
  '{"a":1}'

let handler: unknown
let server: Server

beforeAll(async () => {
  const route = {
    get POST() {
      return handler
    },
  }
  server = await listen(
    siteOf({ 'index.ts': route }, { onError: () => undefined }) as RequestListener,
  )
})

afterAll(() => close(server))

test(
  'a handler that the build marks answers differently from one that it does not',
  async () => {
    let marked = 0
    await fc.assert(
      fc.asyncProperty(handlers, async (code) => {
        fc.pre(isKept(code))
        marked++
        expect(await answerOf(code, true)).toEqual(await answerOf(code, false))
      }),
      runs(RUNS),
    )
    expect(marked).toBeGreaterThan(0)
  },
  timeLimit(RUNS),
)

function isKept(code: string): boolean {
  try {
    const { body } = parseAst(`(${code})`) as unknown as { body: [{ expression: Node }] }
    return keepsItsRequest(body[0].expression)
  } catch {
    // Some names are declared twice.
    return false
  }
}

async function answerOf(code: string, isMarked: boolean): Promise<unknown> {
  const seen: unknown[] = []
  const see = async (value: unknown) => seen.push(await describeValue(value, 3))
  const names = ['see', 'use', 'seen', 'kept']
  // oxlint-disable-next-line typescript/no-implied-eval -- the code of this test
  const make = new Function(...names, `return ${code}`)
  const made = make(see, (value: unknown) => value, seen, []) as object
  handler = isMarked ? keepsRequest(made) : made
  const [answer] = await exchange(portOf(server), BYTES)
  return [answer?.status, answer?.body, seen]
}

/** What a value is, as far as code can tell; functions are called. */
async function describeValue(value: unknown, depth: number): Promise<unknown> {
  if (depth === 0 || ((typeof value !== 'object' || value === null) && typeof value !== 'function'))
    return String(value)
  const tag = Object.prototype.toString.call(value)
  try {
    if (typeof value === 'function') return [tag, await describeValue(value(), depth - 1)]
    const settled: unknown = await Promise.resolve(value)
    if (settled !== value) return [tag, await describeValue(settled, depth - 1)]
    const entries = Object.entries(value).map(async ([name, one]) => [
      name,
      await describeValue(one, depth - 1),
    ])
    return [tag, ...(await Promise.all(entries))]
  } catch (error) {
    return [tag, String(error)]
  }
}
