import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createComponent, renderComponentIn } from '../../src/render/component.ts'
import { chooseRenderer, type UnknownComponent } from '../../src/render/island/choose-renderer.ts'
import {
  carriedRenderer,
  type Renderer,
  type RendererServer,
  tagComponent,
} from '../../src/render/island/renderer.ts'
import { renderModule, toText } from '../support/render-source.ts'

/** The mark of Astro 7.3.5 for a component that names its renderer. */
const NAME = Symbol.for('astro:renderer')

const yes = () => true
const no = () => false
const fails = (text: string) => () => {
  throw new RangeError(text)
}

function renderer(name: string, check: RendererServer['check'] = no): Renderer {
  return { name, ssr: { check, renderToStaticMarkup: () => ({ html: '' }) } }
}

type Tag = Partial<UnknownComponent> & { readonly file?: string }

function choose(component: unknown, renderers: readonly Renderer[], tag: Tag = {}) {
  const { file, ...fields } = tag
  const metadata = {
    astroStaticSlot: true,
    displayName: 'Box',
    ...(file !== undefined && { hydrate: 'load', componentUrl: file }),
  } as const
  const place = { component: 'Box', file: 'src/pages/index.astro' }
  const unknown = { props: {}, slots: {}, metadata, tag: place, isElement: false, ...fields }
  return chooseRenderer({ ...unknown, component }, { result: RESULT }, async () => ({
    default: renderers,
  }))
}

const RESULT = {
  request: new Request('http://localhost/'),
  actionResult: undefined,
  signal: new AbortController().signal,
}

class ClassComponent {
  render() {}
}

class CustomElement {}

interface Case {
  readonly what: string
  readonly component: () => unknown
  readonly renderers: readonly Renderer[]
  readonly tag?: Tag
  /** Name of the renderer that Astro 7.3.5 calls; `undefined` for none. */
  readonly chosen: string | undefined
}

/** In the order of `renderFrameworkComponent()` of Astro 7.3.5. */
const CASES: readonly Case[] = [
  {
    what: 'names one, before others that accept it',
    component: () => Object.assign(() => {}, { [NAME]: 'b' }),
    renderers: [renderer('a', yes), renderer('b')],
    chosen: 'b',
  },
  {
    what: 'names one that the site does not have: the first that accepts it',
    component: () => Object.assign(() => {}, { [NAME]: 'gone' }),
    renderers: [renderer('a'), renderer('b', yes)],
    chosen: 'b',
  },
  {
    what: 'throws when its marks are read: the first that accepts it',
    component: () => new Proxy(() => {}, { get: fails('no such member') }),
    renderers: [renderer('a', yes)],
    chosen: 'a',
  },
  {
    what: 'is accepted by two: the first of the configuration',
    component: () => () => {},
    renderers: [renderer('a'), renderer('b', yes), renderer('c', yes)],
    chosen: 'b',
  },
  {
    what: 'is accepted later, and with another value than true',
    component: () => () => {},
    renderers: [renderer('a', async () => ''), renderer('b', async () => 'yes')],
    chosen: 'b',
  },
  {
    what: 'makes a check throw: the next that accepts it',
    component: () => () => {},
    renderers: [renderer('a', fails('a hook outside of a component')), renderer('b', yes)],
    chosen: 'b',
  },
  {
    what: 'is a class',
    component: () => ClassComponent,
    renderers: [
      renderer('a'),
      renderer('b', (one) => typeof (one as typeof ClassComponent).prototype.render === 'function'),
    ],
    chosen: 'b',
  },
  {
    what: 'is an object',
    component: () => ({ setup() {} }),
    renderers: [renderer('a', (one) => typeof one === 'function'), renderer('b', yes)],
    chosen: 'b',
  },
  {
    what: 'is the class of a custom element that one accepts',
    component: () => CustomElement,
    renderers: [renderer('a'), renderer('@semantic-ui/astro-lit', yes)],
    tag: { isElement: true },
    chosen: '@semantic-ui/astro-lit',
  },
  {
    what: 'is the class of a custom element that none accepts',
    component: () => CustomElement,
    renderers: [renderer('@astrojs/react')],
    tag: { isElement: true },
    chosen: undefined,
  },
  {
    what: 'is refused by all: the only one for its file, which says why',
    component: () => () => {},
    renderers: [renderer('@astrojs/svelte'), renderer('@astrojs/react')],
    tag: { file: '/src/Box.jsx' },
    chosen: '@astrojs/react',
  },
  {
    what: 'is refused by all, in JSX of Vue',
    component: () => () => {},
    renderers: [renderer('@astrojs/vue'), renderer('@astrojs/vue (jsx)')],
    tag: { file: '/src/Box.tsx' },
    chosen: '@astrojs/vue (jsx)',
  },
  {
    what: 'is refused by the only official one, and has no directive',
    component: () => () => {},
    renderers: [renderer('@acme/own'), renderer('@astrojs/vue')],
    chosen: '@astrojs/vue',
  },
]

describe('a component gets the renderer that Astro would call, if it', () => {
  test.each(CASES)('$what', async ({ component, renderers, tag, chosen }) => {
    expect((await choose(component(), renderers, tag))?.name).toBe(chosen)
  })
})

test('a component keeps the renderer that it carries', async () => {
  const carried = renderer('carried')
  const component = Object.assign(() => {}, { [NAME]: 'a' })
  tagComponent(component, carried)
  expect(await choose(component, [renderer('a', yes)])).toBe(carried)
})

test('a component is checked once', async () => {
  const component = () => {}
  const checked: unknown[] = []
  const one = renderer('a', (...args) => checked.push(args))
  await choose(component, [one])
  expect(carriedRenderer(component)).toBe(one)
  await choose(component, [one])
  expect(checked).toHaveLength(1)
})

test('a custom element does not carry the renderer of its file', async () => {
  const component = class extends CustomElement {}
  tagComponent(component, renderer('@astrojs/react'))
  expect(await choose(component, [], { isElement: true })).toBeUndefined()
})

test('a check gets what the renderer gets, and may change the props', async () => {
  const component = () => {}
  const seen: unknown[] = []
  const one = renderer('a', function check(...args) {
    seen.push(this.result, ...args)
    args[1]['title'] = 'changed'
    return true
  })
  const props = { title: 'old' }
  await choose(component, [one], { props, slots: { default: '<b></b>' }, file: '/src/Box.jsx' })
  expect(seen).toEqual([
    RESULT,
    component,
    { title: 'changed' },
    { default: '<b></b>' },
    { astroStaticSlot: true, displayName: 'Box', hydrate: 'load', componentUrl: '/src/Box.jsx' },
  ])
  expect(props).toEqual({ title: 'old' })
})

describe('a component that no renderer accepts is an error', () => {
  test('the first that a check has thrown', async () => {
    const renderers = [renderer('a', fails('first')), renderer('b', fails('second')), renderer('c')]
    await expect(choose(() => {}, renderers)).rejects.toThrow('first')
  })

  test('also if it is the class of a custom element', async () => {
    const renderers = [renderer('a', fails('first'))]
    await expect(choose(CustomElement, renderers, { isElement: true })).rejects.toThrow('first')
  })

  test.each([
    ['a plain function', () => {}, ['a'], 'a plain function, and none of the renderers accepts it'],
    ['a number', 1, ['a'], 'of type number, and none of the renderers accepts it (a)'],
    ['an object', {}, [], 'of type object, and no renderer is configured for this tag'],
    [
      'JSX of one of two frameworks',
      () => {},
      ['@astrojs/react', '@astrojs/preact'],
      'none of the renderers accepts it (@astrojs/react, @astrojs/preact)',
    ],
  ])('that says what it is: %s', async (_, component, names, text) => {
    const renderers = names.map((name) => renderer(name))
    await expect(choose(component, renderers, { file: '/src/Box.jsx' })).rejects.toMatchObject({
      code: 'SSR_PAGES_COMPONENT_UNSUPPORTED',
      message: expect.stringContaining(text),
    })
  })
})

describe('a class of a custom element on a page', () => {
  beforeAll(() => void Reflect.set(globalThis, 'HTMLElement', CustomElement))
  afterAll(() => void Reflect.deleteProperty(globalThis, 'HTMLElement'))

  class MyBox extends CustomElement {}
  class LitBox extends CustomElement {}
  const lit: Renderer = {
    name: 'lit',
    ssr: {
      check: (component) => component === LitBox,
      renderToStaticMarkup: (_component, props) => ({
        html: `<lit-box>${String(props['a'])}</lit-box>`,
      }),
    },
  }

  async function print(component: unknown, props: object, renderers?: readonly Renderer[]) {
    const load = renderers && (async () => ({ default: renderers }))
    const render = renderComponentIn('src/pages/index.astro', load)
    const page = createComponent((result) =>
      render(result, 'Box', component, { ...props }, { default: () => 'in it' }),
    )
    const text = await toText(await renderModule({ default: page }, {}))
    return text.replace('<!DOCTYPE html>', '')
  }

  test.each<[string, unknown, readonly Renderer[] | undefined, string]>([
    [
      'is an element in a site without renderers',
      MyBox,
      undefined,
      '<html-my-box a="1">in it</html-my-box>',
    ],
    [
      'is an element if no renderer accepts it',
      MyBox,
      [lit],
      '<html-my-box a="1">in it</html-my-box>',
    ],
    ['is rendered by the renderer that accepts it', LitBox, [lit], '<lit-box>1</lit-box>'],
  ])('%s', async (_, component, renderers, html) => {
    expect(await print(component, { a: 1 }, renderers)).toBe(html)
  })

  test.each([[undefined], [[lit]]])('cannot hydrate without a renderer', async (renderers) => {
    const props = {
      'client:load': true,
      'client:component-hydration': 'load',
      'client:component-path': './Box.js',
      'client:component-export': 'default',
    }
    await expect(print(MyBox, props, renderers)).rejects.toMatchObject({
      code: 'SSR_PAGES_ISLAND_INVALID',
    })
  })
})
