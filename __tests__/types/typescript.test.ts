import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { ROOT } from '../support/root.ts'
import { type TypeCase, checkTypes, createTypedProject, errorsOf } from './typed-project.ts'
import { envCases, envConfig } from './env-cases.ts'
import { formHandlerCases } from './form-cases.ts'
import { handlerCases } from './view-cases.ts'

const cases: TypeCase[] = [
  {
    complaint: 'the param of a route is a string',
    code: `import type { Params } from 'ssr-pages'
export function get({ id }: Params<'/products/[id]'>): string { return id }`,
  },
  {
    complaint: 'both params of one segment are strings, and so is that of its parent',
    code: `import type { Params } from 'ssr-pages'
type Date = Params<'/[lang]/[year]-[month]'>
export const text = ({ lang, year, month }: Date): string[] => [lang, year, month]`,
  },
  {
    complaint: 'a rest param may be missing, unless text follows it',
    code: `import type { Params } from 'ssr-pages'
export const path = (params: Params<'/docs/[...path]'>): string => params.path
export const name = (params: Params<'/files/[...name].json'>): string => params.name`,
    errors: [[2, "Type 'string | undefined' is not assignable to type 'string'."]],
  },
  {
    complaint: 'a param that the route does not have is an error',
    code: `import type { Params } from 'ssr-pages'
export const a = (params: Params<'/products/[id]'>) => params.ids
export const b = (params: Params<'/'>) => params.id
export const c = (params: Params<"/it's">) => params.id`,
    errors: [
      [2, "Property 'ids' does not exist on type '{ id: string; }'."],
      [3, "Property 'id' does not exist on type '{}'."],
      [4, "Property 'id' does not exist on type '{}'."],
    ],
  },
  {
    complaint: 'a route that does not exist is an error',
    code: `import type { APIRoute, Params } from 'ssr-pages'
export type A = Params<'/product/[id]'>
export const GET: APIRoute<'/products/[name]'> = () => new Response()`,
    errors: [
      [2, `Type '"/product/[id]"' does not satisfy the constraint 'keyof Routes'.`],
      [3, `Type '"/products/[name]"' does not satisfy the constraint 'keyof Routes'.`],
    ],
  },
  {
    complaint: 'without a route, every param of the project may be there and no other',
    code: `import type { Params } from 'ssr-pages'
export const a = ({ id, path, lang }: Params): (string | undefined)[] => [id, path, lang]
export const b = (params: Params): string => params.id
export const c = (params: Params) => params.nothing`,
    errors: [
      [3, "Type 'string | undefined' is not assignable to type 'string'."],
      [4, "Property 'nothing' does not exist on type '{ "],
    ],
  },
  {
    complaint: 'an API route has its params, its request and the locals of the project',
    code: `import type { APIContext, APIRoute } from 'ssr-pages'
export const GET: APIRoute<'/products/[id]'> = ({ params, request, url, cookies, redirect }) => {
  const texts: string[] = [params.id, request.method, url.pathname, cookies.get('a')?.value ?? '']
  return texts.length > 9 ? redirect('/') : Response.json(texts)
}
export async function POST({ params, locals }: APIContext<'/products/[id]'>): Promise<Response> {
  const id: number = params.id
  return Response.json([id, locals.user?.name, locals.nobody])
}`,
    errors: [
      [7, "Type 'string' is not assignable to type 'number'."],
      [8, "Property 'nobody' does not exist on type 'Locals'."],
    ],
  },
  {
    complaint: 'an API route that returns no Response is an error',
    code: `import type { APIRoute } from 'ssr-pages'
export const GET: APIRoute = () => 'text'`,
    errors: [[2, "Type 'string' is not assignable to type 'Response | Promise<Response>'."]],
  },
  {
    complaint: 'a page middleware sees the locals of the project',
    code: `import { defineMiddleware } from 'ssr-pages'
export const onRequest = defineMiddleware(({ locals, params }, next) => {
  if (!locals.user || params.id === '0') return new Response(null, { status: 403 })
  const user: number = locals.user.name
  return next(user === 1 ? '/login' : undefined)
})`,
    errors: [[4, "Type 'string' is not assignable to type 'number'."]],
  },
  {
    complaint: 'components, styles, texts and images can be imported',
    code: `import Page from '../pages/index.astro'
import source from '../pages/index.astro?raw'
import logo from './logo.svg'
import logoUrl from './logo.svg?url'
import './page.css'
import styles from './page.module.css'
export const texts: string[] = [source, logo.src, logoUrl, styles['a'] ?? '', import.meta.env.BASE_URL]
export const components: ((props: { a: number }) => unknown)[] = [Page]
export const wrong: string = Page`,
    errors: [[9, "Type '(props: Record<string, any>) => any' is not assignable to type 'string'."]],
  },
  {
    complaint: 'code that was written for Astro keeps its types, and no values',
    code: `import type { APIContext, APIRoute, AstroGlobal, MiddlewareHandler } from 'astro'
import { html } from 'astro'
export const GET: APIRoute = (context: APIContext) => Response.json(context.url)
export const onRequest: MiddlewareHandler = (_context, next) => next()
export const title = (astro: AstroGlobal<{ title: string }>): string => astro.props.title
export const page = html\`<p>\``,
    errors: [
      [
        2,
        "'html' resolves to a type-only declaration and must be imported using a type-only import",
      ],
      [6, "'html' cannot be used as a value because it was exported using 'export type'."],
    ],
  },
]

cases.push(...envCases)

const ofAstro: TypeCase = {
  complaint: "Astro's modules and the types of integrations are there without Astro",
  code: `import type { AstroIntegration, AstroUserConfig, HookParameters, InferGetStaticPropsType } from 'astro'
import { defineConfig, envField, mergeConfig } from 'astro/config'
import { AstroError } from 'astro/errors'
import { defineMiddleware, sequence } from 'astro:middleware'
import { base, site } from 'astro:config/client'
import { root } from 'astro:config/server'
import { fade } from 'astro:transitions'
import { z } from 'astro/zod'
export const onRequest = sequence(defineMiddleware(({ locals }, next) => next(locals.user?.name)))
const config: AstroUserConfig = { image: { domains: ['a.test'] }, env: { schema: { A: envField.string({ context: 'server', access: 'secret' }) } } }
export default defineConfig({ ...config, redirects: { '/a': '/b' } })
export const integration: AstroIntegration = {
  name: 'a',
  hooks: {
    'astro:config:setup': ({ config, injectScript, logger }) => logger.info(config.srcDir.href + injectScript('page', '')),
    'astro:build:done': ({ pages }: HookParameters<'astro:build:done'>) => void pages[0]?.pathname.at(0),
  },
}
export const texts: (string | undefined)[] = [base, site, root.href, new AstroError('a').hint, z.string().parse('a')]
export const wrong: number = fade().forwards
export const paths = () => [{ params: { a: 'b' }, props: { n: 1 } }]
export const props: InferGetStaticPropsType<typeof paths> = { n: 'x' }
export const merged: object = mergeConfig({}, {})
export const hook: AstroIntegration = { name: 'b', hooks: { 'astro:config:setup': ({ nothing }) => nothing } }`,
  errors: [
    [20, "Type 'TransitionAnimationPair' is not assignable to type 'number'."],
    [22, "Type 'string' is not assignable to type 'number'."],
    [24, "Property 'nothing' does not exist on type 'SetupOptions'."],
  ],
}
cases.push(ofAstro, ...handlerCases, ...formHandlerCases)

describe('with the types that a build writes', () => {
  let errors: ReturnType<typeof checkTypes>

  beforeAll(() => {
    const root = createTypedProject(cases, 'ts', { 'ssr-pages.config.mjs': envConfig })
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    errors = checkTypes(root, tsc, ['--pretty', 'false'])
  }, 150_000)

  test.each(cases.map((one, index) => ({ ...one, index })))(
    '$complaint',
    ({ index, errors: expected = [] }) => {
      expect(errorsOf(errors, index, 'ts')).toEqual(
        expected.map(([line, message]) => [line, expect.stringContaining(message)]),
      )
    },
  )
})
