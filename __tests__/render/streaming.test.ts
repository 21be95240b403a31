import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import type { HtmlResult } from '../../src/shared/types.ts'
import { type Source, renderSource, toText } from '../support/render-source.ts'

const Slow = `---\nawait new Promise((done) => setTimeout(done, 30))\n---\n<b>slow</b>`

async function stream(source: Source): Promise<AsyncIterator<string>> {
  const { html } = (await renderSource(source)) as HtmlResult
  if (typeof html === 'string') throw new Error('not streamed')
  return html[Symbol.asyncIterator]()
}

type Kind = 'async generator' | 'generator' | 'generator of promises' | 'generator of thenables'

/** How a list gives its next item. */
const ITEMS: Readonly<Record<Kind, readonly [keyword: string, item: string]>> = {
  'async generator': ['async function*', `yield 'x'.repeat(1000)\nawait undefined`],
  generator: ['function*', `yield 'x'.repeat(1000)`],
  'generator of promises': ['function*', `yield Promise.resolve('x'.repeat(1000))`],
  'generator of thenables': ['function*', `yield { then: (done) => done('x'.repeat(1000)) }`],
}

/** A page with an endless list, which notes how far it came and whether it was ended. */
function endless(log: { steps: number; isEnded: boolean }, kind: Kind): Source {
  const [keyword, item] = ITEMS[kind]
  const page = `---
const log = Astro.locals
${keyword} lines() {
  try {
    for (;;) {
      log.steps++
      ${item}
    }
  } finally {
    log.isEnded = true
  }
}
---
<p>{Promise.resolve().then(lines)}</p>`
  return { page, locals: log as App.Locals }
}

describe.each(Object.keys(ITEMS) as Kind[])('a page with an endless %s', (kind) => {
  test('is not produced faster than it is read', async () => {
    const log = { steps: 0, isEnded: false }
    const chunks = await stream(endless(log, kind))
    await chunks.next()
    await wait(30)
    const ahead = log.steps
    expect(ahead).toBeLessThan(200)
    await chunks.next()
    await wait(30)
    expect(log.steps).toBeGreaterThan(ahead)
    await chunks.return?.()
  })

  test('ends its generator when the reader leaves', async () => {
    const log = { steps: 0, isEnded: false }
    const chunks = await stream(endless(log, kind))
    await chunks.next()
    await chunks.return?.()
    await wait(30)
    expect(log.isEnded).toBe(true)
  })
})

test('a generator is ended when an item of it fails later', async () => {
  const log = { isEnded: false }
  const page = `---
function* lines() {
  try {
    yield 'a'
    yield Promise.reject(new Error('boom'))
    yield 'b'
  } finally {
    Astro.locals.isEnded = true
  }
}
---
<p>{lines()}</p>`
  await expect(renderSource({ page, locals: log as unknown as App.Locals })).rejects.toThrow('boom')
  expect(log.isEnded).toBe(true)
})

test('a redirect after a wait works as long as nothing was written', async () => {
  const Guard = `---\nawait new Promise((done) => setTimeout(done, 30))\nreturn Astro.redirect('/login')\n---\n`
  const page = `---\nimport Guard from './Guard.astro'\n---\n<Guard /><p>secret</p>`
  const result = await renderSource({ page, components: { Guard } })
  expect('response' in result && result.response.headers.get('location')).toBe('/login')
})

test('an error after a wait is thrown as long as nothing was written', async () => {
  const page = `{new Promise((_, fail) => setTimeout(fail, 30, new Error('boom')))}<p>a</p>`
  await expect(renderSource({ page })).rejects.toThrow('boom')
})

test('status and cookies of a slow component count as long as nothing was written', async () => {
  const Late = `---\nawait new Promise((done) => setTimeout(done, 30))\nAstro.response.status = 418\nAstro.cookies.set('a', '1')\n---\n<p>late</p>`
  const page = `---\nimport Late from './Late.astro'\n---\n<Late />`
  const result = await renderSource({ page, components: { Late } })
  expect(result).toMatchObject({ status: 418, cookies: ['a=1'] })
})

test.each(['return Astro.redirect("/x")', 'throw new Error("boom")'])(
  'a producer that waits for room is ended by a sibling: %s',
  async (ending) => {
    const log = { steps: 0, isEnded: false }
    const Late = `---\nawait new Promise((done) => setTimeout(done, 30))\n${ending}\n---\n`
    const { page, locals } = endless(log, 'async generator')
    await renderSource({
      page: page.replace('<p>', '<Late />'),
      components: { Late },
      locals: locals as App.Locals,
    }).catch(() => undefined)
    await wait(30)
    expect(log.isEnded).toBe(true)
  },
)

describe('without streaming', () => {
  test('a page with a slow part is one string', async () => {
    const page = `---\nimport Slow from './Slow.astro'\n---\n<h1>a</h1><Slow />`
    const result = await renderSource({ page, components: { Slow }, isStreaming: false })
    expect(result).toMatchObject({ html: '<!DOCTYPE html><h1>a</h1><b>slow</b>' })
  })

  test('a late error is a clean one', async () => {
    const page = `<h1>a</h1>{new Promise((_, fail) => setTimeout(fail, 30, new Error('boom')))}`
    await expect(renderSource({ page, isStreaming: false })).rejects.toThrow('boom')
  })

  test('a late redirect works', async () => {
    const Guard = `---\nawait new Promise((done) => setTimeout(done, 30))\nreturn Astro.redirect('/login')\n---\n`
    const page = `---\nimport Guard from './Guard.astro'\n---\n<p>secret</p><Guard />`
    const result = await renderSource({ page, components: { Guard }, isStreaming: false })
    expect('response' in result && result.response.status).toBe(302)
  })
})

describe('a client that leaves', () => {
  const pause = '---\nawait new Promise((done) => setTimeout(done, 30))\n---\n'
  const places: [where: string, source: Source][] = [
    [
      'the rest of a page that is sent whole',
      { page: '<Slow><Note /></Slow>', isStreaming: false },
    ],
    ['a page that has written nothing yet', { page: '<Slow><Note /></Slow>' }],
    ['what stands after a slow frontmatter', { page: `${pause}<Note />` }],
    [
      'a slot that is rendered to a string',
      { page: '<ToString><Slow><Note /></Slow></ToString>', isStreaming: false },
    ],
    ['a list that waits for nobody', { page: '<Drain><Slow><Note /></Slow></Drain>' }],
  ]
  const components = {
    Slow: `${pause}<slot />`,
    Note: '---\n(Astro.locals as { log: string[] }).log.push("ran")\n---\n<p>note</p>',
    ToString: "---\nconst html = await Astro.slots.render('default')\n---\n{html}",
    Drain: '{(async function* () { yield* [Astro.slots.render("default")] })()}',
  }

  test.each(places)('does not wait for %s', async (_, source) => {
    const log: string[] = []
    const controller = new AbortController()
    const locals = { log } as App.Locals
    const request = { ...source, components, locals, signal: controller.signal }
    const rendering = renderSource(request).then(toText)
    await wait(5)
    controller.abort()
    await rendering
    expect(log).toEqual([])
  })

  test.each(places)('gets the whole page if it stays, with %s', async (_, source) => {
    const log: string[] = []
    const request = { ...source, components, locals: { log } as App.Locals }
    expect(await renderSource(request).then(toText)).toContain('<p>note</p>')
    expect(log).toEqual(['ran'])
  })
})

test.each([false, true])(
  'the style of a transition comes with its element if the head has been sent (optimized: %s)',
  async (isOptimized) => {
    const page = '<html><head><title>a</title></head><body><p>early</p><Slow /></body></html>'
    const Slow = `---\nawait new Promise((done) => setTimeout(done, 30))\n---\n<b transition:name="late">slow</b>`
    const assets = { hasHead: true }
    const chunks = await stream({ page, components: { Slow }, assets, isOptimized })
    expect((await chunks.next()).value).toMatch(/early<\/p>$/)
    const { value } = await chunks.next()
    expect(value).toMatch(
      /^<style>\[data-astro-transition-scope="([\w-]+)"\]\{view-transition-name:late.*<\/style><b data-astro-transition-scope="\1">slow<\/b>/s,
    )
  },
)

test('the styles of transitions in slots and components of a layout are in its head', async () => {
  const Layout =
    '<html><head><title>a</title></head><body><main transition:name="main"><slot /></main></body></html>'
  const Title = '<h1 transition:name="title">a</h1>'
  const page = '<Layout><Title /><p transition:name="in-slot">b</p></Layout>'
  const source = { page, components: { Layout, Title }, assets: { hasHead: true } }
  const html = await toText(await renderSource(source))
  const [head = ''] = html.split('</head>')
  expect(head.match(/view-transition-name:[\w-]+/g)).toEqual([
    'view-transition-name:main',
    'view-transition-name:in-slot',
    'view-transition-name:title',
  ])
})
