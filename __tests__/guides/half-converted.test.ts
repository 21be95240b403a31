import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { build } from '../support/cli.ts'
import { createProjectInRepository } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { type Server, startUserServer } from '../support/servers.ts'

const EXAMPLE = join(ROOT, 'examples/ejs-half-converted')

interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** A browser: it keeps one cookie. */
interface Visitor {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Reply>
  post(path: string, form?: Readonly<Record<string, string>>): Promise<Reply>
}

// The view of EJS reads a property of each loan.
const BROKEN = `const { createApp } = require(${JSON.stringify(join(EXAMPLE, 'app.js'))})
const { createLibrary } = require(${JSON.stringify(join(EXAMPLE, 'lib/library.js'))})
const library = { ...createLibrary(), loansOf: () => [null] }
createApp({ library, secret: 'for a test' }).listen(process.env.PORT)
`

let server: Server

beforeAll(async () => {
  build(EXAMPLE)
  server = await startUserServer(join(EXAMPLE, 'server.js'))
}, 60_000)

afterAll(() => server?.stop())

describe('both halves of the example', () => {
  const halves = ['/', '/tools/1', '/login', '/opening-hours', '/nothing']

  test.each(halves)('have the same head and navigation: %s', async (path) => {
    const { body } = await enter().get(path)
    expect(partsOf(body)).toEqual(partsOf((await enter().get('/')).body))
    expect(body.match(/<html/g)).toHaveLength(1)
  })

  test('link styles that are served', async () => {
    const { body } = await enter().get('/login')
    const styles = [...body.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)]
    expect(styles).toHaveLength(2)
    for (const [, href = ''] of styles) {
      const { status, headers } = await enter().get(href)
      expect([href, status, headers.get('content-type')]).toEqual([
        href,
        200,
        expect.stringContaining('text/css'),
      ])
    }
  })

  test('know who has signed in', async () => {
    const ada = await signIn()
    for (const path of [...halves, '/loans']) {
      const [, nav = ''] = /<nav([^]*)<\/nav>/.exec((await ada.get(path)).body) ?? []
      const shown = ['Sign out', 'Sign in'].filter((text) => nav.includes(text))
      expect([path, shown]).toEqual([path, ['Sign out']])
    }
  })

  test('show the messages of each other, once', async () => {
    const ada = await signIn()
    expect((await ada.get('/opening-hours')).body).toContain('Welcome, Ada!')
    expect((await ada.get('/loans')).body).not.toContain('Welcome, Ada!')
  })
})

describe('the half of .astro views', () => {
  test('prints what the handler passes, escaped', async () => {
    const { status, headers, body } = await enter().get('/')
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(body).toContain('Drill &amp; bits')
    expect(body).toContain('<title>Tools - Ferry Lane Tool Library</title>')
  })

  test('answers a search with the list alone if a script asks', async () => {
    const whole = await enter().get('/?words=CUTTER')
    expect(whole.body).toContain('value="CUTTER"')
    const { headers, body } = await enter().get('/?words=CUTTER', { 'HX-Request': 'true' })
    expect(body).toMatch(/^<ul id="list"[^]*Tile cutter[^]*<\/ul>\s*$/)
    expect(body).not.toContain('Drill')
    expect([whole.headers.get('vary'), headers.get('vary')]).toEqual([
      expect.stringContaining('HX-Request'),
      expect.stringContaining('HX-Request'),
    ])
  })

  test('sends a visitor without a card to the sign-in, with a message', async () => {
    const visitor = enter()
    const { status, headers } = await visitor.post('/tools/1/borrow', { days: '3' })
    expect([status, headers.get('location')]).toEqual([303, '/login'])
    expect((await visitor.get('/login')).body).toContain('Sign in to borrow a tool.')
  })

  test.each(['0', '8', '"><script>', '1.5'])('shows the form again, with 422: %j', async (days) => {
    const ada = await signIn()
    const { status, body } = await ada.post('/tools/1/borrow', { days })
    expect([status, body.includes('Choose from 1 to 7 days.')]).toEqual([422, true])
    expect(body).toContain(`value="${days.replaceAll('"', '&quot;')}"`)
  })

  test('lends a tool, which the half of EJS lists and takes back', async () => {
    const ada = await signIn()
    const { status, headers } = await ada.post('/tools/1/borrow', { days: '3' })
    expect([status, headers.get('location')]).toEqual([303, '/loans'])
    const loans = await ada.get('/loans')
    expect(loans.body).toContain('Drill &amp; bits is yours for 3 days.')
    expect(loans.body).toMatch(/<a href="\/tools\/1">Drill &amp; bits<\/a>, 3 days/)
    expect((await ada.get('/tools/1')).body).toContain('Somebody has it at present.')
    expect((await ada.post('/loans/1/return')).headers.get('location')).toBe('/loans')
    expect((await ada.get('/loans')).body).toContain('You have nothing of ours.')
  })
})

describe('the half of EJS', () => {
  test('shows its form again, with 422 and what was typed', async () => {
    const { status, body } = await enter().post('/login', { card: '"><b>' })
    expect(status).toBe(422)
    expect(body).toContain('There is no card with this number.')
    expect(body).toContain('value="&#34;&gt;&lt;b&gt;"')
  })

  test.each(['/views/login.ejs', '/ejs', '/_views/ejs', '/tools/index', '/login.ejs'])(
    'has no view that a path reaches: %s',
    async (path) => {
      expect((await enter().get(path)).status).toBe(404)
    },
  )
})

describe('errors of both halves', () => {
  test.each(['/nothing', '/tools/99', '/loans/1/return'])('404 is a page: %s', async (path) => {
    const { status, body } = await enter().get(path)
    expect([status, body.includes('We do not have this page')]).toEqual([404, true])
  })

  test('a form of another site is refused, with the error page', async () => {
    const form = { method: 'POST', headers: { origin: 'https://evil.example' } }
    const response = await fetch(`http://127.0.0.1:${server.port}/loans/1/return`, form)
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('That did not work')
  })

  test('an error in a view of EJS is the error page, with nothing of the server', async () => {
    const root = createProjectInRepository({ 'server.cjs': BROKEN })
    const broken = await startUserServer(join(root, 'server.cjs'))
    const ada = enter(broken)
    await ada.post('/login', { card: '1815' })
    const { status, body } = await ada.get('/loans')
    await broken.stop()
    rmSync(root, { recursive: true })
    expect([status, body.includes('That did not work')]).toEqual([500, true])
    expect(body).not.toMatch(/\n +at |loan\.ejs|Cannot read/)
    expect(broken.output()).toContain('loan.ejs')
  })

  test('a malformed path is the error page, with its status and nothing of the server', async () => {
    const { status, body } = await enter().get('/tools/%E0%A4%A')
    expect(status).toBe(400)
    expect(body).not.toMatch(/\n +at |node_modules|URIError/)
  })
})

test('in development, both halves have the same head and navigation, without a build', async () => {
  const developed = await startUserServer(join(EXAMPLE, 'server.js'), { NODE_ENV: 'development' })
  try {
    const [home, login] = [await enter(developed).get('/'), await enter(developed).get('/login')]
    expect([home.status, login.status]).toEqual([200, 200])
    expect(partsOf(login.body)).toEqual(partsOf(home.body))
    expect(login.body).toContain('Number of your card')
  } finally {
    await developed.stop()
  }
}, 60_000)

const testInBrowser = browserPath === undefined ? test.skip : test

testInBrowser(
  'a browser shows what is found while one types',
  async () => {
    const browser = await startBrowser()
    const { page, complaints } = await openPage(browser)
    await page.goto(`http://localhost:${server.port}/`)
    await page.getByRole('searchbox').pressSequentially('saw')
    await page.getByText('We have no such tool.').waitFor()
    await page.getByRole('searchbox').fill('tile')
    await page.getByText('Tile cutter').waitFor()
    const shown = await page.locator('#list li').allTextContents()
    await browser.close()
    expect([shown.map((text) => text.trim()), complaints]).toEqual([['Tile cutter'], []])
  },
  60_000,
)

test('the files that the README names exist', () => {
  const readme = readFileSync(join(EXAMPLE, 'README.md'), 'utf8')
  const files = [...readme.matchAll(/`((?:src|views|lib|routes)\/[\w./-]+)`/g)]
  expect(files.length).toBeGreaterThan(8)
  for (const [, file = ''] of files) {
    if (file === 'src/views/loans.astro') continue
    expect([file, readFileSync(join(EXAMPLE, file), 'utf8').length > 0]).toEqual([file, true])
  }
})

// The parts that the layout prints.
function partsOf(body: string): readonly (string | undefined)[] {
  const links = body
    .match(/<link rel="stylesheet"[^>]*>/g)
    ?.filter((link) => link.includes('/stylesheets/'))
  return [/<nav[^]*<\/nav>/.exec(body)?.[0], links?.join(''), /^<!doctype html>/i.exec(body)?.[0]]
}

async function signIn(): Promise<Visitor> {
  const ada = enter()
  const { status, headers } = await ada.post('/login', { card: '1815' })
  expect([status, headers.get('location')]).toEqual([303, '/loans'])
  return ada
}

function enter(entered: Server = server): Visitor {
  let cookie = ''
  const ask = async (path: string, init: RequestInit): Promise<Reply> => {
    const headers = { ...Object.fromEntries(new Headers(init.headers)), cookie }
    const url = `http://127.0.0.1:${entered.port}${path}`
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return { status: response.status, headers: response.headers, body: await response.text() }
  }
  return {
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, form = {}) => ask(path, { method: 'POST', body: new URLSearchParams(form) }),
  }
}
