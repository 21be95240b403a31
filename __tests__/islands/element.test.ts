import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
// The element is a file of the built package.
import '../support/package.ts'
import { ELEMENT, type ElementServer, island, startElementServer } from './element-server.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

/** What the renderer of the tests notes. */
interface Run {
  readonly name: string
  readonly component: string
  readonly props: Record<string, unknown>
  readonly slots: Record<string, string>
  readonly options: { client: string }
  readonly hasSsr: boolean
  readonly state: string
}

/** Props by what they are, as a page prints them, and as {@link showProps} shows them. */
const PROPS: readonly (readonly [string, string, string])[] = [
  ['JSON', '[0,"a"]', '"a"'],
  ['null', '[0,null]', 'null'],
  ['undefined', '[0]', 'undefined'],
  ['an object', '[0,{"b":[0,2],"c":[1,[[0,3]]]}]', '{"b":2,"c":[3]}'],
  ['a RegExp', '[2,"a.b","gi"]', '/a.b/gi'],
  ['a RegExp without flags', '[2,"a"]', '/a/'],
  ['a Date', '[3,"2020-01-02T03:04:05.000Z"]', 'Date 2020-01-02T03:04:05.000Z'],
  ['a Map', '[4,[[1,[[0,"k"],[5,[[0,1]]]]]]]', 'Map "k": Set 1'],
  ['a Set', '[5,[[0,1],[0,"2"]]]', 'Set 1, "2"'],
  ['a BigInt', '[6,"12345678901234567890"]', '12345678901234567890n'],
  ['a URL', '[7,"https://example.com/a"]', 'URL https://example.com/a'],
  ['a Uint8Array', '[8,[1,255]]', 'Uint8Array 1, 255'],
  ['a Uint16Array', '[9,[65535]]', 'Uint16Array 65535'],
  ['a Uint32Array', '[10,[4294967295]]', 'Uint32Array 4294967295'],
  ['Infinity', '[11,1]', 'Infinity'],
  ['-Infinity', '[11,-1]', '-Infinity'],
  ['a key __proto__', '[0,{"__proto__":[0,{"bad":[0,1]}]}]', '{"__proto__":{"bad":1}}'],
  ['an unknown type', '[99,1]', 'undefined'],
]

/** Runs in the browser: describes the props that the renderer got. */
function showProps(): Record<string, string> {
  function show(value: unknown): string {
    if (typeof value === 'bigint') return `${value}n`
    if (typeof value === 'number' || value instanceof RegExp) return String(value)
    if (value instanceof Date) return `Date ${value.toISOString()}`
    if (value instanceof URL) return `URL ${value.href}`
    if (value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) {
      const items = [...(value as Iterable<unknown>)].map((item) =>
        Array.isArray(item) ? `${show(item[0])}: ${show(item[1])}` : show(item),
      )
      return `${value.constructor.name} ${items.join(', ')}`
    }
    return String(JSON.stringify(value))
  }
  const { props } = Reflect.get(globalThis, 'ran')[0]
  return Object.fromEntries(Object.entries(props).map(([name, value]) => [name, show(value)]))
}

describeInBrowser('an island in a browser', () => {
  let browser: Browser
  let served: ElementServer
  let page: Page
  let complaints: string[]
  let count = 0

  // One page for all tests: opening another one takes longer than most of them.
  beforeAll(async () => {
    served = startElementServer()
    browser = await startBrowser()
    ;({ page, complaints } = await openPage(browser))
  })
  afterAll(async () => {
    await browser?.close()
    served?.server.closeAllConnections()
    served?.server.close()
  })

  /** Goes to a page with these parts of a body; the second part waits for {@link sendNext}. */
  async function open(...parts: readonly string[]): Promise<void> {
    const path = `/page-${(count += 1)}`
    served.pages.set(path, parts)
    complaints.length = 0
    await page.goto(urlOf(path), { waitUntil: parts.length > 1 ? 'commit' : 'load' })
  }

  function urlOf(path: string): string {
    return `http://localhost:${(served.server.address() as AddressInfo).port}${path}`
  }

  const sendNext = (): Promise<Response> => fetch(urlOf('/next'))

  /** Waits until so many things were noted, and returns them. */
  async function noted(length: number): Promise<(Run | string)[]> {
    await page.waitForFunction((wanted) => Reflect.get(globalThis, 'ran').length >= wanted, length)
    return page.evaluate((wanted) => Reflect.get(globalThis, 'ran').slice(0, wanted), length)
  }

  async function failures(): Promise<[string, string, string][]> {
    await page.waitForFunction(() => Reflect.get(globalThis, 'failed').length > 0)
    return page.evaluate(() => Reflect.get(globalThis, 'failed'))
  }

  test('gets its component, props, slots and directive, and loses `ssr` before its event', async () => {
    const slots =
      '<b><astro-slot>text</astro-slot></b><astro-slot name="a">A</astro-slot>' +
      '<template data-astro-template>unused</template><template data-astro-template="b"><i>B</i></template>'
    await open(ELEMENT + island('one', { props: '{"a":[0,1]}' }, slots))
    const [run, event] = await noted(2)
    expect(run).toEqual({
      name: 'one',
      component: 'One',
      props: { a: 1 },
      slots: { default: 'text', a: 'A', b: '<i>B</i>' },
      options: { client: 'load' },
      hasSsr: true,
      state: expect.any(String),
    })
    expect(event).toBe('hydrated one false')
    expect(await page.locator('#one').innerHTML()).not.toMatch(/template|astro:end/)
    expect(complaints).toEqual([])
  })

  describe('gets', () => {
    let shown: Record<string, string>

    // All in one page.
    beforeAll(async () => {
      const props = PROPS.map(([name, printed]) => `${JSON.stringify(name)}:${printed}`)
      await open(ELEMENT + island('one', { props: `{${props.join()}}` }))
      await noted(1)
      shown = await page.evaluate(showProps)
    })

    test.each(PROPS)('%s as a prop', (name, _, expected) => {
      expect(shown[name]).toBe(expected)
    })
  })

  test.each([
    ['Named', 'Named'],
    ['box.Inner.Deep', 'Deep'],
    ['Derived.Own', 'Own'],
  ])('hydrates the export %s', async (path, name) => {
    await open(ELEMENT + island('one', { 'component-export': path }))
    expect(await noted(1)).toMatchObject([{ component: name }])
  })

  test.each([
    'Missing',
    'constructor',
    '__proto__',
    'box.constructor',
    'box.Inner.__proto__',
    'box.toString',
    'Derived.Inherited',
    'box.Inner.Deep.x.y',
  ])('does not hydrate %s, which is no export', async (path) => {
    await open(ELEMENT + island('one', { 'component-export': path }))
    expect(await failures()).toEqual([['one', `There is no export ${path}`, '/component.js']])
    expect(await page.evaluate(() => Reflect.get(globalThis, 'ran'))).toEqual([])
  })

  test('loads its component once more when the first request fails', async () => {
    await open(ELEMENT + island('one', { 'component-url': '/shaky.js' }))
    expect(await noted(1)).toMatchObject([{ component: 'One' }])
    const asked = served.requests.filter((path) => path.startsWith('/shaky.js'))
    expect(asked).toEqual(['/shaky.js', expect.stringMatching(/^\/shaky\.js\?astro-retry=\d+$/)])
  })

  test.each([
    [
      'a module that does not load',
      { 'component-url': '/gone.js' },
      /Failed to fetch|import/,
      '/gone.js',
    ],
    ['a renderer that throws', { 'renderer-url': '/throwing.js' }, /^no$/, '/component.js'],
    ['props that are not JSON', { props: '{' }, /JSON/, '/component.js'],
    [
      'a stage before hydration that fails',
      { 'before-hydration-url': '/gone.js' },
      /Failed|import/,
      '/component.js',
    ],
  ])('reports %s with an event', async (_, attributes, message, url) => {
    await open(`${ELEMENT}<div>${island('one', attributes)}</div>`)
    expect(await failures()).toEqual([['one', expect.stringMatching(message), url]])
    expect(await page.locator('#one').getAttribute('ssr')).toBe('')
    expect(complaints.join()).toContain(`[astro-island] ${url} did not hydrate:`)
  })

  test('prints nothing in the console when the event of the error is cancelled', async () => {
    await open(
      `<script>document.documentElement.dataset.quiet = ''</script>${ELEMENT}${island('one', { 'renderer-url': '/throwing.js' })}`,
    )
    await failures()
    expect(complaints).toEqual([])
  })

  test('hydrates after the island around it', async () => {
    const inner = island('inner', {}, '<p>x</p>')
    await open(
      ELEMENT +
        island(
          'outer',
          { 'before-hydration-url': '/before.js' },
          `<astro-slot>${inner}</astro-slot>`,
        ),
    )
    const order = (await noted(5)).map((run) => (typeof run === 'string' ? run : run.name))
    expect(order).toEqual([
      'before',
      'outer',
      'hydrated outer false',
      'inner',
      'hydrated inner false',
    ])
  })

  test('keeps its slots from those of an island in them', async () => {
    const inner = island(
      'inner',
      {},
      '<astro-slot>own</astro-slot><template data-astro-template="t">t</template>',
    )
    await open(ELEMENT + island('outer', {}, `<astro-slot name="a">${inner}</astro-slot>`))
    const runs = (await noted(4)).filter((run): run is Run => typeof run !== 'string')
    expect(Object.keys(runs[0]?.slots ?? {})).toEqual(['a'])
    expect(runs[1]?.slots).toEqual({ default: 'own', t: 't' })
  })

  test('hydrates while the rest of the page is still arriving', async () => {
    await open(`${ELEMENT}${island('one', {}, '<p>x</p>')}<p>more</p>`, '<p>end</p>')
    expect(await noted(1)).toMatchObject([{ name: 'one', state: 'loading' }])
    await sendNext()
    await page.waitForLoadState()
  })

  test('waits for all of its content', async () => {
    const whole = island('one', {}, '<astro-slot>first|second</astro-slot>')
    const [start = '', end = ''] = whole.split('|')
    await open(ELEMENT + start, end)
    await page.waitForFunction(() => customElements.get('astro-island'))
    expect(await page.evaluate(() => Reflect.get(globalThis, 'ran'))).toEqual([])
    await sendNext()
    expect(await noted(1)).toMatchObject([{ slots: { default: 'firstsecond' } }])
  })

  test.each([
    ['two elements', '<a id="Astro"></a><a id="Astro" name="load"></a>', { client: 'load' }],
    ['a link', '<link id="Astro">', { client: 'media', opts: '{"value":"(min-width: 1px)"}' }],
  ])('hydrates in a page with %s whose id is "Astro"', async (_, elements, attributes) => {
    await open(elements + ELEMENT + island('one', attributes))
    await page.waitForFunction(() => customElements.get('astro-island'))
    expect(await noted(1)).toMatchObject([{ name: 'one' }])
    expect(complaints).toEqual([])
  })

  test('waits for a custom directive, which gets the island and the value', async () => {
    await open(
      ELEMENT +
        island('one', { client: 'click', opts: '{"name":"Tag","value":{"a":1}}' }, '<p>x</p>'),
    )
    await page.waitForFunction(() => customElements.get('astro-island'))
    const seen = await page.evaluate(async () => {
      let args: unknown[] = []
      Reflect.set(
        Object(Reflect.get(globalThis, 'Astro')),
        'click',
        (...all: unknown[]) => (args = all),
      )
      dispatchEvent(new Event('astro:click'))
      await new Promise((resolve) => setTimeout(resolve, 0))
      const [load, options, element] = args as [() => Promise<() => Promise<void>>, object, Element]
      const before = Reflect.get(globalThis, 'ran').length
      const hydrate = await load()
      await hydrate()
      return [before, options, element.id]
    })
    expect(seen).toEqual([0, { name: 'Tag', value: { a: 1 } }, 'one'])
    expect(await noted(1)).toMatchObject([{ options: { client: 'click' } }])
  })

  describe('with a directive', () => {
    const value = (json: unknown): string => JSON.stringify({ name: 'One', value: json })

    test('client:visible hydrates when its content comes into view', async () => {
      await open(
        `${ELEMENT}<div style="height: 3000px"></div>${island('one', { client: 'visible', opts: value(true) }, '<p>x</p>')}
        ${island('near', { client: 'visible', opts: value({ rootMargin: '9000px' }) }, '<p>y</p>')}
        ${island('text', { client: 'visible', opts: value(true) }, 'only text<template data-astro-template>slot</template>')}`,
      )
      const names = (runs: readonly (Run | string)[]) =>
        runs.flatMap((run) => (typeof run === 'string' ? [] : [run.name])).toSorted()
      expect(names(await noted(4))).toEqual(['near', 'text'])
      await page.locator('#one p').scrollIntoViewIfNeeded()
      expect(names(await noted(6))).toEqual(['near', 'one', 'text'])
    })

    test('client:media hydrates when the query matches', async () => {
      const query = '(max-width: 500px)'
      await open(
        ELEMENT +
          island('one', { client: 'media', opts: value(query) }) +
          island('all', { client: 'media', opts: value('all') }),
      )
      expect(await noted(2)).toMatchObject([{ name: 'all' }, 'hydrated all false'])
      await page.setViewportSize({ width: 400, height: 400 })
      expect((await noted(4))[2]).toMatchObject({ name: 'one' })
    })

    test.each([[true], [{ timeout: 50 }]])('client:idle={%j} hydrates soon', async (option) => {
      await open(ELEMENT + island('one', { client: 'idle', opts: value(option) }))
      expect(await noted(1)).toMatchObject([{ name: 'one' }])
    })

    test('client:idle hydrates in a browser without requestIdleCallback()', async () => {
      await open(
        `<script>delete window.requestIdleCallback; delete Window.prototype.requestIdleCallback</script>${ELEMENT}${island('one', { client: 'idle' })}`,
      )
      expect(await noted(1)).toMatchObject([{ name: 'one' }])
    })
  })

  test('renders again when its props change, with the slots that it had', async () => {
    await open(ELEMENT + island('one', {}, '<p></p><template data-astro-template>T</template>'))
    await noted(2)
    await page.locator('#one').evaluate((element) => element.setAttribute('props', '{"a":[0,2]}'))
    expect((await noted(3))[2]).toMatchObject({ props: { a: 2 }, slots: { default: 'T' } })
  })

  test('hydrates once when it is moved, also if it was not in the page meanwhile', async () => {
    await open(ELEMENT + island('one', { client: 'hold' }) + '<main></main>')
    await page.waitForFunction(() => customElements.get('astro-island'))
    const runs = await page.evaluate(async () => {
      let load: () => Promise<() => Promise<void>> = () => Promise.reject(new Error())
      Reflect.set(
        Object(Reflect.get(globalThis, 'Astro')),
        'hold',
        (given: typeof load) => (load = given),
      )
      dispatchEvent(new Event('astro:hold'))
      await new Promise((resolve) => setTimeout(resolve, 0))
      const element = document.querySelector('#one') as Element
      element.remove()
      await (
        await load()
      )()
      const before = Reflect.get(globalThis, 'ran').length
      document.querySelector('main')?.append(element)
      await new Promise((resolve) => element.addEventListener('astro:hydrate', resolve))
      document.body.append(element)
      await new Promise((resolve) => setTimeout(resolve, 20))
      return [before, Reflect.get(globalThis, 'ran').length]
    })
    expect(runs).toEqual([0, 2])
  })

  test('ends its component after a swap of pages that has removed it', async () => {
    await open(ELEMENT + island('gone') + island('kept'))
    await noted(4)
    const ended = await page.evaluate(() => {
      const ended: string[] = []
      for (const element of document.querySelectorAll('astro-island')) {
        element.addEventListener('astro:unmount', () => ended.push(element.id))
      }
      const [gone, kept] = document.querySelectorAll('astro-island')
      gone?.remove()
      document.body.append(kept as Element)
      for (let swaps = 0; swaps < 2; swaps++) document.dispatchEvent(new Event('astro:after-swap'))
      return ended
    })
    expect(ended).toEqual(['gone'])
  })

  test('has no box of its own, unless the page says so', async () => {
    await open(
      `<style>#boxed { display: block }</style>${ELEMENT}${island('one', {}, '<astro-slot>x</astro-slot>')}${island('boxed')}`,
    )
    await noted(4)
    const displays = await page.evaluate(() =>
      ['#one', 'astro-slot', '#boxed'].map(
        (name) => getComputedStyle(document.querySelector(name) as Element).display,
      ),
    )
    expect(displays).toEqual(['contents', 'contents', 'block'])
  })

  test('hydrates once in a page that loads the element of two builds', async () => {
    const copy = ELEMENT.replace('/island.js', '/island-copy.js')
    await open(ELEMENT + copy + island('one'))
    await noted(2)
    await page.waitForLoadState('networkidle')
    expect(await noted(2)).toHaveLength(2)
    expect(complaints).toEqual([])
  })

  describe('beside elements with the names of members of the document', () => {
    const names =
      'adoptedStyleSheets readyState addEventListener removeEventListener querySelector createElement head documentElement Astro'
    const clobbering = names
      .split(' ')
      .map((name) => `<img name="${name}"><img name="x" id="${name}">`)
      .join('')

    test('hydrates, and gets its rule and the nonce', async () => {
      await open(
        `<script nonce="bm9uY2U=">document.text = document.querySelector.bind(document)</script>${clobbering}${ELEMENT}${island('one', {}, '<i>x</i>')}`,
      )
      await noted(2)
      expect(await page.evaluate(() => Reflect.get(globalThis, 'failed'))).toEqual([])
      const shown = await page.evaluate(() => {
        const find: typeof document.querySelector = Reflect.get(document, 'text')
        const one = find('#one') as Element
        const meta = find<HTMLElement>('head > meta[property=csp-nonce]')
        return [getComputedStyle(one).display, meta?.nonce]
      })
      expect(shown).toEqual(['contents', 'bm9uY2U='])
      expect(complaints).toEqual([])
    })

    test('hydrates while the rest of the page is still arriving', async () => {
      const whole = island('one', {}, '<b>1</b><b>2</b>')
      const [first = '', rest = ''] = whole.split('<b>2</b>')
      await open(`${clobbering}${ELEMENT}${first}<p id="here"></p>`, `<b>2</b>${rest}`)
      await page.waitForFunction(() => globalThis.customElements.get('astro-island') !== undefined)
      await sendNext()
      expect(await noted(2)).toMatchObject([{ name: 'one' }, 'hydrated one false'])
      expect(complaints).toEqual([])
    })

    // The browser's driver calls requestIdleCallback(), too, so it must not look into the page.
    test('hydrates with client:idle in a browser without requestIdleCallback()', async () => {
      const logged = page.waitForEvent('console')
      await open(
        `<script>delete window.requestIdleCallback; delete Window.prototype.requestIdleCallback
        addEventListener('astro:hydrate', () => console.info('hydrated'), true)</script>
        <img id="requestIdleCallback">${ELEMENT}${island('one', { client: 'idle' })}`,
      )
      expect((await logged).text()).toBe('hydrated')
    })
  })
})
