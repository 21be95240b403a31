import { describe, expect, test } from '@jest/globals'
import { createCollections } from '../../src/collections/create-collections.ts'
import type { RenderedContent } from '../../src/collections/rendered-content.ts'
import { createComponent, renderComponent } from '../../src/render/component.ts'
import { renderHead } from '../../src/render/head.ts'
import type { PageRender } from '../../src/render/page-render.ts'
import { renderScript } from '../../src/render/script.ts'
import { renderSlot } from '../../src/render/slot.ts'
import { render as template } from '../../src/render/template.ts'
import type { RouteAssets } from '../../src/shared/types.ts'
import { type PageRequest, renderModule, toText } from '../support/render-source.ts'
import { Arrival } from '../support/serve.ts'
import { functionsOver } from './functions.ts'

const HTML = '<h1 id="a">A &amp; B</h1>\n<p>one</p>'
const blog = [
  {
    id: 'plain',
    data: {},
    filePath: 'src/blog/plain.md',
    rendered: {
      html: HTML,
      metadata: {
        headings: [{ depth: 1, slug: 'a', text: 'A & B' }],
        frontmatter: { title: 'A', minutes: 3 },
      },
    },
  },
  { id: 'data', data: {} },
  { id: 'module', data: {}, filePath: 'src/blog/module.mdx', deferredRender: true as const },
]

/** A content module as MDX compiles it, with one script. */
const module = {
  Content: createComponent((result: PageRender, props, slots) => {
    const { components = {}, ...others } = props
    const Title = (components as Record<string, unknown>)['h1'] ?? 'h1'
    return template`${renderScript(result, 'src/menu.ts')}${renderComponent(
      result,
      'h1',
      Title,
      {},
      {
        default: () => template`${JSON.stringify(others)}`,
      },
    )}${renderSlot(result, slots['default'])}`
  }),
  getHeadings: () => [{ depth: 1, slug: 'b', text: 'B' }],
  frontmatter: { title: 'B' },
}

const assets: RouteAssets = {
  styles: ['_assets/card.css', '_assets/page.css'],
  scripts: { 'src/menu.ts': '_assets/menu.js' },
  hasHead: false,
}

async function open(id: string): Promise<RenderedContent> {
  const { getEntry, render } = functionsOver(
    { blog },
    { modules: [['src/blog/module.mdx', async () => module]] },
  )
  const entry = await getEntry('blog', id)
  if (!entry) throw new Error(`no entry ${id}`)
  return render(entry)
}

test('a page that changes the frontmatter of an entry in MDX changes nothing for the next request', async () => {
  const { remarkPluginFrontmatter } = await open('module')
  Object.assign(remarkPluginFrontmatter, { title: 'changed' })
  const next = await open('module')
  expect(next.remarkPluginFrontmatter).toEqual({ title: 'B' })
})

/** Prints a page with a head, and what `toBody` prints. */
async function page(toBody: (result: PageRender) => unknown, request: PageRequest = {}) {
  const Page = createComponent(
    (result) =>
      template`<html><head>${renderHead(result)}</head><body>${toBody(result)}</body></html>`,
  )
  const given = {
    ...request,
    assets: { hasHead: true, styles: ['_assets/page.css'], ...request.assets },
  }
  return toText(await renderModule({ default: Page }, given))
}

const content = (file: string) => (file === 'src/blog/module.mdx' ? assets : undefined)
const OWN = '<link rel="stylesheet" href="/_assets/page.css">'
const LINK = '<link rel="stylesheet" href="/_assets/card.css">'
const SCRIPT = '<script type="module" src="/_assets/menu.js"></script>'

describe('an entry whose HTML is stored', () => {
  test('prints its HTML as it is', async () => {
    const { Content } = await open('plain')
    expect(await page((result) => renderComponent(result, 'Content', Content, {}))).toContain(
      `<body>${HTML}</body>`,
    )
  })

  test('has its headings, and its frontmatter as plugins have left it', async () => {
    const { headings, remarkPluginFrontmatter } = await open('plain')
    expect(headings).toEqual([{ depth: 1, slug: 'a', text: 'A & B' }])
    expect(remarkPluginFrontmatter).toEqual({ title: 'A', minutes: 3 })
  })

  test('comes after the styles of a page without a head', async () => {
    const { Content } = await open('plain')
    const Page = createComponent((result) => renderComponent(result, 'Content', Content, {}))
    const request = { assets: { styles: ['_assets/page.css'] } }
    expect(await toText(await renderModule({ default: Page }, request))).toBe(
      `<!DOCTYPE html>${OWN}${HTML}`,
    )
  })
})

test('an entry without a text prints nothing', async () => {
  const { Content, headings, remarkPluginFrontmatter } = await open('data')
  expect(await page((result) => renderComponent(result, 'Content', Content, {}))).toContain(
    '<body></body>',
  )
  expect({ headings, remarkPluginFrontmatter }).toEqual({
    headings: [],
    remarkPluginFrontmatter: {},
  })
})

test('an entry of a live collection prints its HTML', async () => {
  const { render } = createCollections({})
  const { Content } = await render({ id: 'x', data: {}, rendered: { html: HTML } } as never)
  expect(await page((result) => renderComponent(result, 'Content', Content, {}))).toContain(HTML)
})

describe('images of a text', () => {
  const place = (fields: object) =>
    `__ASTRO_IMAGE_="${JSON.stringify(fields).replaceAll('&', '&amp;').replaceAll('"', '&#x22;')}"`
  const image = { src: '/docs/_assets/a.png', width: 4, height: 2 }

  test.each<[string, object, string]>([
    ['are printed with their size', { src: './a.png', alt: 'A', index: 0 }, 'alt="A"'],
    [
      'keep quotes in their texts',
      { src: './a.png', alt: `"A" & 'B'`, index: 0 },
      'alt="&quot;A&quot; &amp; \'B\'"',
    ],
    ['keep other attributes', { src: './a.png', alt: '', title: 'T', index: 1 }, 'title="T"'],
  ])('%s', async (_, fields, printed) => {
    const html = `<p><img ${place(fields)}></p>`
    const { getEntry, render } = functionsOver(
      {
        blog: [
          {
            id: 'a',
            data: {},
            filePath: 'src/blog/a.md',
            assetImports: ['./a.png'],
            rendered: { html, metadata: { imagePaths: ['./a.png'] } },
          },
        ],
      },
      { toImage: () => image },
    )
    const { Content } = await render((await getEntry('blog', 'a')) as never)
    const text = await page((result) => renderComponent(result, 'Content', Content, {}))
    const [, tag = ''] = /<p><img ([^>]*)><\/p>/.exec(text) ?? []
    expect(tag).toContain('src="/docs/_assets/a.png"')
    expect(tag).toContain('width="4"')
    expect(tag).toContain('height="2"')
    expect(tag).toContain(printed)
    expect(tag).not.toMatch(/__ASTRO|index|  /)
  })

  test('that data names are what an import gives', async () => {
    const { getEntry } = functionsOver(
      {
        blog: [
          {
            id: 'a',
            data: { cover: './a.png', list: [{ src: './b.png' }], other: './a.png' },
            filePath: 'src/blog/a.md',
            assetImports: ['./a.png', './b.png'],
            imageImports: [['cover'], ['list', 0, 'src']],
          },
        ],
      },
      { toImage: (source) => ({ ...image, source }) },
    )
    const found = await getEntry('blog', 'a')
    expect(found?.data).toEqual({
      cover: { ...image, source: './a.png' },
      list: [{ src: { ...image, source: './b.png' } }],
      other: './a.png',
    })
  })
})

describe('an entry that is a module', () => {
  test('has the headings and the frontmatter of the module', async () => {
    const { headings, remarkPluginFrontmatter } = await open('module')
    expect(headings).toEqual([{ depth: 1, slug: 'b', text: 'B' }])
    expect(remarkPluginFrontmatter).toEqual({ title: 'B' })
  })

  test('gets props, components and slots', async () => {
    const { Content } = await open('module')
    const props = { components: { h1: 'h2' }, size: 3 }
    const slots = { default: () => template`<i>slot</i>` }
    const text = await page((result) => renderComponent(result, 'Content', Content, props, slots))
    expect(text).toContain('<h2>{&quot;size&quot;:3}</h2><i>slot</i>')
  })

  test.each<[string, Parameters<typeof page>[1], string]>([
    ['in the head', {}, `<head>${OWN}${LINK}</head><body>${SCRIPT}<h1>`],
    [
      'in development',
      { content: async (file: string) => content(file) },
      `<head>${OWN}${LINK}</head>`,
    ],
    ['with the nonce', { nonce: 'abc' }, LINK.replace('>', ' nonce="abc">')],
    ['under a mount', { base: '/docs' }, LINK.replace('/_assets', '/docs/_assets')],
    [
      'as text',
      { head: ({ styles }) => `<style>${styles.join()}</style>` },
      '<head><style>_assets/page.css</style><style>_assets/card.css</style></head>',
    ],
  ])('loads its styles and scripts %s', async (_, request, expected) => {
    const { Content } = await open('module')
    const text = await page((result) => renderComponent(result, 'Content', Content, {}), {
      content,
      ...request,
    })
    expect(text).toContain(expected)
    expect(text.match(/card\.css/g)).toHaveLength(1)
    expect(text.match(/menu\.js/g)).toHaveLength(1)
  })

  test('loads them once, however often it is rendered', async () => {
    const { Content } = await open('module')
    const twice = (result: PageRender) => [
      renderComponent(result, 'Content', Content, {}),
      renderComponent(result, 'Content', Content, {}),
    ]
    const text = await page(twice, { content })
    expect(text.match(/<h1>/g)).toHaveLength(2)
    expect(text.match(/card\.css/g)).toHaveLength(1)
    expect(text.match(/menu\.js/g)).toHaveLength(1)
  })

  test('links its styles in place once the head has been sent', async () => {
    const { Content } = await open('module')
    const sent = new Arrival()
    const late = async (result: PageRender) => {
      await sent.done
      return renderComponent(result, 'Content', Content, {})
    }
    const Page = createComponent(
      (result) =>
        template`<html><head>${renderHead(result)}</head><body>${late(result)}${late(result)}</body></html>`,
    )
    const given = { hasHead: true, styles: ['_assets/page.css'] }
    const result = await renderModule({ default: Page }, { content, assets: given })
    if (!('html' in result) || typeof result.html === 'string') throw new Error('not streamed')
    const chunks: string[] = []
    for await (const chunk of result.html) {
      chunks.push(chunk)
      sent.tell()
    }
    expect(chunks[0]).toBe(`<!DOCTYPE html><html><head>${OWN}</head><body>`)
    const rest = chunks.slice(1).join('')
    expect(rest).toMatch(new RegExp(`^${LINK}${SCRIPT}<h1>`))
    expect(rest.match(/card\.css/g)).toHaveLength(1)
  })

  test('loads nothing that the page has', async () => {
    const { Content } = await open('module')
    const text = await page((result) => renderComponent(result, 'Content', Content, {}), {
      content: () => ({ styles: ['_assets/page.css'], scripts: {}, hasHead: false }),
    })
    expect(text).toContain(`<head>${OWN}</head>`)
  })

  test('of another build is an error that names it', async () => {
    const { getEntry, render } = functionsOver({ blog })
    const entry = await getEntry('blog', 'module')
    await expect(render(entry as never)).rejects.toMatchObject({
      code: 'SSR_PAGES_MODULE_UNKNOWN',
      message: expect.stringContaining('"module" of the collection "blog"'),
    })
  })

  test('without a component is an error that names its file', async () => {
    const { getEntry, render } = functionsOver(
      { blog },
      { modules: [['src/blog/module.mdx', async () => ({})]] },
    )
    const entry = await getEntry('blog', 'module')
    await expect(render(entry as never)).rejects.toThrow('src/blog/module.mdx exports no component')
  })
})
