import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { type Project, createProject } from '../dev/project.ts'
import { browserPath, startBrowser } from '../support/browser.ts'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'

const FILES = {
  'src/views/show.astro': `---
import Card from '../components/Card.astro'
export const fragments = { card: Card }
---
<html><head><title>Shop</title></head><body><h1 class="own">old heading</h1><Card /><p>{Astro.props.from} {Astro.url.pathname}</p>
<script>document.body.dataset.script = 'ran'</script></body></html>
<style>.own { outline-color: rgb(1, 1, 1) }</style>`,
  'src/components/Card.astro':
    '<p class="card">old card</p><style>.card { outline-color: rgb(2, 2, 2) }</style>',
  'src/views/other.astro': '<html><head></head><body><h1>other</h1></body></html>',
  'src/views/throws.astro': "---\nconst a = 1\nthrow new TypeError('no luck')\n---\n<p>{a}</p>",
  'src/views/listed.astro':
    '---\n// a page\nexport const getStaticPaths = () => []\n---\n<p>never</p>',
  'src/views/misspelt.astro': '---\nexport const fragment = {}\n---\n<p>shown</p>',
  'src/views/once.astro': '---\nexport const prerender = true\n---\n<p>never</p>',
  'src/views/secret.astro': "---\nconst key = 'top-secret-key'\n---\n<p>{key.length}</p>",
}

let project: Project
let server: Server

beforeAll(async () => {
  project = await createProject(FILES)
  server = await startServer('dev-views.mjs', project.root)
})

afterAll(async () => {
  await server?.stop()
  await project?.remove()
})

async function get(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`http://localhost:${server.port}${path}`, {
    headers: { accept: 'text/html', ...headers },
  })
  return { status: answer.status, body: await answer.text() }
}

describe('a view in development', () => {
  test.each([
    ['by res.render()', '/shop/show', '>render /shop/show<'],
    ['by pages.send()', '/sent/show', '>send /sent/show<'],
    ['to a callback', '/text/show', 'old heading'],
    ['by pages.render()', '/mail/show', '>mail /<'],
  ])('is rendered %s', async (_, path, text) => {
    const answer = await get(path)
    expect([answer.status, answer.body]).toEqual([200, expect.stringContaining(text)])
  })

  test('names the handler that has asked for a view that does not exist', async () => {
    const { status, body } = await get('/shop/shwo', { accept: '*/*' })
    expect([status, body]).toEqual([500, expect.stringContaining('Did you mean &quot;show&quot;?')])
    expect(body).toMatch(/dev-views\.mjs:31:\d+/)
  })

  test('has fragments', async () => {
    const { body } = await get('/shop/show%23card')
    expect(body).toMatch(/^<p class="card[^>]*>old card<\/p>$/)
    expect((await get('/shop/show%23crad')).status).toBe(500)
    await until(() => server.output().includes('Did you mean "show#card"?'))
  })

  test('has the script of development, with the nonce of the host', async () => {
    const { body } = await get('/shop/show')
    expect(body).toMatch(
      /<script type="module" src="\/@ssr-pages\/client\.js\?v=[^"]+" nonce="abc"><\/script>/,
    )
    expect(body).toMatch(/<link rel="stylesheet" href="\/src\/views\/show\.astro[^"]+" nonce="abc"/)
  })

  test('gets its line in the terminal', async () => {
    await get('/shop/show')
    await until(() => /^GET show 200 \d+ ms$/m.test(server.output()))
  })

  test('leaves the routes of the host alone', async () => {
    expect(await get('/host')).toEqual({ status: 200, body: 'from the host' })
  })

  test.each([
    ['throws', /src\/views\/throws\.astro:3:\d+/, /TypeError: no luck/],
    ['listed', /src\/views\/listed\.astro:3:14/, /cannot export 'getStaticPaths'/],
    ['once', /src\/views\/once\.astro:2:\d+/, /cannot export 'prerender'/],
  ])('that fails (%s) shows its error with the place in its source', async (name, place, text) => {
    const { status, body } = await get(`/shop/${name}`)
    expect([status, body]).toEqual([500, expect.stringMatching(/client\.js\?v=[^"]+problem=\d+"/)])
    await until(() => place.test(server.output()) && text.test(server.output()))
  })

  test('with a misspelt export is rendered, with a warning and its place', async () => {
    expect((await get('/shop/misspelt')).status).toBe(200)
    await until(() =>
      server
        .output()
        .includes(
          "src/views/misspelt.astro:2:14: The export 'fragment' has no effect. Did you mean 'fragments'?",
        ),
    )
  })

  test('with an unknown name is explained', async () => {
    const { status } = await get('/shop/shwo')
    expect(status).toBe(500)
    await until(() => server.output().includes('There is no view "shwo".\nDid you mean "show"?'))
  })

  test('with an unknown name ends at the host when a wrapper is between two uses', async () => {
    expect((await get('/wrapped/none')).status).toBe(500)
    await until(() => server.output().includes('There is no view "none"'))
    expect((await get('/wrapped/show')).body).toContain('old heading')
  })

  test('is not shown under a foreign host name, while routes of the host are', async () => {
    const seen = await Promise.all(
      ['/shop/show', '/host'].map((path) => requestAs('evil.example', path)),
    )
    expect(seen).toEqual([403, 200])
  })
})

async function requestAs(host: string, path: string): Promise<number> {
  const { request } = await import('node:http')
  return new Promise((resolve, reject) => {
    const sent = request(
      { port: server.port, host: 'localhost', path, headers: { host } },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      },
    )
    sent.on('error', reject).end()
  })
}

describe('no URL of development shows the source of a view', () => {
  const paths = [
    '/src/views/secret.astro',
    '/src/views/secret.astro?raw',
    '/src/views/secret.astro?url',
    '/src/views/secret.astro?import',
    '/src/views/secret.astro?import&raw',
    '/src/views/secret.astro?ssr-pages',
    '/src/views/../views/secret.astro',
    '/%73rc/views/secret.astro',
    '/views/secret',
    '/secret',
    '/_views/secret',
    '/pages/_views/secret',
    '/src%2Fviews%2Fsecret.astro',
  ]
  test.each([...paths, '/@fs/ROOT', '/@fs/ROOT?raw', '/@fs/ROOT?import&raw'])(
    '%s',
    async (path) => {
      await get('/shop/secret')
      const { body } = await get(path.replace('ROOT', `${project.root}/src/views/secret.astro`))
      expect(body).not.toContain('top-secret-key')
    },
  )
})

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('a view that is open in a browser', () => {
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await startBrowser()
    page = await browser.newPage()
    page.setDefaultTimeout(15_000)
  })

  afterAll(() => browser?.close())

  async function open(name: string): Promise<void> {
    const connected = page.waitForEvent('console', {
      predicate: (message) => message.text() === '[vite] connected.',
    })
    await page.goto(`http://localhost:${server.port}/shop/${name}`)
    await connected
    await page.evaluate(() => Reflect.set(globalThis, 'mark', 'kept'))
  }
  const mark = () => page.evaluate(() => String(Reflect.get(globalThis, 'mark')))
  const outlineOf = (selector: string) =>
    page.locator(selector).evaluate((element) => getComputedStyle(element).outlineColor)

  test('runs its scripts under the policy of the host', async () => {
    await open('show')
    await until(() => page.evaluate(() => document.body.dataset['script'] === 'ran'))
  })

  test.each([
    ['.own', 'src/views/show.astro', 'rgb(1, 1, 1)', 'rgb(7, 7, 7)'],
    ['.card', 'src/components/Card.astro', 'rgb(2, 2, 2)', 'rgb(8, 8, 8)'],
  ])('takes a changed style of %s without a reload', async (selector, file, before, after) => {
    await open('show')
    await project.edit(file, before, after)
    await until(async () => (await outlineOf(selector)) === after)
    expect(await mark()).toBe('kept')
  })

  test.each([
    ['itself', 'src/views/show.astro', 'old heading', 'new heading'],
    ['its component', 'src/components/Card.astro', 'old card', 'new card'],
  ])('reloads when %s changes', async (_, file, before, after) => {
    await open('show')
    await project.edit(file, before, after)
    await page.getByText(after).waitFor()
  })

  test('shows an error in its overlay, and comes back when it is fixed', async () => {
    await open('other')
    await project.edit('src/views/other.astro', '<h1>other</h1>', '<h1>{nothing.at}</h1>')
    await page.locator('ssr-pages-problem').getByText('nothing is not defined').first().waitFor()
    await project.edit('src/views/other.astro', '<h1>{nothing.at}</h1>', '<h1>mended</h1>')
    await page.getByText('mended').waitFor()
  })

  test('can be added and removed while the server runs', async () => {
    await project.write('src/views/added.astro', '<p>added {Astro.props.from}</p>')
    await until(async () => (await get('/shop/added')).body.includes('added render'))
    await project.remove('src/views/added.astro')
    await until(async () => (await get('/shop/added')).status === 500)
  })
})
