import { describe, expect, test } from '@jest/globals'
import { parseAst } from 'vite'
import { keepResponses } from '../../src/compiler/keep-responses.ts'
import type { Node } from '../../src/compiler/syntax-tree.ts'

const rewrite = (code: string): string | undefined =>
  keepResponses(code, parseAst(code) as unknown as Node)?.code

/** What a handler's code becomes, without the import. */
function build(code: string): string | undefined {
  const built = rewrite(`export const GET = (a, b) => {\n${code}\n}`)
  return built?.split('\n').slice(1, -2).join('\n')
}

describe('a build writes', () => {
  test.each<[what: string, code: string, built: string]>([
    ['a text', "return new Response('x')", "return $$createResponse(Response, 'x')"],
    [
      'an init',
      'return new Response(a, { status: 404 })',
      'return $$createResponse(Response, a, { status: 404 })',
    ],
    ['JSON', 'return Response.json(a, b)', 'return $$createJsonResponse(Response, a, b)'],
    ['JSON without data', 'Response.json()', '$$createJsonResponse(Response)'],
    ['a spread', 'new Response(...a)', '$$createResponse(Response, ...a)'],
    ['arguments that end with a comma', 'new Response(a,)', '$$createResponse(Response, a)'],
    ['a sequence', 'new Response((a, b))', '$$createResponse(Response, (a, b))'],
    ['a name in parentheses', 'new (Response)(a)', '$$createResponse(Response, a)'],
    [
      'a comment that contains a parenthesis',
      'new Response( /* ( */ a // )\n, b)',
      '$$createResponse(Response, a, b)',
    ],
    [
      'a response within a response',
      'new Response(new Response(a).body, Response.json(b))',
      '$$createResponse(Response, $$createResponse(Response, a).body, $$createJsonResponse(Response, b))',
    ],
    [
      'a line after one without a semicolon',
      'let c = b\nnew Response(a)',
      'let c = b\n$$createResponse(Response, a)',
    ],
    ['what is called on it', 'new Response(a)?.text()', '$$createResponse(Response, a)?.text()'],
  ])('%s', (_, code, built) => {
    expect(build(code)).toBe(built)
  })

  test('an import at the end, where it moves no line', () => {
    const code = '#!/usr/bin/env node\nexport const a = new Response("") // end'
    expect(rewrite(code)).toBe(
      '#!/usr/bin/env node\nexport const a = $$createResponse(Response, "") // end\n' +
        'import { createResponse as $$createResponse } from "ssr-pages/runtime"; ',
    )
  })

  test('a name that the module does not use', () => {
    const code = 'export const $$createResponse = () => new Response("")'
    expect(rewrite(code)).toContain('=> $$createResponse_(Response, "")')
  })
})

describe('a build leaves as it is', () => {
  test.each<[what: string, code: string]>([
    ['a response without arguments', 'new Response()'],
    ['a response without parentheses', 'new Response'],
    ['a member of a namespace', 'new a.Response(b)'],
    ['another method', 'Response.error(a); Response.redirect(a)'],
    ['a call that may not happen', 'Response?.json(a); Response.json?.(a)'],
    ['a computed name', "Response['json'](a)"],
    ['a reference', 'return a.map(Response.json)'],
    ['a subclass', 'class A extends Response {}; new A(b)'],
    ['a variable called Response', 'const Response = a; new Response(b)'],
    ['a parameter called Response', 'b(({ Response }) => new Response(a))'],
    ['a class called Response', 'class Response {}; new Response(a)'],
    ['an error called Response', 'try { a() } catch (Response) { new Response(b) }'],
    ['what another `new` is about', 'new new Response(a).constructor(b)'],
  ])('%s', (_, code) => {
    expect(build(code)).toBeUndefined()
  })

  test.each<[what: string, code: string]>([
    ['an import called Response', 'import { Response } from "undici"; new Response("")'],
    ['a default import', 'import Response from "x"; Response.json(1)'],
    ['a module of CommonJS', 'module.exports = () => new Response("")'],
  ])('%s', (_, code) => {
    expect(rewrite(code)).toBeUndefined()
  })
})
