import type { TypeCase } from './typed-project.ts'

/** What a handler of the host may write. The compiler for `.astro` files is not needed for these. */
export const handlerCases: TypeCase[] = [
  {
    complaint: 'pages.send knows the views and the props that each requires',
    code: `import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SsrPages } from 'ssr-pages'
export async function handle(pages: SsrPages, req: IncomingMessage, res: ServerResponse) {
  await pages.send(req, res, 'cart', { props: { lines: [{ id: 'a', count: 1 }] }, status: 422 })
  await pages.send(req, res, 'cart', { props: { lines: [{ id: 'a' }] } })
  await pages.send(req, res, 'cart')
  await pages.send(req, res, 'crat', { props: { lines: [] } })
  await pages.send(req, res, 'cart', { props: { lines: [], titel: 'Cart' } })
  await pages.send(req, res, 'products', { props: { page: '2' } })
  await pages.send(req, res, 'products/index')
  await pages.send(req, res, 'loose', { props: { anything: 1 } })
  await pages.send(req, res, 'loose', { statuses: 1 })
}`,
    errors: [
      [5, "Property 'count' is missing in type '{ id: string; }'"],
      [6, 'Expected 4 arguments, but got 3.'],
      [7, `Argument of type '"crat"' is not assignable to parameter of type`],
      [8, "'titel' does not exist in type"],
      [9, "Type 'string' is not assignable to type 'number'."],
      [12, "'statuses' does not exist in type"],
    ],
  },
  {
    complaint: 'a fragment is a name with the props of its component',
    code: `import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SsrPages } from 'ssr-pages'
export async function handle(pages: SsrPages, req: IncomingMessage, res: ServerResponse) {
  await pages.send(req, res, 'cart#lines', { props: { lines: [] } })
  await pages.send(req, res, 'cart#lines', { props: { lines: [], title: 'Cart' } })
  await pages.send(req, res, 'cart#line', { props: { lines: [] } })
  const isPart: boolean = req.headers['hx-request'] === 'true'
  await pages.send(req, res, isPart ? 'cart#lines' : 'cart', { props: { lines: [] } })
}`,
    errors: [
      [5, "'title' does not exist in type"],
      [6, `Argument of type '"cart#line"' is not assignable to parameter of type`],
    ],
  },
  {
    complaint: 'pages.render takes views with their props, and any path',
    code: `import type { SsrPages } from 'ssr-pages'
export async function handle(pages: SsrPages, path: \`/\${string}\`): Promise<string> {
  await pages.render('/mail/welcome', { props: { name: 'Ada' }, nonce: 'a' })
  await pages.render(path)
  await pages.render('cart', { props: { lines: 1 } })
  await pages.render('mail/welcome')
  return pages.render('cart#lines', { props: { lines: [] }, locals: { user: undefined } })
}`,
    errors: [
      [5, "Type 'number' is not assignable to type 'Line[]'."],
      [6, `Argument of type '"mail/welcome"' is not assignable to parameter of type`],
    ],
  },
  {
    complaint: "res.render still takes every view of the host's own engine",
    code: `import { Router } from 'express'
export const router = Router()
router.get('/', (_req, res) => {
  res.render('home.ejs', { anything: 1 })
  res.render('home', (_error: Error, html: string) => res.send(html))
  res.render(String(res.statusCode), { anything: 1 })
  res.render('cart', { lines: [] }, (_error, html) => res.send(html.trim()))
  res.render('products', (_error, html) => res.send(html.trim()))
  res.render('cart#lines', { lines: [] })
  res.render('home', { a: 1 }, 'callback')
})`,
    errors: [[10, 'No overload matches this call.']],
  },
  {
    complaint: 'the locals of the project are those of Express, declared once',
    code: `import { Router } from 'express'
export const router = Router()
router.use((_req, res, next) => {
  res.locals.user = { name: 'Ada' }
  res.locals.user = { name: 1 }
  next()
})`,
    errors: [[5, "Type 'number' is not assignable to type 'string'."]],
  },
]
