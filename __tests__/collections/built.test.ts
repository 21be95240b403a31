import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import express from 'express'
import helmet from 'helmet'
import type { Browser } from 'playwright-core'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import type { NetlifyHandler } from '../../src/netlify/index.ts'
import { CONTENT_NAMES } from '../../src/shared/content-names.ts'
import type { Manifest } from '../../src/shared/types.ts'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { runCli } from '../support/cli.ts'
import { createProjectInRepository, readTree, write } from '../support/project.ts'
import { contentSite, images } from './content-site.ts'

let root = ''
let pages: SsrPages
let manifest: Manifest

const warn = jest.spyOn(console, 'warn').mockReturnValue()

beforeAll(async () => {
  root = createProjectInRepository(contentSite)
  for (const [path, bytes] of Object.entries(images)) write(join(root, path), bytes)
  const { code, printed } = await runCli('build', root)
  if (code !== 0) throw new Error(printed)
  pages = ssrPages({ dir: join(root, 'dist/pages') })
  manifest = JSON.parse(readFileSync(join(root, 'dist/pages/manifest.json'), 'utf8'))
}, 120_000)

afterAll(() => rmSync(root, { recursive: true, force: true }))

/** HTML without the hashes of files and the classes of scoped styles. */
function plain(text: string): string {
  return text
    .replaceAll(/\.[\w-]{8}(?=\.(?:css|js|png)\b)/g, '')
    .replaceAll(/ ?\bastro-[a-z0-9]{8}\b/g, '')
    .replaceAll(' class=""', '')
}

async function textOf(path: string): Promise<string> {
  const response = await pages.fetch(new Request(`http://localhost${path}`))
  return plain((await response?.text()) ?? '')
}

async function jsonOf(path: string): Promise<unknown> {
  return JSON.parse(await textOf(path))
}

function stylesIn(html: string): string[] {
  return [...html.matchAll(/<link rel="stylesheet" href="([^"]*)"/g)].map(([, url = '']) => url)
}

describe('a page that lists entries', () => {
  test('has their data, each time as the loader has stored it', async () => {
    const html = await textOf('/')
    expect(html).toContain(
      '<ul><li>cards changed 1</li><li>island island 1</li><li>plain Plain 0</li></ul>',
    )
    expect(await textOf('/')).toBe(html)
  })

  test('links none of the styles and scripts of the entries', async () => {
    expect(stylesIn(await textOf('/'))).toHaveLength(1)
    const route = manifest.routes.find(({ pattern }) => pattern === '/')
    expect(route).toMatchObject({ scripts: {}, styles: { length: 1 } })
  })
})

describe('a page that shows an entry', () => {
  test('prints stored HTML, and its headings', async () => {
    const html = await textOf('/blog/plain')
    expect(html).toContain('<h1 id="plain">Plain “text”</h1>')
    expect(html).toContain('<p>Plain “text”</p>')
  })

  test('prints the images of the text with their size', async () => {
    const [tag = ''] = /<img [^>]*>/.exec(await textOf('/blog/plain')) ?? []
    expect(tag).toContain(
      'src="/_image?href=%2F_assets%2Fother.png&amp;w=1&amp;h=1&amp;f=webp&amp;',
    )
    expect(tag).toMatch(/ alt="An image".* width="1" height="1"/)
  })

  test('gets images of the data as an import gives them', async () => {
    expect(await textOf('/cover')).toContain(
      '<img src="/_assets/cover.png" width="1" alt="# Plain “text”">',
    )
  })

  test.each([
    ['cards', 'Card'],
    ['styled', 'Styled'],
  ])('links the styles of %s in its head, after its own', async (id, name) => {
    const html = await textOf(`/blog/${id}`)
    const [head = ''] = html.split('</head>')
    const own = stylesIn(await textOf('/blog/plain'))
    expect(stylesIn(head)).toEqual([...own, `/_assets/${name}.css`])
    expect(stylesIn(html)).toEqual(stylesIn(head))
  })

  test('passes props to an entry, and prints its scripts', async () => {
    const html = await textOf('/blog/cards')
    expect(html).toContain('Cards of page</h1>')
    expect(html).toMatch(/<script type="module" src="\/_assets\/Card[\w.]*js"><\/script>/)
  })

  test('is 404 for an entry that does not exist', async () => {
    for (const id of ['none', '__proto__', 'constructor']) {
      const response = await pages.fetch(new Request(`http://localhost/blog/${id}`))
      expect(response?.status).toBe(404)
    }
  })

  test('prints an entry of a kind that an integration has added', async () => {
    const html = await textOf('/note')
    expect(html).toContain('a.note: a note &lt;b&gt;')
    expect(stylesIn(html)).toEqual(['/_assets/note.css'])
    expect(html).toMatch(/3$/)
  })

  test('that has sent its head links the styles in place, once', async () => {
    const response = await pages.fetch(new Request('http://localhost/late/cards'))
    const text = plain((await response?.text()) ?? '')
    expect(text).toMatch(
      /<p>first<\/p><link rel="stylesheet" href="\/_assets\/Card\.css"><h1.*<script type="module" src="\/_assets\/Card/s,
    )
    expect(text.match(/Card\.css/g)).toHaveLength(1)
    expect(text.match(/Card\.js/g)).toHaveLength(1)
    expect(text.match(/<div class="card/g)).toHaveLength(2)
  })

  test('that is a part of a page links the styles in place', async () => {
    expect(await textOf('/part/styled')).toMatch(
      /^<link rel="stylesheet" href="\/_assets\/Styled\.css"><i class="styled/,
    )
  })
})

describe('prerendered pages', () => {
  const read = (id: string) =>
    plain(readFileSync(join(root, `dist/client/static/${id}/index.html`), 'utf8'))

  test('exist for each entry, with what it loads', () => {
    expect(readdirSync(join(root, 'dist/client/static')).toSorted()).toEqual([
      'cards',
      'island',
      'plain',
      'styled',
    ])
    expect(read('cards')).toContain('Cards of static</h1>')
    expect(stylesIn(read('cards'))).toContain('/_assets/Card.css')
    expect(stylesIn(read('plain'))).not.toContain('/_assets/Card.css')
    expect(read('plain')).toMatch(/src="\/_assets\/other\.[\w-]+\.webp"/)
    expect(read('island')).toContain('<astro-island ')
  })
})

describe('other code of a site reads entries:', () => {
  test('an API route', async () => {
    expect(await jsonOf('/all.json')).toMatchObject([
      {
        id: 'plain',
        collection: 'blog',
        body: '# Plain “text”',
        data: { title: 'Plain', date: '1970-01-01T00:00:00.000Z' },
        rendered: { metadata: { frontmatter: { title: 'Plain' } } },
      },
    ])
  })

  test('page middleware', async () => {
    const answer = await pages.fetch(new Request('http://localhost/blog/old-cards'))
    expect([answer?.status, answer?.headers.get('location')]).toEqual([301, '/blog/cards'])
    const other = await pages.fetch(new Request('http://localhost/blog/old-none'))
    expect(other?.status).toBe(404)
  })

  test('a view and a mail, whose styles are inlined', async () => {
    const mail = await pages.render('letter', { props: { id: 'cards' } })
    const [head = ''] = mail.split('</head>')
    expect(head.match(/<style>[^<]*<\/style>/g)?.join('')).toMatch(
      /margin:3px.*color:(?:#010203|rgb\(1, ?2, ?3\))/s,
    )
    expect(mail).toContain('Cards of view</h1>')
    expect(mail).not.toContain('rel="stylesheet"')
    const linked = await pages.render('letter', { props: { id: 'cards' }, styles: 'link' })
    expect(stylesIn(plain(linked))).toContain('/_assets/Card.css')
    const nothing = await pages.render('letter', { props: { id: 'plain' } })
    expect(nothing).not.toMatch(/#010203|rgb\(1/)
  })
})

test('collections may have any name', async () => {
  expect(await jsonOf('/odd.json')).toEqual([[['__proto__', 1]], [['__proto__', 1]], [], 'Blog'])
  expect(warn).toHaveBeenLastCalledWith(expect.stringContaining('The collection "none"'))
  const files = [...readTree(join(root, 'dist/pages')).keys()]
  expect(files.filter((file) => /^_content\/[^-]*\.mjs$/.test(file)).toSorted()).toEqual([
    '_content/blog.mjs',
    '_content/notes.mjs',
    '_content/odd_name_.mjs',
  ])
  expect(files).toContain('_content/Blog-2.mjs')
})

describe('live collections', () => {
  test('are asked for each request', async () => {
    const first = await jsonOf('/stock.json')
    expect(first).toEqual({ entries: [{ id: 'tea', data: { asked: 1, filter: { id: null } } }] })
    expect(await jsonOf('/stock.json')).toMatchObject({ entries: [{ data: { asked: 2 } }] })
  })

  test('have entries that pages render', async () => {
    expect(await textOf('/stock/tea')).toContain('<b>Tea</b>')
  })

  test('return their errors', async () => {
    expect(await jsonOf('/stock.json?id=no')).toEqual({ error: 'Entry stock → no was not found.' })
    expect(await jsonOf('/stock.json?id=gone')).toMatchObject({
      error: 'Entry stock → gone was not found.',
    })
    expect(await textOf('/stock/no')).toContain('not found')
  })
})

test('astro:content exports what schemas need, however it is imported', async () => {
  expect(await jsonOf('/names.json')).toEqual([
    CONTENT_NAMES.toSorted(),
    { collection: 'blog', id: 'plain' },
  ])
  expect(await jsonOf('/zod.json')).toEqual([{ a: { collection: 'blog', id: 'x' } }, false])
})

test('the manifest has what content modules load, and nothing of other entries', () => {
  expect(manifest.content?.map(({ file }) => file)).toEqual([
    'src/content/cards.mdx',
    'src/content/island.mdx',
    'src/content/styled.mdx',
    'src/notes/a.note',
  ])
})

test('no page has the data of a collection in its own module', () => {
  const files = readTree(join(root, 'dist/pages'))
  const withText = [...files].filter(([, text]) => /Plain (?:\\u201c|\xe2\x80\x9c)text/.test(text))
  expect(withText.map(([file]) => file)).toEqual(['_content/blog.mjs'])
})

describe('in one function of Netlify, without node_modules', () => {
  let alone = ''
  let handler: NetlifyHandler

  beforeAll(async () => {
    alone = realpathSync(mkdtempSync(join(tmpdir(), 'ssr-pages-test-')))
    cpSync(join(root, 'netlify/functions/entry'), alone, { recursive: true })
    handler = (await import(pathToFileURL(join(alone, 'entry.mjs')).href)).default
  })

  afterAll(() => rmSync(alone, { recursive: true, force: true }))

  test.each<[string, RegExp]>([
    ['/', /<li>plain Plain 0<\/li>/],
    ['/blog/plain', /Plain “text”<\/h1>.*src="\/\.netlify\/images\?url=%2F_assets%2Fother\.png&/s],
    [
      '/blog/cards',
      /<link rel="stylesheet" href="\/_assets\/Card\.css">.*<\/head>.*Cards of page/s,
    ],
    ['/stock.json?id=tea', /"name":"Tea"/],
  ])('%s is answered', async (path, expected) => {
    const response = await handler(new Request(`http://localhost${path}`), {} as never)
    expect(plain(await response.text())).toMatch(expected)
  })
})

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('in a browser, under a mount and a strict policy', () => {
  let server: Server
  let browser: Browser
  let origin = ''
  let url = ''

  beforeAll(async () => {
    const nonce = 'abcdefghijklmnop'
    const pages = ssrPages({ dir: join(root, 'dist/pages') })
    const policy = [`'nonce-${nonce}'`, "'self'"]
    server = express()
      .use(
        helmet({
          contentSecurityPolicy: {
            useDefaults: false,
            directives: { defaultSrc: ["'self'", 'data:'], scriptSrc: policy, styleSrc: policy },
          },
          strictTransportSecurity: false,
        }),
      )
      .use((_req, res, next) => {
        res.locals['cspNonce'] = nonce
        next()
      })
      .use('/help', pages)
      .use(pages)
      .listen(0)
    browser = await startBrowser()
    origin = `http://localhost:${(server.address() as AddressInfo).port}`
    url = `${origin}/help`
  })

  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  test.each(['blog', 'late'])(
    'an entry of /%s has its styles, and its script runs',
    async (folder) => {
      const { page, complaints } = await openPage(browser)
      await page.goto(`${url}/${folder}/cards`)
      await page.waitForFunction('document.body.dataset.card === "ran"')
      const color = await page.$eval('.card', (card) => getComputedStyle(card).color)
      expect(color).toBe('rgb(1, 2, 3)')
      expect(complaints).toEqual([])
      await page.close()
    },
  )

  // Prerendered pages are of the path that the site is built for.
  test.each(['/help/blog', '/help/late', '/static'])('an island of %s hydrates', async (folder) => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${origin}${folder}/island`)
    await page.waitForSelector('astro-island:not([ssr])', { state: 'attached' })
    await page.click('.counter')
    await page.waitForFunction('document.querySelector(".counter").textContent === "4"')
    const display = await page.$eval('astro-island', (one) => getComputedStyle(one).display)
    const color = await page.$eval('.counter', (one) => getComputedStyle(one).color)
    expect([display, color]).toEqual(['contents', 'rgb(7, 8, 9)'])
    expect(complaints).toEqual([])
    await page.close()
  })

  test('an image of an entry is shown', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${url}/blog/plain`)
    const width = await page.$eval('img', (image) => image.decode().then(() => image.naturalWidth))
    expect([width, complaints]).toEqual([1, []])
    await page.close()
  })
})
