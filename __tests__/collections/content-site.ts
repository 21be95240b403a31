/** 1 by 1 pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAwS2OUAAAAABJRU5ErkJggg==',
  'base64',
)

const CONFIG = `import mdx from '@astrojs/mdx'
import preact from '@astrojs/preact'
import netlify from 'ssr-pages/netlify'

const notes = {
  name: 'notes',
  hooks: {
    'astro:config:setup': ({ addContentEntryType }) =>
      addContentEntryType({
        extensions: ['.note'],
        getEntryInfo: ({ contents }) => ({ data: { words: contents.split(' ').length }, body: contents }),
        async getRenderModule({ contents, fileUrl }) {
          const text = JSON.stringify(fileUrl.pathname.split('/').pop() + ': ' + contents)
          const code = [
            'import { createComponent } from "astro/runtime/server/index.js"',
            'import "../components/note.css"',
            'export const Content = createComponent(() => ' + text + ')',
          ]
          return { code: code.join('\\n') }
        },
      }),
  },
}
export default { integrations: [mdx(), preact(), notes], adapter: netlify() }
`

// Its loader stores what others make of files, so that these tests are about pages only.
const CONTENT_CONFIG = `import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'

const blog = defineCollection({
  loader: {
    name: 'test',
    load({ store }) {
      store.set({
        id: 'plain',
        data: { title: 'Plain', date: new Date(0), cover: './cover.png' },
        body: '# Plain “text”',
        filePath: 'src/content/plain.md',
        assetImports: ['./cover.png', '../other.png'],
        imageImports: [['cover']],
        rendered: {
          html: '<h1 id="plain">Plain “text”</h1><img __ASTRO_IMAGE_="{&#x22;src&#x22;:&#x22;../other.png&#x22;,&#x22;alt&#x22;:&#x22;An image&#x22;,&#x22;index&#x22;:0}">',
          metadata: {
            headings: [{ depth: 1, slug: 'plain', text: 'Plain “text”' }],
            imagePaths: ['../other.png'],
            frontmatter: { title: 'Plain' },
          },
        },
      })
      for (const id of ['cards', 'island', 'styled']) {
        const filePath = 'src/content/' + id + '.mdx'
        store.set({ id, data: { title: id, date: new Date(1) }, filePath, deferredRender: true })
      }
    },
  },
})
const odd = defineCollection({ loader: () => [{ id: '__proto__', value: 1 }] })
const notes = defineCollection({ loader: glob({ pattern: '*.note', base: 'src/notes' }) })
export const collections = { blog, 'odd name/ä': odd, Blog: odd, notes }
`

const LIVE_CONFIG = `import { defineLiveCollection } from 'astro:content'
import { loader } from './stock-loader.js'

export const collections = { stock: defineLiveCollection({ loader }) }
`

const LOADER = `import { LiveEntryNotFoundError } from 'astro/content/runtime'

let asked = 0
export const loader = {
  name: 'stock',
  async loadCollection({ filter }) {
    asked += 1
    return { entries: [{ id: 'tea', data: { asked, filter: filter ?? null } }] }
  },
  async loadEntry({ filter: { id } }) {
    if (id === 'gone') return { error: new LiveEntryNotFoundError('stock', 'gone') }
    return id === 'tea' ? { id, data: { name: 'Tea' }, rendered: { html: '<b>Tea</b>' } } : undefined
  },
}
`

const ENTRY = `const { id } = Astro.params
const entry = await getEntry('blog', id)
if (!entry) return new Response(null, { status: 404 })
const { Content, headings } = await render(entry)`

function shell(body: string): string {
  return `<html><head><title>t</title><link rel="icon" href="data:," /></head><body>${body}</body></html>
<style>body { margin: 3px }</style>`
}

/** A site whose pages read collections in every place where code of a site runs. */
export const contentSite: Readonly<Record<string, string>> = {
  'ssr-pages.config.mjs': CONFIG,
  'src/content.config.mjs': CONTENT_CONFIG,
  'src/live.config.mjs': LIVE_CONFIG,
  'src/stock-loader.js': LOADER,
  'src/content/cards.mdx': `import Card from '../components/Card.astro'

# Cards of {props.kind}

<Card>inside</Card>
`,
  'src/content/island.mdx': `import Counter from '../components/Counter.jsx'

<Counter client:load start={3} />
`,
  'src/content/styled.mdx': `import Styled from '../components/Styled.astro'

<Styled />
`,
  'src/components/note.css': '.note { color: rgb(9, 9, 9) }',
  'src/notes/a.note': 'a note <b>',
  'src/pages/note.astro': `---
import { getEntry, render } from 'astro:content'
const entry = await getEntry('notes', 'a')
const { Content } = await render(entry)
---
<Content />{entry.data.words}`,
  'src/components/Card.astro': `<div class="card"><slot /></div>
<script>document.body.dataset.card = 'ran'</script>
<style>.card { color: rgb(1, 2, 3) }</style>`,
  'src/components/Styled.astro': `<i class="styled">styled</i>
<style>.styled { color: rgb(4, 5, 6) }</style>`,
  'src/components/Counter.jsx': `import { useState } from 'preact/hooks'
import './counter.css'
export default function Counter({ start }) {
  const [count, set] = useState(start)
  return <button class="counter" onClick={() => set(count + 1)}>{count}</button>
}`,
  'src/components/counter.css': '.counter { color: rgb(7, 8, 9) }',
  'src/pages/index.astro': `---
import { getCollection } from 'astro:content'
const entries = await getCollection('blog', ({ data }) => data.title !== 'styled')
entries[0].data.title = 'changed'
---
${shell('<ul>{entries.map(({ id, data }) => <li>{id} {data.title} {data.date.getTime()}</li>)}</ul>')}`,
  'src/pages/blog/[id].astro': `---
import { getEntry, render } from 'astro:content'
${ENTRY}
---
${shell('<Content kind="page" /><p>{headings.map(({ text }) => text).join()}</p>')}`,
  'src/pages/late/[id].astro': `---
import { getEntry, render } from 'astro:content'
${ENTRY}
const Late = new Promise((done) => setTimeout(done, 50, Content))
---
${shell('<p>first</p>{Late.then((Content) => <Content />)}{Late.then((Content) => <Content />)}')}`,
  'src/pages/part/[id].astro': `---
import { getEntry, render } from 'astro:content'
export const partial = true
${ENTRY}
---
<Content />`,
  'src/pages/static/[id].astro': `---
import { getCollection, render } from 'astro:content'
export const prerender = true
export async function getStaticPaths() {
  const entries = await getCollection('blog')
  return entries.map((entry) => ({ params: { id: entry.id }, props: { entry } }))
}
const { Content } = await render(Astro.props.entry)
---
${shell('<Content kind="static" />')}`,
  'src/pages/cover.astro': `---
import { getEntry } from 'astro:content'
const { data, body } = await getEntry({ collection: 'blog', id: 'plain' })
---
<img src={data.cover.src} width={data.cover.width} alt={body}>`,
  'src/pages/odd.json.js': `import { getCollection, getEntry } from 'astro:content'
export async function GET() {
  const ids = async (name) => (await getCollection(name)).map(({ id, data }) => [id, data.value])
  return Response.json([await ids('odd name/ä'), await ids('Blog'), await ids('none'), (await getEntry('Blog', '__proto__')).collection])
}`,
  'src/pages/all.json.ts': `import { getEntries, type CollectionEntry } from 'astro:content'
export async function GET(): Promise<Response> {
  const found: (CollectionEntry<'blog'> | undefined)[] = await getEntries([{ collection: 'blog', id: 'plain' }])
  return Response.json(found)
}`,
  'src/pages/names.json.js': `import * as content from 'astro:content'
export async function GET() {
  return Response.json([Object.keys(content).toSorted(), content.reference('blog').parse('plain')])
}`,
  'src/again.js': "export { reference as toBlog, z } from 'astro:content'",
  'src/pages/zod.json.js': `import { toBlog, z } from '../again.js'
import { reference } from 'astro:content'
export async function GET() {
  return Response.json([z.object({ a: toBlog('blog') }).parse({ a: 'x' }), reference('blog').safeParse({ collection: 'odd', id: 'x' }).success])
}`,
  'src/pages/stock.json.js': `import { getLiveCollection, getLiveEntry } from 'astro:content'
export async function GET({ url }) {
  const id = url.searchParams.get('id')
  const result = id ? await getLiveEntry('stock', id) : await getLiveCollection('stock', { id })
  return Response.json({ ...result, error: result.error?.message })
}`,
  'src/pages/stock/[id].astro': `---
import { getLiveEntry, render } from 'astro:content'
const { entry, error } = await getLiveEntry('stock', Astro.params.id)
if (error) return Astro.rewrite('/404')
const { Content } = await render(entry)
---
<Content />`,
  'src/pages/404.astro': '<p>not found</p>',
  'src/middleware.js': `import { getEntry } from 'astro:content'
export async function onRequest({ url, redirect }, next) {
  const [, id] = url.pathname.match(/^\\/blog\\/old-(.+)$/) ?? []
  if (id && (await getEntry('blog', id))) return redirect('/blog/' + id, 301)
  return next()
}`,
  'src/views/letter.astro': `---
import { getEntry, render } from 'astro:content'
const { Content } = await render(await getEntry('blog', Astro.props.id))
---
${shell('<Content kind="view" />')}`,
}

/** Images of the site by their files. */
export const images: Readonly<Record<string, Uint8Array>> = {
  'src/content/cover.png': PIXEL,
  // The same image in another file.
  'src/other.png': Buffer.concat([PIXEL, Buffer.from('other')]),
}
