import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Options, type SsrPages, ssrPages } from '../../src/index.ts'
import { build } from '../support/cli.ts'
import { createProjectInRepository } from '../support/project.ts'

/** A site with views for all that handlers do, and a few pages. */
export const FILES: Readonly<Record<string, string>> = {
  'src/middleware.ts': `
    export const onRequest = async (context, next) => {
      context.locals.middleware = 'ran'
      if (context.url.searchParams.has('rewrite')) return next('/page')
      const response = await next()
      response.headers.append('x-route', context.routePattern)
      if (!context.url.searchParams.has('shout')) return response
      return new Response((await response.text()).toUpperCase(), response)
    }`,
  'src/components/Price.astro': `---
const { amount } = Astro.props
---
<b class="price">{amount} EUR</b>
<style>.price { color: rgb(1, 2, 3); }</style>`,
  'src/views/products/show.astro': `---
import Price from '../../components/Price.astro'
const { product } = Astro.props
---
<html><head><title>{product.name}</title></head><body><h1>{product.name}</h1><Price amount={product.price} /></body></html>`,
  'src/views/products/index.astro': '<p>all products</p>',
  'src/views/plain.astro': '<p>{Astro.props.text ?? "no text"}</p>',
  'src/views/context.astro': `---
const { url, params, locals, routePattern, originPathname, request, cookies } = Astro
const seen = {
  href: url.href, path: originPathname, params, routePattern, method: request.method,
  body: request.method === 'POST' ? await request.text() : undefined,
  cookie: cookies.get('theme')?.value, user: locals.user, app: locals.appName, title: locals.title,
  settings: 'settings' in locals, middleware: locals.middleware,
}
---
<script type="application/json" set:html={JSON.stringify(seen)} />`,
  'src/views/cookie.astro': `---
Astro.cookies.set('seen', 'yes', { path: '/' })
Astro.response.headers.set('x-view', 'set')
---
<p>cookie</p>`,
  'src/views/status.astro': '---\nAstro.response.status = 418\n---\n<p>teapot</p>',
  'src/views/redirect.astro': "---\nreturn Astro.redirect('/login', 303)\n---\n",
  'src/views/response.astro':
    "---\nreturn new Response('plain', { status: 202, headers: { 'content-type': 'text/plain' } })\n---\n",
  'src/views/rewrite.astro': "---\nreturn Astro.rewrite('/page')\n---\n",
  'src/views/missing.astro': '---\nreturn new Response(null, { status: 404 })\n---\n',
  'src/views/session.astro': `---
const count = ((await Astro.session.get('count')) ?? 0) + 1
Astro.session.set('count', count)
---
<p>visit {count}</p>`,
  'src/views/broken.astro': '---\nthrow new Error("broken view")\n---\n<p>never</p>',
  'src/views/later.astro': '---\nawait null\nthrow new Error("broken later")\n---\n<p>never</p>',
  'src/components/Slow.astro': `---
const text = await Astro.props.text
---
<i>{text}</i>`,
  'src/views/slow.astro': `---
import Slow from '../components/Slow.astro'
---
<p>first</p><Slow text={Astro.props.text} /><p>last</p>`,
  'src/views/partial.astro': '---\nexport const partial = true\n---\n<li>part</li>',
  'src/views/styled.astro': '<p class="own">own</p><style>.own { color: rgb(4, 5, 6); }</style>',
  'src/views/scripted.astro': `<p>script</p><script>console.log(${JSON.stringify('x'.repeat(5000))})</script>`,
  'src/views/_part.astro': '<p>no view</p>',
  'src/views/[id].astro': '<p>brackets</p>',
  'src/pages/page.astro': '<p>page {Astro.locals.middleware}</p>',
  'src/pages/same.astro': '<p>{Astro.props.text ?? "no text"}</p>',
  'src/pages/once.astro': `---
export const prerender = true
---
<p class="once">once</p><style>.once { color: rgb(7, 8, 9); }</style><script>console.log('once')</script>
<Fragment set:html={"<script>console.log('of the CMS')</script>"} />`,
  'src/pages/404.astro': '<h1>no such thing</h1>',
  'public/robots.txt': 'all',
}

let root: string | undefined

/** Builds the site once for a suite. */
export function buildViews(files: Readonly<Record<string, string>> = FILES): string {
  root = createProjectInRepository(files)
  build(root)
  return root
}

/** Loads the built site. */
export function loadViews(folder: string, options: Options = {}): SsrPages {
  return ssrPages({ dir: join(folder, 'dist/pages'), session: 'memory', ...options })
}

/** Call it after all tests of a suite. */
export function removeViews(): void {
  if (root !== undefined) rmSync(root, { recursive: true, force: true })
}
