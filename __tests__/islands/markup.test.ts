import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { type IslandPage, renderIsland, renderIslandAs, renderMounted } from './render-island.ts'
import { toText } from '../support/render-source.ts'

const ELEMENT = '<script type="module" async src="/_assets/island.js"></script>'
const URLS =
  'component-url="/_assets/box.js" component-export="default" renderer-url="/_assets/client.js"'

// The uid depends on the content, and has no meaning.
function withoutUid(html: string): string {
  return html.replaceAll(/ uid="[\da-z]+"/g, '').replace('<!DOCTYPE html>', '')
}

/** The markup and the order of attributes are those of Astro 7.3.5 for the same page. */
const printed: readonly (readonly [what: string, source: IslandPage, html: string])[] = [
  [
    'an island with its attributes in order',
    { page: '<Box client:load a="1" />' },
    `${ELEMENT}<astro-island ${URLS} props='{"a":[0,"1"]}' ssr client="load" opts='{"name":"Box","value":true}' await-children><div>a</div><!--astro:end--></astro-island>`,
  ],
  [
    'the value of a directive',
    { page: '<Box client:idle={{ timeout: 5 }} />' },
    `${ELEMENT}<astro-island ${URLS} props='{}' ssr client="idle" opts='{"name":"Box","value":{"timeout":5}}' await-children><div></div><!--astro:end--></astro-island>`,
  ],
  [
    'a component without a directive, without the elements of its slots',
    { page: '<Box a="1">x<b slot="n">y</b></Box>' },
    '<div>ax<b>y</b></div>',
  ],
  [
    'class:list as class',
    { page: `<Box class:list={['a', { b: true }]} />`, html: '<i></i>' },
    '<i></i>',
  ],
  [
    'slots in their elements',
    { page: '<Box client:load>x<b slot="n">y</b></Box>' },
    `${ELEMENT}<astro-island ${URLS} props='{}' ssr client="load" opts='{"name":"Box","value":true}' await-children><div><astro-slot>x</astro-slot><astro-slot name="n"><b>y</b></astro-slot></div><!--astro:end--></astro-island>`,
  ],
  [
    'slots that the component did not print as templates',
    { page: '<Box client:load>x<b slot="n">y</b></Box>', html: '<p></p>' },
    `${ELEMENT}<astro-island ${URLS} props='{}' ssr client="load" opts='{"name":"Box","value":true}' await-children><p></p><template data-astro-template>x</template><template data-astro-template="n"><b>y</b></template><!--astro:end--></astro-island>`,
  ],
  [
    'no end for a component that prints nothing',
    { page: '<Box client:load />', html: '' },
    `${ELEMENT}<astro-island ${URLS} props='{}' ssr client="load" opts='{"name":"Box","value":true}'></astro-island>`,
  ],
  [
    'attributes of the renderer after the uid',
    {
      page: '<Box client:load />',
      renderer: `renderToStaticMarkup: async () => ({ html: 'x', attrs: { prefix: 'r0', 'data-a': '"<' } })`,
    },
    `${ELEMENT}<astro-island prefix="r0" data-a="&quot;&lt;" ${URLS} props='{}' ssr client="load" opts='{"name":"Box","value":true}' await-children>x<!--astro:end--></astro-island>`,
  ],
  [
    'names of transitions on the element, and not on the server',
    { page: '<Box client:load data-astro-transition-persist="x" a />' },
    `${ELEMENT}<astro-island ${URLS} props='{"data-astro-transition-persist":[0,"x"],"a":[0,true]}' ssr client="load" opts='{"name":"Box","value":true}' data-astro-transition-persist="x" await-children><div>a</div><!--astro:end--></astro-island>`,
  ],
  [
    'the module that runs before all islands',
    {
      page: '<Box client:load />',
      html: 'x',
      scripts: { 'virtual:ssr-pages/before-hydration': '_assets/first.js' },
    },
    `${ELEMENT}<astro-island ${URLS} props='{}' ssr client="load" before-hydration-url="/_assets/first.js" opts='{"name":"Box","value":true}' await-children>x<!--astro:end--></astro-island>`,
  ],
  [
    'props without those that the renderer removed',
    {
      page: '<Box client:load class="c" a />',
      renderer: `renderToStaticMarkup: async (C, props) => (delete props.class, { html: 'x' })`,
    },
    `${ELEMENT}<astro-island ${URLS} props='{"a":[0,true]}' ssr client="load" opts='{"name":"Box","value":true}' await-children>x<!--astro:end--></astro-island>`,
  ],
  [
    'a prop that the renderer replaces by its value, as the one of Preact does with signals',
    {
      page: '<Box client:load count={{ peek: 1 }} a />',
      renderer: `renderToStaticMarkup: async (C, props) => ((props.count = 1), { html: 'x' })`,
    },
    `${ELEMENT}<astro-island ${URLS} props='{"count":[0,1],"a":[0,true]}' ssr client="load" opts='{"name":"Box","value":true}' await-children>x<!--astro:end--></astro-island>`,
  ],
  [
    'no props for a renderer that cannot hydrate',
    {
      page: '<Box client:load a />',
      html: 'x',
      renderer: '}), client: undefined, a: ({',
    },
    `${ELEMENT}<astro-island component-url="/_assets/box.js" ssr client="load" opts='{"name":"Box","value":true}' await-children>x<!--astro:end--></astro-island>`,
  ],
]

describe('a page prints', () => {
  test.each(printed)('%s', async (_what, source, html) => {
    expect(withoutUid(await renderIsland(source))).toBe(html)
  })

  test('the script of the element once, before the first island', async () => {
    const html = await renderIsland({ page: '<p></p><Box client:load /><Box client:idle />' })
    expect(html.split(ELEMENT)).toHaveLength(2)
    expect(html).toContain(`<p></p>${ELEMENT}<astro-island`)
  })

  test('the URLs of the path under which it is mounted, whatever the request before had', async () => {
    const page = '<Box client:load a /><Box client:visible />'
    const source = { page, preloads: { './Box.js': ['_assets/shared.js'] } }
    const [first = '', ...others] = await renderMounted(source, ['/a', '/b', '/b', '/a'])
    expect(first.split('/a/_assets/')).toHaveLength(9)
    const moved = first.replaceAll('/a/_assets/', '/b/_assets/')
    expect(others).toEqual([moved, moved, first])
  })

  test('each directive of a component that has several in the same page', async () => {
    const page = `${['load', 'idle', 'load'].map((name) => `<Box client:${name} />`).join('')}<Box client:idle={{ timeout: 5 }} />`
    for (const html of await renderMounted({ page }, ['', ''])) {
      expect(
        [...html.matchAll(/ client="(\w+)" opts='([^']*)'/g)].map(([, ...found]) => found),
      ).toEqual([
        ['load', '{"name":"Box","value":true}'],
        ['idle', '{"name":"Box","value":true}'],
        ['load', '{"name":"Box","value":true}'],
        ['idle', '{"name":"Box","value":{"timeout":5}}'],
      ])
    }
  })

  test('the script of a custom directive once', async () => {
    const html = await renderIsland({
      page: '<Box client:own /><Box client:own /><Box client:visible />',
      scripts: { 'virtual:ssr-pages/directive/own': '_assets/own.js' },
    })
    expect(html.split('src="/_assets/own.js"')).toHaveLength(2)
  })

  test('the script of a renderer once, with the nonce of the page', async () => {
    const html = await renderIsland({
      page: '<Box client:load /><Box client:load />',
      renderer: `renderHydrationScript: () => '<script>init()</script><!--xs-->'`,
      nonce: 'abc',
    })
    expect(html.split('<script nonce="abc">init()</script><!--xs-->')).toHaveLength(2)
    expect(html.match(/<script(?![^>]* nonce="abc")/)).toBeNull()
  })

  test('the modules of client:load in advance, each once', async () => {
    const source = {
      page: '<Box client:load /><Box client:load /><Box client:idle />',
      nonce: 'abc',
      base: '/docs',
      preloads: { './Box.js': ['_assets/a.js'], client: ['_assets/a.js', '_assets/b.js'] },
    }
    const html = await renderIsland(source)
    expect(html.match(/<link[^>]*>/g)).toEqual(
      ['box', 'a', 'client', 'b'].map(
        (name) => `<link rel="modulepreload" href="/docs/_assets/${name}.js" nonce="abc">`,
      ),
    )
    const late = await renderIsland({ ...source, page: '<Box client:visible />' })
    expect(late).not.toContain('modulepreload')
  })

  test('no modules in advance if it is partial and has a nonce, which the page that shows it refuses', async () => {
    const source = {
      page: '---\nexport const partial = true\n---\n<Box client:load />',
      preloads: { './Box.js': ['_assets/a.js'], client: ['_assets/b.js'] },
    }
    const html = await renderIsland({ ...source, nonce: 'abc' })
    expect(html).toMatch(/^<script type="module" async src="\/_assets\/island\.js" nonce="abc">/)
    expect(html).not.toContain('modulepreload')
    expect((await renderIsland(source)).match(/<link rel="modulepreload"/g)).toHaveLength(4)
  })

  test('the same bytes at each request, also with an island in a slot', async () => {
    const source = { page: '<Box client:load><Box client:load a={1}>x</Box></Box>' }
    expect(await renderIsland(source)).toBe(await renderIsland(source))
  })
})

const list = '<script>void 1</script>'

describe('what is in a slot keeps its place', () => {
  const scripts = {
    '/src/pages/test.astro?astro&type=script&index=0&lang.ts': '_assets/s.js',
    '/src/components/List.astro?astro&type=script&index=0&lang.ts': '_assets/s.js',
  }
  const script = '<script type="module" src="/_assets/s.js"></script>'

  test('a script in a slot that the component prints', async () => {
    const page = '<Box client:load><List /></Box>'
    const html = await renderIsland({ page, components: { 'List.astro': list }, scripts })
    expect(html).toContain(`<astro-slot>${script}</astro-slot>`)
  })

  test('a script in a slot that becomes a template runs outside of it', async () => {
    const page = '<Box client:load><List /></Box>'
    const source = { page, html: '<p></p>', components: { 'List.astro': list }, scripts }
    const html = await renderIsland(source)
    expect(html).toContain('<template data-astro-template></template>')
    expect(html.indexOf(script)).toBeLessThan(html.indexOf('<astro-island'))
    expect(html.split(script)).toHaveLength(2)
  })

  test('the script of the element, for an island in a slot that becomes a template', async () => {
    const page = '<Box client:load><Box client:idle /></Box>'
    const html = await renderIsland({ page, html: '<p></p>' })
    expect(html.split(ELEMENT)).toHaveLength(2)
    expect(html.indexOf(ELEMENT)).toBeLessThan(html.indexOf('<astro-island'))
  })

  test('nothing of a slot that a component without a directive does not print', async () => {
    const page = '<Box><List /></Box>'
    const source = { page, html: '<p></p>', components: { 'List.astro': list }, scripts }
    expect(withoutUid(await renderIsland(source))).toBe('<p></p>')
  })

  test('the content of Astro.slots.render()', async () => {
    const page = '<Wrap><Box client:load>x</Box></Wrap>'
    const wrap = `---\nconst html = await Astro.slots.render('default')\n---\n<main set:html={html} />`
    const html = await renderIsland({ page, components: { 'Wrap.astro': wrap } })
    expect(html).toContain(`<main>${ELEMENT}<astro-island`)
  })

  test('a <template>, in which a script does not count', async () => {
    const html = await renderIsland({
      page: '<template><Box client:load /></template><Box client:load />',
    })
    expect(html.split(ELEMENT)).toHaveLength(3)
  })
})

const ATTACK = `"><img src=x onerror=alert(1)>'</astro-island><script>alert(1)</script>&quot;`

describe('text of a client cannot become markup', () => {
  test.each([
    ['as a prop', '<Box client:load a={value} />'],
    ['as the name of a prop', '<Box client:load {...{ [value]: 1 }} />'],
    ['as the value of a directive', '<Box client:media={value} />'],
    ['as the name of a transition', '<Box client:load data-astro-transition-persist={value} />'],
  ])('%s', async (_place, page) => {
    const html = await renderIsland({ page, html: '<p></p>', value: ATTACK })
    const rest = html.replaceAll(
      / (?:props|opts)='[^'<]*'| data-astro-transition-persist="[^"<]*"/g,
      '',
    )
    expect(withoutUid(rest)).toMatch(
      /^<script type="module" async src="\/_assets\/island\.js"><\/script><astro-island component-url="\/_assets\/box\.js" component-export="default" renderer-url="\/_assets\/client\.js" ssr client="(?:load|media)" await-children><p><\/p><!--astro:end--><\/astro-island>$/,
    )
  })

  test('in a slot', async () => {
    const html = await renderIsland({ page: '<Box client:load>{value}</Box>', value: ATTACK })
    expect(html).toContain('<astro-slot>&quot;&gt;&lt;img src=x')
    expect(html).not.toContain('<img')
  })
})

const refused: readonly (readonly [what: string, page: string, code: string, text: RegExp])[] = [
  [
    'a directive of a spread',
    '<Box {...{ "client:load": true }} />',
    'SSR_PAGES_ISLAND_INVALID',
    /client:load of <Box> in src\/pages\/test\.astro cannot work: the component is not an import/,
  ],
  [
    'a media query that is no string',
    '<Box client:media={value} />',
    'SSR_PAGES_ISLAND_INVALID',
    /client:media of <Box> .* of type undefined/,
  ],
  [
    'a directive on an element',
    `---\nconst Tag = 'div'\n---\n<Tag {...{ 'client:component-hydration': 'load' }} />`,
    'SSR_PAGES_ISLAND_INVALID',
    /client:load of <Tag> .* is an element/,
  ],
  [
    'a value of a directive that is not JSON',
    '<Box client:idle={{ timeout: 1n }} />',
    'SSR_PAGES_ISLAND_INVALID',
    /The value of client:idle of <Box> .* is not JSON/,
  ],
  [
    'a prop that contains itself',
    '---\nconst a = { b: {} }\na.b.c = a\n---\n<Box client:load list={[a]} />',
    'SSR_PAGES_ISLAND_PROPS_INVALID',
    /The prop "list" of <Box> in src\/pages\/test\.astro .*: list\.0\.b\.c contains itself/,
  ],
]

describe('a page fails for', () => {
  test.each(refused)('%s', async (_what, page, code, message) => {
    for (const isOptimized of [false, true]) {
      const failing = renderIslandAs({ page }, isOptimized).then(toText)
      await expect(failing).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      })
    }
  })
})

describe('the start of a stream', () => {
  // The limit passes when a test says so, not on a busy machine.
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'Date'] }))
  afterEach(() => void jest.useRealTimers())

  test('waits for a component that throws, so that the page can still answer with an error', async () => {
    const renderer = `renderToStaticMarkup: async () => {
      for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
      throw new Error('broken')
    }`
    const page = '<main>' + 'x'.repeat(1000) + '<Box client:load /></main>'
    await expect(renderIslandAs({ page, renderer }, true)).rejects.toThrow('broken')
  })

  test('waits for renderers that take several tasks', async () => {
    const renderer = `renderToStaticMarkup: async () => {
      for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
      return { html: 'x' }
    }`
    const result = await renderIslandAs({ page: '<p></p><Box />', renderer }, true)
    expect(result).toMatchObject({ html: '<!DOCTYPE html><p></p>x' })
  })

  test('does not wait for a renderer that takes long', async () => {
    let finish = (): void => {}
    const source = {
      page: '<p></p><Box start={value} />',
      renderer: `renderToStaticMarkup: (C, { start }) => new Promise((resolve) => start(() => resolve({ html: 'x' })))`,
      value: (resolve: () => void) => void (finish = resolve),
    }
    const rendering = renderIslandAs(source, true)
    while (jest.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve))
    jest.advanceTimersByTime(50)
    const result = await rendering
    expect(result).toHaveProperty('html.next')
    finish()
    expect(await toText(result)).toBe('<!DOCTYPE html><p></p>x')
  })
})
