import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { ssrPages } from '../../src/index.ts'

const links = (strategy: string, paths: readonly string[]): string =>
  paths
    .map((path) => `<a id="${path}" href="/shop/target/${path}" ${strategy}>${path}</a>`)
    .join('\n')

/** A site whose pages have links of every kind; any other path below `/shop/target` is a page, too. */
export const FILES: Readonly<Record<string, string>> = {
  'src/layouts/Base.astro': `<html lang="en"><head><title>{Astro.props.title}</title><link rel="icon" href="data:," /></head><body><slot /></body></html>`,
  'src/components/Link.astro': `<a {...Astro.props}><slot /></a>`,
  'src/pages/target/[...name].astro': `---
import Base from '../../layouts/Base.astro'
---
<Base title="target"><h1>target {Astro.params.name}</h1></Base>`,
  'src/pages/index.astro': `---
import Base from '../layouts/Base.astro'
---
<Base title="all">
${links('data-astro-prefetch', ['default'])}
${links('data-astro-prefetch="hover"', ['hover', 'focus', 'short', 'parts'])}
${links('data-astro-prefetch="tap"', ['tap'])}
${links('data-astro-prefetch="load"', ['load', 'load#again'])}
${links('data-astro-prefetch="false"', ['false'])}
${links('', ['unmarked'])}
<a id="download" href="/shop/target/download" data-astro-prefetch="load" download>download</a>
<a id="here" href="/shop/#here" data-astro-prefetch="load">here</a>
<a id="mail" href="mailto:a@example.com" data-astro-prefetch="load">mail</a>
<a id="external" href="http://127.0.0.1:PORT/shop/target/external" data-astro-prefetch="load">other origin</a>
<a id="host" href="/host" data-astro-prefetch>a page of the host</a>
<div style="height: 300vh"></div>
${links('data-astro-prefetch="viewport"', ['viewport'])}
</Base>`,
  'src/pages/plain.astro': `---
import Base from '../layouts/Base.astro'
---
<Base title="plain"><a href="/shop/target/plain">plain</a></Base>`,
  'src/pages/props.astro': `---
import Base from '../layouts/Base.astro'
import Link from '../components/Link.astro'
import { attributes } from '../attributes.ts'
---
<Base title="props"><Link href="/shop/target/props" {...attributes}>props</Link></Base>`,
  'src/attributes.ts': `export const attributes = { 'data-astro-prefetch': 'load' }`,
  'src/pages/script.astro': `---
import Base from '../layouts/Base.astro'
---
<Base title="script">
<Fragment set:html={'<a href="/shop/target/database" data-' + 'astro-prefetch="load">database</a>'} />
<script>
  import { prefetch } from 'astro:prefetch'
  prefetch('/shop/target/called')
  prefetch('target/called#again')
</script>
</Base>`,
  'src/pages/bare.astro': `---
import Base from '../layouts/Base.astro'
---
<Base title="bare">
<Fragment set:html={'<a href="/shop/target/bare" data-' + 'astro-prefetch="load">bare</a>'} />
<script>import 'astro:prefetch'</script>
</Base>`,
  'src/pages/later.astro': `---
import Base from '../layouts/Base.astro'
---
<Base title="later"><main></main>
<script>
  const link = (name) => '<p><a href="/shop/target/' + name + '" data-astro-prefetch="load">' + name + '</a></p>'
  setTimeout(() => (document.querySelector('main').innerHTML = link('later')), 50)
</script>
</Base>`,
}

/** What the server of development tests imports. */
export const APP: Readonly<Record<string, string>> = {
  'app.js': `import express from 'express'
import { ssrPages } from 'ssr-pages'
export const createApp = () => express().use(ssrPages({ root: import.meta.dirname, dev: true }))`,
  'shop/shop.js': 'export const openShop = () => {}',
  'shop/carrier.js': 'export const createCarrier = () => {}',
}

/** A host with the site, which notes what browsers fetch. */
export interface Host {
  readonly origin: string
  /** The paths that were asked for below \`/shop/target\`, and pages of the host, in order. */
  readonly seen: { readonly path: string; readonly purpose: string | undefined }[]
  close(): void
}

/** Starts an Express app with a strict policy that has the pages below `/shop`. */
export function startHost(options: Parameters<typeof ssrPages>[0]): Host {
  const seen: { path: string; purpose: string | undefined }[] = []
  const app = express()
  app.use((req, res, next) => {
    const purpose = req.get('sec-purpose')
    if (/^\/(?:shop\/target|host)/.test(req.path)) seen.push({ path: req.path, purpose })
    res.locals['cspNonce'] = 'bm9uY2U'
    res.set(
      'content-security-policy',
      "default-src 'self'; script-src 'nonce-bm9uY2U'; style-src 'nonce-bm9uY2U'; style-src-attr 'unsafe-inline'; img-src data:",
    )
    next()
  })
  app.get('/host', (_req, res) => void res.send('<h1>host</h1>'))
  app.use('/shop', ssrPages(options))
  const server: Server = app.listen(0)
  const { port } = server.address() as AddressInfo
  return { origin: `http://localhost:${port}`, seen, close: () => void server.close() }
}
