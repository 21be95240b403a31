import { afterEach, describe, expect, jest, test } from '@jest/globals'
import React, { type ElementType, type ReactNode, createElement as h } from 'react'
import ReactDOM from 'react-dom/server'
import options from 'virtual:ssr-pages/react/options'
import theirs from 'virtual:ssr-pages/react/server.js'
import ours from '../../src/react/server.ts'

interface Case {
  readonly component: ElementType
  readonly props?: Record<string, unknown>
  readonly slots?: Record<string, string>
  readonly isStatic?: boolean
}

const { Suspense, lazy, memo, forwardRef, use, useId } = React
const Context = React.createContext('outside')

function Plain({ name, children }: { name?: string; children?: ReactNode }) {
  return h('p', { className: 'plain', id: useId() }, name, ' and ', children)
}

/** Prints all props, those that hold elements as their content. */
function Dump(props: Record<string, unknown>) {
  const entries = Object.entries(props).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return h('ul', null, ...entries.map(([key, value]) => h('li', { key }, key, value as ReactNode)))
}

class Classic extends React.Component<{ name: string }> {
  override render() {
    return h('b', null, this.props.name)
  }
}

function Head() {
  return h(
    React.Fragment,
    null,
    h('title', null, 'title'),
    h('link', { rel: 'stylesheet', href: '/a.css', precedence: 'low' }),
    h('img', { src: '/a.png', alt: '' }),
    h('meta', { name: 'a', content: 'b' }),
  )
}

/** A component whose promise is pending at its first render. */
function createLate(wrap: (content: ReactNode) => ReactNode): ElementType {
  const promise = new Promise<string>((resolve) => setTimeout(resolve, 5, 'late <text>'))
  const Reader = () => h('i', null, use(promise))
  return () => wrap(h(Reader))
}

const CASES: Readonly<Record<string, Case>> = {
  'a function': { component: Plain, props: { name: 'a<b' } },
  'a component without a directive': { component: Plain, isStatic: true, slots: { default: 'x' } },
  'a class': { component: Classic, props: { name: 'classic' } },
  memo: { component: memo(Plain), props: { name: 'memo' } },
  forwardRef: {
    component: forwardRef((props: object, _ref) => h(Plain, props)),
    props: { name: 'ref' },
  },
  'children in a slot': { component: Plain, slots: { default: '<b>slot</b>' } },
  'an empty slot': { component: Plain, slots: { default: ' ' } },
  'children as a prop': { component: Plain, props: { children: 'text' } },
  'named slots': {
    component: Dump,
    slots: { 'side-note': '<i>1</i>', under_score: '2', plain: '3' },
  },
  'named slots without a directive': {
    component: Dump,
    isStatic: true,
    slots: { side: '<i>1</i>' },
  },
  'a slot and a prop of one name': {
    component: Dump,
    props: { side: 'prop' },
    slots: { side: 's' },
  },
  class: { component: Dump, props: { class: 'dropped', className: 'kept' } },
  context: {
    component: () =>
      h(
        Context.Provider,
        { value: 'inside' },
        h(() => h('u', null, use(Context))),
      ),
  },
  nothing: { component: () => null },
  'two texts': { component: () => ['a', 'b'] },
  'what React puts into the head': { component: Head },
  'a finished Suspense boundary': {
    component: () => h(Suspense, { fallback: 'waiting' }, h('i', null, 'ready')),
  },
  'the text of an unfinished boundary': {
    component: () => h('div', { dangerouslySetInnerHTML: { __html: '<!--$!-->' } }),
  },
}

/** Components that wait: what a browser shows in the end, in document order. */
const LATE: Readonly<Record<string, readonly [() => ElementType, string]>> = {
  'a promise in a Suspense boundary': [
    () =>
      createLate((content) => h('p', null, h(Suspense, { fallback: 'waiting' }, content), 'after')),
    '<p><!--$--><i>late &lt;text&gt;</i><!--/$-->after</p>',
  ],
  'a promise without a Suspense boundary': [
    () => createLate((content) => h('p', null, content)),
    '<p><i>late &lt;text&gt;</i></p>',
  ],
  'an async component': [
    () => (async () => h('i', null, await Promise.resolve('served'))) as unknown as ElementType,
    '<i>served</i>',
  ],
  'a component that is loaded late': [
    () => {
      const Late = lazy(async () => ({ default: () => h('i', null, 'loaded') }))
      return () => h(Suspense, { fallback: 'waiting' }, h(Late))
    },
    '<!--$--><i>loaded</i><!--/$-->',
  ],
  'a late part that is long': [
    () => createLate((content) => h(Suspense, null, content, 'x'.repeat(20_000))),
    `<!--$--><i>late &lt;text&gt;</i>${'x'.repeat(20_000)}<!--/$-->`,
  ],
}

afterEach(() => {
  jest.restoreAllMocks()
  for (const name of Object.keys(options)) delete (options as Record<string, unknown>)[name]
})

describe('our server entry for React', () => {
  test.each(Object.entries(CASES))('prints %s as theirs does', async (_, it) => {
    expect(await renderWith(ours, it)).toEqual(await renderWith(theirs, it))
  })

  test.each(Object.entries(CASES))('prints %s without a stream', async (name, it) => {
    const streams = jest.spyOn(ReactDOM, 'renderToReadableStream')
    await renderWith(ours, it)
    // Only its text tells what is unfinished; a wrong guess costs a second rendering.
    expect(streams).toHaveBeenCalledTimes(name === 'the text of an unfinished boundary' ? 1 : 0)
  })

  test.each([
    [
      'a string',
      `<img src=x onerror="alert(1)">`,
      '&lt;img src=x onerror=&quot;alert(1)&quot;&gt;',
    ],
    ['a number', 5, '5'],
  ])('prints %s in the prop children as text, and not as HTML', async (_, children, text) => {
    for (const isStatic of [false, true]) {
      const slot = isStatic ? 'astro-static-slot' : 'astro-slot'
      const { html } = await renderWith(ours, { component: Plain, props: { children }, isStatic })
      expect(html).toContain(`<${slot}>${text}</${slot}>`)
    }
  })

  test('lets React refuse an object in the prop children', async () => {
    const props = { children: { type: 'img', props: {} } }
    await expect(renderWith(ours, { component: Plain, props })).rejects.toThrow(
      'Objects are not valid as a React child',
    )
  })

  test.each(Object.entries(LATE))('waits for %s', async (_, [create, expected]) => {
    const { html } = await renderWith(ours, { component: create() })
    expect(html).toBe(expected)
  })

  test.each(Object.entries(LATE))('prints the text of %s as theirs does', async (_, [create]) => {
    const text = (html: string) => html.replace(/<script.*?<\/script>|<[^>]*>|waiting/gs, '')
    const [our, their] = [ours, theirs].map((one) => renderWith(one, { component: create() }))
    const sorted = (html = '') => Array.from(text(html)).toSorted().join('')
    expect(sorted((await our)?.html)).toBe(sorted((await their)?.html))
  })

  test('does not try again without a stream when a component has twice been unfinished', async () => {
    const strings = jest.spyOn(ReactDOM, 'renderToString')
    const component = (async () => h('i')) as unknown as ElementType
    for (let request = 0; request < 5; request++) await renderWith(ours, { component })
    expect(strings).toHaveBeenCalledTimes(2)
  })

  test('goes back to renderToString when a component was loaded late once', async () => {
    const Late = lazy(async () => ({ default: () => h('i', null, 'loaded') }))
    const component = () => h(Suspense, { fallback: 'waiting' }, h(Late))
    const streams = jest.spyOn(ReactDOM, 'renderToReadableStream')
    for (let request = 0; request < 5; request++) await renderWith(ours, { component })
    expect(streams).toHaveBeenCalledTimes(1)
  })

  test('throws what a component throws, and logs nothing', async () => {
    const log = jest.spyOn(console, 'error').mockImplementation(() => {})
    const failing = () => {
      throw new TypeError('no such thing')
    }
    await expect(renderWith(ours, { component: failing })).rejects.toThrow(
      new TypeError('no such thing'),
    )
    expect(log).not.toHaveBeenCalled()
  })

  test('leaves a boundary to the browser when a component in it throws, without the text of the error', async () => {
    const log = jest.spyOn(console, 'error').mockImplementation(() => {})
    const error = new Error('only in here')
    const Failing = () => {
      throw error
    }
    const component = () => h(Suspense, { fallback: 'instead' }, h(Failing))
    const { html } = await renderWith(ours, { component })
    expect(html).toBe('<!--$!--><template></template>instead<!--/$-->')
    expect(log.mock.calls).toEqual([[error]])
  })

  test('gives each component of a page a prefix of its own', async () => {
    const result = {}
    const prefixes = []
    for (let index = 0; index < 3; index++) {
      const { html, attrs } = await renderWith(ours, { component: Plain }, result)
      prefixes.push(attrs['prefix'])
      expect(html).toContain(`id="_r${index}R_0_"`)
    }
    expect(prefixes).toEqual(['r0', 'r1', 'r2'])
  })

  test('turns children into elements with experimentalReactChildren, as theirs does', async () => {
    Object.assign(options, { experimentalReactChildren: true })
    const it = { component: Plain, slots: { default: '<b class="x">1</b><i>2</i>' } }
    const our = await renderWith(ours, it)
    expect(our).toEqual(await renderWith(theirs, it))
    expect(our.attrs['data-react-children']).toBe(true)
  })

  test('never uses a stream with experimentalDisableStreaming', async () => {
    Object.assign(options, { experimentalDisableStreaming: true })
    const streams = jest.spyOn(ReactDOM, 'renderToReadableStream')
    const component = createLate((content) => h(Suspense, { fallback: 'waiting' }, content))
    const { html } = await renderWith(ours, { component })
    expect(html).toBe('<!--$!--><template></template>waiting<!--/$-->')
    expect(streams).not.toHaveBeenCalled()
  })

  test('leaves the result of a form action to theirs', async () => {
    const request = new Request('http://localhost/?_action=like', {
      method: 'POST',
      body: new URLSearchParams({ $ACTION_KEY: 'k1' }),
    })
    const { attrs } = await renderWith(
      ours,
      { component: Plain },
      { request, actionResult: { data: 1 } },
    )
    expect(attrs).toMatchObject({
      'data-action-result': '{"data":1}',
      'data-action-key': 'k1',
      'data-action-name': 'like',
    })
  })

  test('has all that theirs has', () => {
    expect(Object.keys(ours)).toEqual(Object.keys(theirs))
  })
})

async function renderWith(
  renderer: typeof ours | typeof theirs,
  { component, props = {}, slots = {}, isStatic = false }: Case,
  result: object = {},
): Promise<{ html: string; attrs: Record<string, unknown> }> {
  const metadata = { astroStaticSlot: true, ...(isStatic ? {} : { hydrate: 'load' }) }
  return renderer.renderToStaticMarkup.call({ result }, component, { ...props }, slots, metadata)
}

test.each([
  ['before its first part is ready', 0],
  ['while a part of it waits', 20],
])('a component that waits ends with its page %s', async (_, wait) => {
  const controller = new AbortController()
  const forever = new Promise<string>(() => {})
  const Reader = () => h('i', null, use(forever))
  const Late = () => h(Suspense, { fallback: 'wait' }, h(Reader))
  const log = jest.spyOn(console, 'error').mockImplementation(() => {})
  const rendering = ours.renderToStaticMarkup.call(
    { result: { signal: controller.signal } },
    Late,
    {},
    {},
    undefined,
  )
  setTimeout(() => controller.abort(), wait)
  await rendering
  expect(log).not.toHaveBeenCalled()
  log.mockRestore()
})
