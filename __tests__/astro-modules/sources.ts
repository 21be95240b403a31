/** An installed Astro, none of whose modules may be loaded. */
const astro = {
  'node_modules/astro/package.json':
    '{"name":"astro","version":"7.3.5","type":"module","exports":{".":"./m.js","./*":"./m.js"}}',
  'node_modules/astro/m.js': "throw new Error('an installed Astro was loaded')\n",
}

/** An integration whose modules import Astro's when the configuration is read. */
const integration = {
  'node_modules/news/package.json':
    '{"name":"news","type":"module","exports":"./dist/index.js","peerDependencies":{"astro":"^7.0.0"},"dependencies":{"news-core":"1"}}',
  'node_modules/news/dist/index.js': `import { readFileSync } from 'node:fs'
import { rank } from 'news-core'
import { title } from './title.js'
export default function news() {
  const text = readFileSync(new URL('./text.txt', import.meta.url), 'utf8')
  return { title: title(text), rank, lazy: () => import('astro/container'), late: () => import('./late.js') }
}
`,
  'node_modules/news/dist/late.js': `import { AstroErrorData } from 'astro/errors'
import { glob } from 'astro/loaders'
import compiler from 'not-installed'
export default [AstroErrorData.any, glob, compiler]
`,
  'node_modules/news/dist/text.txt': 'News',
  'node_modules/news/dist/title.js': `import { envField } from 'astro/config'
import { AstroError } from 'astro/errors'
import { z } from 'astro/zod'
export function title(text) {
  const error = new AstroError('no title', 'Set one.')
  const { type } = envField.string({ context: 'client', access: 'public' })
  return [z.string().parse(text), error.hint, type, AstroError.is(error)].join(' ')
}
`,
  'node_modules/news-core/package.json':
    '{"name":"news-core","type":"module","exports":"./index.js","keywords":["astro"]}',
  'node_modules/news-core/index.js': `import { defineMiddleware } from 'astro/middleware'
export const rank = typeof defineMiddleware
export const code = "import { a } from 'data:text/javascript;base64,\${b}'; import c from 'none'"
`,
}

/** A package of JavaScript that imports Astro's modules in the pages. */
const library = {
  'node_modules/library/package.json':
    '{"name":"library","type":"module","exports":"./index.js","peerDependencies":{"astro":"*"}}',
  'node_modules/library/index.js': `import { AstroError, AstroError as Same } from 'astro/errors'
import { sequence } from 'astro/middleware'
import { z } from 'astro/zod'
export const facts = { name: new AstroError('a').name, isSame: AstroError === Same, z: z.number().parse(4) }
export const onRequest = sequence((context, next) => {
  context.locals.from = 'library'
  return next()
})
`,
  // A component without the compiler, as icon packages have it.
  'node_modules/marks/package.json':
    '{"name":"marks","type":"module","exports":"./index.ts","peerDependencies":{"astro":"*"}}',
  'node_modules/marks/index.ts': `import { createComponent, render, renderComponent, renderSlot, Fragment } from 'astro/compiler-runtime'
import { addAttribute, __astro_tag_component__ } from 'astro/runtime/server/index.js'
const Inner = createComponent((result: never, props: { size: number }, slots: Record<string, never>) =>
  render\`<svg\${addAttribute(props.size, 'width')}>\${renderSlot(result, slots['default'])}</svg>\`)
export default createComponent((result: never, props: object, slots: Record<string, never>) =>
  render\`\${renderComponent(result, 'Inner', Inner, props, { default: () => render\`\${renderSlot(result, slots['default'])}\` })}\`, undefined, 'none')
export const tagged = () => null
__astro_tag_component__(tagged, '@astrojs/react')
export const hasFragment = typeof Fragment
export * from 'astro:components'
`,
}

const pages = {
  'src/pages/config.astro': `---
import * as client from 'astro:config/client'
import * as server from 'astro:config/server'
const { root, srcDir, outDir, publicDir, cacheDir, build, ...rest } = server
const folders = { root, srcDir, outDir, publicDir, server: build.server, client: build.client }
const paths = Object.fromEntries(Object.entries(folders).map(([name, url]) => [name, url.href.replace(root.href, '')]))
---
<script is:inline type="application/json" set:html={JSON.stringify({ client: { ...client }, paths, isUrl: cacheDir instanceof URL, format: build.format, rest })}></script>
`,
  'src/pages/library.ts': `import { facts } from 'library'
import 'astro/client'
export const GET = ({ locals }) => Response.json({ ...facts, from: locals.from })
`,
  'src/pages/marks.astro': `---
import Mark, { hasFragment, tagged } from 'marks'
import { fade, slide } from 'astro:transitions'
---
<p transition:animate={fade({ duration: '0.4s' })}><Mark size={4}><Fragment>in <b>it</b></Fragment></Mark></p>
<i>{hasFragment} {tagged[Symbol.for('astro:renderer')]} {slide().forwards.old[1].name}</i>
`,
  'src/pages/nodes.astro': `---
import { Fragment as Group, isVNode, jsx, jsxs } from 'astro/jsx-runtime'
const Item = ({ children, label }) => jsx('li', { title: label, children })
const list = jsxs('ul', { class: 'a "b"', children: [jsx(Item, { label: 'x', children: '<1>' }), jsx('li', { 'set:html': '<b>2</b>' }), jsx('br', {}), jsx(Group, { children: [3, null, 'four'] })] })
---
{list}{isVNode(list)}{isVNode({})}
`,
  'src/middleware.ts': "export { onRequest } from 'library'\n",
  'src/pages/index.astro': `<link rel="icon" href="data:," /><p id="out"></p>
<script>
import { AstroError } from 'astro/errors'
import { base, site } from 'astro:config/client'
import { z } from 'astro/zod'
document.querySelector('#out').textContent = [new AstroError('a', 'hint').hint, base, site, z.string().parse('zod')].join(' ')
</script>
`,
}

/** A site that imports all of Astro's modules that exist, in every place, beside an installed Astro. */
export const site: Readonly<Record<string, string>> = {
  ...astro,
  ...integration,
  ...library,
  ...pages,
  'package.json': '{"name":"shop","type":"module"}',
  'ssr-pages.config.mjs': `import { defineConfig, envField, fontProviders, sessionDrivers } from 'astro/config'
import { AstroError } from 'astro/errors'
import news from 'news'
const { title, rank } = news()
const names = [fontProviders.google().entrypoint, sessionDrivers.redis().entrypoint, envField.enum({ values: ['a'] }).type]
if (names.join() !== 'astro/fonts/google,unstorage/drivers/redis,enum') throw new AstroError(names.join())
export default defineConfig({
  base: '/docs',
  site: 'https://shop.example',
  vite: { define: { TITLE: JSON.stringify(title + ' ' + rank) } },
})
`,
  'src/pages/title.ts': 'export const GET = () => new Response(TITLE)\n',
}

/** The user's server over the build. */
export const server: string = `import express from 'express'
import { ssrPages } from 'ssr-pages'
express().use(ssrPages({ dir: 'dist/pages' })).listen(process.env.PORT)
`

/** The user's server over the sources. */
export const inDevelopment: string = server.replace(
  "dir: 'dist/pages'",
  "dir: 'dist/pages', dev: true",
)
