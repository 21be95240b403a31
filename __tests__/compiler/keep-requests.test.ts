import { describe, expect, test } from '@jest/globals'
import { parseAst } from 'vite'
import { keepRequests, mayKeepRequests } from '../../src/compiler/keep-requests.ts'
import type { Node } from '../../src/compiler/syntax-tree.ts'

function build(code: string): string {
  if (!mayKeepRequests.test(code)) return code
  return keepRequests(code, parseAst(code) as unknown as Node)?.code ?? code
}

const IMPORT = 'import { keepsRequest as $$keepsRequest } from "ssr-pages/runtime";'
const KEPT = '({ request }) => request.json()'
const PASSED = '({ request }) => use(request)'

describe('a build does not mark', () => {
  test.each<[what: string, code: string, marks: string]>([
    ['a handler', `export const POST = ${KEPT}`, '$$keepsRequest(POST);'],
    [
      'a handler that is a function',
      'export async function POST({ request }) { return request.json() }',
      '$$keepsRequest(POST);',
    ],
    ['a handler of the older style', `export const del = ${KEPT}`, '$$keepsRequest(del);'],
    [
      'both of two handlers',
      `export const GET = ${KEPT}, PUT = ${KEPT}`,
      '$$keepsRequest(GET); $$keepsRequest(PUT);',
    ],
    [
      'a handler that is exported by a list',
      `const post = ${KEPT}\nexport { post as POST, post as ALL }`,
      '$$keepsRequest(post);',
    ],
    [
      'only the handler that keeps its request',
      `export const GET = ${PASSED}\nexport const PUT = ${KEPT}`,
      '$$keepsRequest(PUT);',
    ],
    ['page middleware', `export const onRequest = ${KEPT}`, '$$keepsRequest(onRequest);'],
    [
      'middlewares by name',
      `import { sequence } from 'ssr-pages'\nconst a = ${KEPT}\nexport const onRequest = sequence(a, ${PASSED})`,
      '$$keepsRequest(a);',
    ],
    [
      'behind a comment at the end',
      `export const POST = ${KEPT} // the end`,
      '$$keepsRequest(POST);',
    ],
  ])('%s', (_, code, marks) => {
    expect(build(code)).toBe(`${code}\n${IMPORT} ${marks}\n`)
  })

  test('middlewares where they are passed', () => {
    const code = `import { defineMiddleware as define, sequence } from 'astro:middleware'
export const onRequest = sequence(define(${KEPT}), async (_, next) => next(), ${PASSED})`
    expect(build(code)).toBe(
      `import { defineMiddleware as define, sequence } from 'astro:middleware'
export const onRequest = sequence(define(/* @__PURE__ */ $$keepsRequest(${KEPT})), /* @__PURE__ */ $$keepsRequest(async (_, next) => next()), ${PASSED})
${IMPORT}\n`,
    )
  })

  test('a module in which the name of the mark is taken', () => {
    const code = `const $$keepsRequest = 1\nexport const POST = ${KEPT}`
    expect(build(code)).toContain('keepsRequest as $$keepsRequest_ }')
  })
})

describe('a build marks', () => {
  test.each([
    ['a handler that passes its request on', `export const POST = ${PASSED}`],
    ['a handler that gets another value', `export let POST = ${KEPT}\nPOST = other`],
    ['a handler that is destructured again', `export let POST = ${KEPT}\n;[POST] = [other]`],
    ['a handler that a loop assigns', `export let POST = ${KEPT}\nfor (POST of [other]) continue`],
    ['a handler that is declared again', `export var POST = ${KEPT}\nvar POST = wrap(POST)`],
    ['a handler that is declared before', `var POST = ${PASSED}\nexport var POST = ${KEPT}`],
    ['a handler that is declared as part', `export var POST = ${KEPT}\nvar { POST } = other`],
    ['a handler that a block declares again', `export var POST = ${KEPT}\n{ var POST = other }`],
    ['a function that is assigned', 'export function POST({ request }) {}\nif (a) POST = other'],
    ['a handler of another module', "export { POST } from './request.ts'"],
    ['everything of another module', "export * from './request.ts'"],
    ['a handler that a call has made', `export const POST = wrap(${KEPT})`],
    ['a handler that is chosen', `export const POST = request ? ${KEPT} : ${KEPT}`],
    ['a handler inside a function', `function make() { const POST = ${KEPT} }`],
    ['a handler in an object', `export const { POST } = { POST: ${KEPT} }`],
    ['a function that is no handler', `export const read = ${KEPT}`],
    ['a default export', `export default ${KEPT}`],
    [
      'the argument of another sequence()',
      `import { sequence } from 'other'\nexport const a = sequence(${KEPT})`,
    ],
    ['an imported handler', "import { POST } from './request.ts'\nexport { POST }"],
  ])('%s', (_, code) => {
    expect(build(code)).toBe(code)
  })
})
