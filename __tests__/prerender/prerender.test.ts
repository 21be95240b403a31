import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { type AstroGlobal as Astro, type Context, html } from '../../src/index.ts'
import { type Modules, type Outcome, prerenderModules } from './modules.ts'

const page = () => html`<p>a</p>`

describe('a prerendered page', () => {
  test('sees a request without a client, for the public URL of the site', async () => {
    const { files } = await prerenderModules(
      {
        'a b.astro': {
          default: ({ request, url, site, node, locals, isPrerendered, routePattern }: Astro) =>
            html`${[
              request.method,
              request.url,
              [...request.headers].length,
              url.href,
              site?.href,
              typeof node,
              Object.keys(locals).length,
              isPrerendered,
              routePattern,
            ].join()}`,
        },
      },
      { base: '/docs/', site: 'https://example.com' },
    )
    const url = 'https://example.com/docs/a%20b'
    expect(files.get('a b/index.html')).toBe(
      `<!DOCTYPE html>GET,${url},0,${url},https://example.com/,undefined,0,true,/a b`,
    )
  })

  test('has a localhost URL if the site has none', async () => {
    const { files } = await prerenderModules({
      'index.astro': { default: ({ url }: Astro) => html`${url.href}` },
    })
    expect(files.get('index.html')).toBe('<!DOCTYPE html>http://localhost/')
  })

  test('has a trailing slash if the site wants one', async () => {
    const page = { default: ({ url }: Astro) => html`${url.pathname}` }
    const modules = { 'a.astro': page, 'index.astro': page, '404.astro': page }
    const { files } = await prerenderModules(modules, { trailingSlash: 'always' })
    expect([...files.values()].map((text) => text.slice('<!DOCTYPE html>'.length))).toEqual([
      '/404',
      '/a/',
      '/',
    ])
  })

  test('is awaited completely', async () => {
    const late = wait(20).then(() => 'b')
    const { files } = await prerenderModules({
      'a.astro': { default: () => html`<p>a ${late}</p>` },
    })
    expect(files.get('a/index.html')).toBe('<!DOCTYPE html><p>a b</p>')
  })

  test('has its status and headers in the manifest, and no cookies', async () => {
    const outcome = await prerenderModules({
      'a.astro': {
        default({ response, cookies }: Astro) {
          response.headers.set('cache-control', 'max-age=60')
          cookies.set('a', '1')
          return html`a`
        },
      },
    })
    expect(filesOf(outcome)).toEqual([
      {
        path: '/a',
        file: 'a/index.html',
        status: 200,
        headers: { 'cache-control': 'max-age=60', 'content-type': 'text/html; charset=utf-8' },
      },
    ])
    expect(outcome.log).toContain('src/pages/a.astro sets cookies, which a file cannot do')
  })

  test('leaves pages that are rendered on demand unchanged in the manifest', async () => {
    const { manifest, files } = await prerenderModules({
      'a.astro': { default: page },
      'live.b.astro': {},
    })
    expect(
      manifest.routes.map(({ pattern, prerendered }) => [pattern, prerendered?.length]),
    ).toEqual([
      ['/a', 1],
      ['/b', undefined],
    ])
    expect([...files.keys()]).toEqual(['a/index.html'])
  })
})

describe('a prerendered API route', () => {
  test('is a file of its own name, with its type and bytes', async () => {
    const outcome = await prerenderModules({
      'feed.xml.ts': {
        GET: () =>
          new Response('<rss/>', {
            headers: { 'content-type': 'text/xml', 'content-length': '6', 'set-cookie': 'a=1' },
          }),
      },
      'api/data.ts': { GET: (_context: Context) => Response.json([1]) },
      'raw.ts': { GET: () => new Response(new Uint8Array([97, 98])) },
      'old.json.ts': { get: () => ({ body: '{}' }) },
    })
    expect(Object.fromEntries(outcome.files)).toEqual({
      'feed.xml': '<rss/>',
      'api/data': '[1]',
      raw: 'ab',
      'old.json': '{}',
    })
    expect(filesOf(outcome).map(({ headers }) => headers)).toEqual([
      { 'content-type': 'text/xml' },
      { 'content-type': 'application/json' },
      { 'content-type': 'application/octet-stream' },
      { 'content-type': 'application/json;charset=utf-8' },
    ])
  })
})

describe('a redirect from a prerendered page', () => {
  const to = (location: string, status?: number) => ({
    default: ({ redirect }: Astro) => redirect(location, status),
  })

  test('is a page that redirects browsers, and a real redirect in the manifest', async () => {
    const outcome = await prerenderModules({ 'a.astro': to('/b?x=1&y="<', 301) })
    expect(outcome.files.get('a/index.html')).toBe(`<!DOCTYPE html>
<title>Redirecting to /b?x=1&amp;y=&quot;&lt;</title>
<meta http-equiv="refresh" content="0;url=/b?x=1&amp;y=&quot;&lt;">
<meta name="robots" content="noindex">
<link rel="canonical" href="/b?x=1&amp;y=&quot;&lt;">
<p>/a has moved to <a href="/b?x=1&amp;y=&quot;&lt;">/b?x=1&amp;y=&quot;&lt;</a>.</p>
`)
    expect(filesOf(outcome)).toEqual([
      {
        path: '/a',
        file: 'a/index.html',
        status: 301,
        headers: { location: '/b?x=1&y="<', 'content-type': 'text/html; charset=utf-8' },
      },
    ])
  })

  test('names the public URL of its destination', async () => {
    const { files } = await prerenderModules(
      { 'a.astro': to('/b') },
      { site: 'https://example.com', base: '/docs/' },
    )
    expect(files.get('a/index.html')).toContain(
      '<link rel="canonical" href="https://example.com/b">',
    )
    expect(files.get('a/index.html')).toContain('<p>/docs/a has moved')
  })

  test('is also written for one in the configuration, if a file can do it', async () => {
    const redirects = [
      { pattern: '/old', destination: '/new' },
      { pattern: '/away/[id]', destination: '/[id]' },
    ]
    const { files, manifest, log } = await prerenderModules({}, { redirects, base: '/docs/' })
    expect([...files.keys()]).toEqual(['old/index.html'])
    expect(files.get('old/index.html')).toContain('content="0;url=/docs/new"')
    expect(manifest.redirects).toEqual(redirects)
    expect(log[0]).toBe(
      'the redirect of /away/[id] needs a server: its paths are not known at build',
    )
  })

  test.each([
    [301, 0],
    [302, 2],
    [303, 0],
    [307, 2],
    [308, 0],
  ])('with status %i comes after %i seconds', async (status, seconds) => {
    const { files } = await prerenderModules({ 'a.astro': to('https://b.test/', status) })
    expect(files.get('a/index.html')).toContain(`content="${seconds};url=https://b.test/"`)
  })
})

describe('a page that answers 404 does not stop the build', () => {
  const empty = () => new Response(null, { status: 404 })
  const none = (file: string, path: string, status: number) =>
    `src/pages/${file}: ${path} gets no file, because it answers with status ${status} and no content`

  test.each<[string, Modules, [string, number][], string]>([
    ['with nothing to show', { 'a.astro': { default: empty } }, [], none('a.astro', '/a', 404)],
    ['as an API route', { 'a.json.ts': { GET: empty } }, [], none('a.json.ts', '/a.json', 404)],
    [
      'as an API route without GET',
      { 'a.ts': { POST: () => new Response('') } },
      [],
      none('a.ts', '/a', 405),
    ],
    [
      'as an API route without content',
      { 'a.ts': { GET: () => new Response(null, { status: 204 }) } },
      [],
      none('a.ts', '/a', 204),
    ],
    [
      'with something to show',
      {
        'a.astro': {
          default({ response }: Astro) {
            response.status = 404
            return html`gone`
          },
        },
      },
      [['a/index.html', 404]],
      'src/pages/a.astro: /a has status 404, which a static file host does not send',
    ],
    [
      'and has the page for it',
      { 'a.astro': { default: empty }, '404.astro': { default: () => html`nothing here` } },
      [['a/index.html', 404]],
      'src/pages/a.astro: /a has status 404, which a static file host does not send',
    ],
  ])('%s', async (_name, modules, expected, warning) => {
    const outcome = await prerenderModules(modules)
    expect(filesOf(outcome).map(({ file, status }) => [file, status])).toEqual(expected)
    expect(outcome.log.filter((line) => line.startsWith('src/'))).toEqual([warning])
  })

  test('and the error page is written with any status', async () => {
    const { manifest, modules } = await prerenderModules({ '404.astro': { default: empty } })
    expect(modules.map(({ path }) => path)).toEqual(manifest.routes.map(({ file }) => file))
  })
})

describe('a public file of the same name', () => {
  const warning = (source: string, file: string, path: string) =>
    `src/pages/${source}: the public file ${file} is served instead of ${path}`

  test('takes precedence over an API route, which then has no file', async () => {
    const outcome = await prerenderModules(
      { 'robots.txt.ts': { GET: () => new Response('own') } },
      {},
      ['robots.txt'],
    )
    expect([...outcome.files.keys(), ...filesOf(outcome)]).toEqual([])
    expect(outcome.log).toContain(warning('robots.txt.ts', 'robots.txt', '/robots.txt'))
  })

  test('takes precedence over a page, whose path it answers', async () => {
    const outcome = await prerenderModules({ 'a.astro': { default: page } }, {}, ['a/index.html'])
    expect([...outcome.files.keys()]).toEqual([])
    expect(filesOf(outcome)).toEqual([
      {
        path: '/a',
        file: 'a/index.html',
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
      },
    ])
    expect(outcome.log).toContain(warning('a.astro', 'a/index.html', '/a'))
  })

  test('is the error page of a static host, and the page that of a server', async () => {
    const outcome = await prerenderModules({ '404.astro': { default: page } }, {}, ['404.html'])
    expect([...outcome.files.keys()]).toEqual([])
    expect(outcome.modules.map(({ path }) => path)).toEqual(['_prerendered/404.mjs'])
  })
})

describe('a prerendered error page', () => {
  test('is a file for static hosts, and a module for hosts without a disk', async () => {
    const { files, manifest, modules } = await prerenderModules({
      '404.astro': { default: () => html`<p>"no" ${'`${x}`'}</p>` },
      '500.astro': { default: page },
    })
    expect([...files.keys()]).toEqual(['404.html', '500.html'])
    expect(manifest.routes).toEqual(
      ['404', '500'].map((name) => ({
        pattern: `/${name}`,
        file: `_prerendered/${name}.mjs`,
        kind: 'page',
        styles: [],
        scripts: {},
        hasHead: false,
      })),
    )
    const [module] = modules
    const { default: component, partial } = await import(
      `data:text/javascript,${encodeURIComponent(module?.content ?? '')}`
    )
    expect(component()).toBe(files.get('404.html'))
    expect([component['astro:html'], partial]).toEqual([true, true])
  })

  test('of a folder is an ordinary page', async () => {
    const { files } = await prerenderModules({ 'docs/404.astro': { default: page } })
    expect([...files.keys()]).toEqual(['docs/404/index.html'])
  })
})

describe('a page that cannot be prerendered stops the build with its path', () => {
  const hint =
    'Correct the page, or let it run for each request: `export const prerender = false`. [SSR_PAGES_PRERENDER_FAILED]'

  test.each<[string, Modules, string]>([
    [
      'when it throws',
      { 'a.astro': { default: () => fail(new Error('boom')) } },
      `src/pages/a.astro: /a: boom\n${hint}`,
    ],
    [
      'when it throws what is no error',
      { 'a.astro': { default: () => fail('boom') } },
      `src/pages/a.astro: /a: boom\n${hint}`,
    ],
    [
      'when a part of it fails late',
      { 'a.astro': { default: () => html`${wait(5).then(() => fail(new Error('boom')))}` } },
      `src/pages/a.astro: /a: boom\n${hint}`,
    ],
    [
      'when it asks who the client is',
      { 'a.astro': { default: ({ clientAddress }: Astro) => html`${clientAddress}` } },
      `src/pages/a.astro: /a: Astro.clientAddress was read while the page was prerendered: a build has no client\nRead it in a page that runs for each request`,
    ],
    [
      'when all of several promises fail',
      {
        'a.astro': {
          default: () => html`${Promise.any([reject('no database'), reject('no cache')])}`,
        },
      },
      `src/pages/a.astro: /a: All promises were rejected: no database; no cache\n${hint}`,
    ],
    [
      'when a host with two addresses cannot be reached',
      {
        'a.astro': {
          default: () =>
            fail(new AggregateError([new Error('refused ::1'), new Error('refused 127')])),
        },
      },
      `src/pages/a.astro: /a: refused ::1; refused 127\n${hint}`,
    ],
    [
      'when fetch() fails',
      {
        'a.astro': {
          default: () =>
            fail(
              new TypeError('fetch failed', { cause: new AggregateError([new Error('refused')]) }),
            ),
        },
      },
      `src/pages/a.astro: /a: fetch failed: refused\n${hint}`,
    ],
    [
      'when what it throws has no message',
      { 'a.astro': { default: () => fail(new RangeError()) } },
      `src/pages/a.astro: /a: RangeError\n${hint}`,
    ],
    [
      'when what it throws is caused by itself',
      { 'a.astro': { default: () => fail(selfCaused()) } },
      `src/pages/a.astro: /a: again\n${hint}`,
    ],
    [
      'when an API route asks who the client is',
      { 'a.ts': { GET: ({ clientAddress }: Context) => Response.json(clientAddress) } },
      'src/pages/a.ts: /a: Astro.clientAddress was read',
    ],
    [
      'when it says that it failed',
      { 'a.astro': { default: () => new Response('sorry', { status: 503 }) } },
      `src/pages/a.astro: /a: it answered with status 503\n${hint}`,
    ],
    [
      'when it redirects nowhere',
      { 'a.astro': { default: () => new Response(null, { status: 302 }) } },
      `src/pages/a.astro: /a: it answered with status 302\n${hint}`,
    ],
    [
      'when it exports nothing',
      { 'a.astro': {} },
      'src/pages/a.astro: /a: a.astro exports neither a component nor a request method',
    ],
  ])('%s', async (_name, modules, expected) => {
    await expect(prerenderModules(modules)).rejects.toThrow(expected)
  })

  test.each(['a', '[id]'])('when its module does not load: %s', async (name) => {
    const modules = { [`${name}.astro`]: new Error('boom') }
    await expect(prerenderModules(modules)).rejects.toThrow(
      `src/pages/${name}.astro: /${name}: its module could not be loaded: boom\n${hint}`,
    )
  })

  test('and keeps what was thrown', async () => {
    const cause = new Error('boom')
    const modules = { 'a.astro': { default: () => fail(cause) } }
    await expect(prerenderModules(modules)).rejects.toMatchObject({ cause })
  })

  test('before the pages after it are rendered', async () => {
    const ran: string[] = []
    const modules = {
      'a.astro': { default: () => fail(new Error('boom')) },
      'b.astro': { default: () => html`${ran.push('b')}` },
    }
    await expect(prerenderModules(modules)).rejects.toThrow('boom')
    expect(ran).toEqual([])
  })
})

describe('the build tells', () => {
  test('the number of pages, and its progress', async () => {
    const { log, progress } = await prerenderModules({
      'a.astro': { default: page },
      'b.astro': { default: page },
    })
    expect(log).toEqual(['prerendering pages (2)'])
    expect(progress).toEqual(['prerendering pages (0 of 2)', 'prerendering pages (1 of 2)'])
  })
})

function filesOf({ manifest }: Outcome) {
  return manifest.routes.flatMap(({ prerendered }) => prerendered ?? [])
}

function fail(thrown: unknown): never {
  throw thrown
}

function reject(message: string): Promise<never> {
  return Promise.reject(new Error(message))
}

function selfCaused(): Error {
  const error = new Error('again')
  return Object.assign(error, { cause: error })
}
