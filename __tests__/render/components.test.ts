import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { importAstro } from '../support/astro-modules.ts'
import { renderModule, renderSource, renderToText, toText } from '../support/render-source.ts'

const components = {
  Box: '<div><slot /></div>',
  Card: '<section><slot name="title">Untitled</slot><slot /><slot name="end" /></section>',
  Outer: `---\nimport Card from './Card.astro'\n---\n<Card><slot name="title" slot="title" /><slot /></Card>`,
  List: `---\nconst items = [1, 2]\nconst rows = await Promise.all(items.map((i) => Astro.slots.render('default', [i])))\n---\n<ul>{rows.map((row) => <li>{row}</li>)}</ul>`,
  Has: `<p>{String(Astro.slots.has('a'))} {String(Astro.slots.has('b'))} {Object.keys(Astro.slots).join()}</p>`,
  Tree: `---\nconst { depth } = Astro.props\n---\n<i>{depth}{depth > 1 && <Astro.self depth={depth - 1} />}</i>`,
  Props: '<p>{JSON.stringify(Astro.props)}</p>',
  Any: `---\nconst { name } = Astro.props\n---\n<i><slot name={name} /></i><b>{Astro.slots.render(name)}</b>{String(Astro.slots.has(name))}`,
  Choose: '<slot name={Astro.props.is ? "yes" : "no"} />',
  Scoped: '<p class={Astro.props.name}></p><style>p { color: red }</style>',
  First: `---\nconst html = await Astro.slots.render('default', ['ARG'])\n---\n[{html}]`,
  Empty: '---\nreturn null\n---\n',
  Slow: `---\nawait new Promise((done) => setTimeout(done, Astro.props.ms))\n---\n<b>{Astro.props.ms}</b>`,
}

/** Values that JavaScript cannot convert to a key, with the text that they print. */
const hostileNames = [
  ['{"toString":1}', '[object Object]'],
  ['{"toString":1,"valueOf":1}', '[object Object]'],
  ['["a",{"toString":1}]', 'a,[object Object]'],
  ['[null,["b"]]', ',b'],
] as const

const cases: [name: string, page: string, html: string][] = [
  ['children go into the default slot', '<Box><b>a</b></Box>', '<div><b>a</b></div>'],
  [
    'named slots take what is meant for them',
    '<Card><h2 slot="title">T</h2>x<b slot="end">e</b></Card>',
    '<section><h2>T</h2>x<b>e</b></section>',
  ],
  [
    'a slot that was not given prints its fallback',
    '<Card>x</Card>',
    '<section>Untitledx</section>',
  ],
  [
    'a slot that prints nothing has no fallback',
    '<Card>{false && <b slot="title" />}</Card>',
    '<section></section>',
  ],
  [
    'a slot can be passed on',
    '<Outer><h2 slot="title">T</h2>x</Outer>',
    '<section><h2>T</h2>x</section>',
  ],
  [
    'a function in a slot gets arguments',
    '<List>{(i) => <b>{i}</b>}</List>',
    '<ul><li><b>1</b></li><li><b>2</b></li></ul>',
  ],
  [
    'a function in the first element of a file gets arguments',
    '<First><p>{(i) => <b>{i}</b>}</p></First>',
    '[<b>ARG</b>]',
  ],
  ['a component knows its slots', '<Has><b slot="a" /></Has>', '<p>true false a</p>'],
  ['Astro.self repeats the component', '<Tree depth={3} />', '<i>3<i>2<i>1</i></i></i>'],
  [
    'class:list arrives as class',
    `<Props class="a" class:list={['b', { c: 1 }]} />`,
    '<p>{&quot;class&quot;:&quot;a b c&quot;}</p>',
  ],
  ['a component that returns null prints nothing', '<div><Empty /></div>', '<div></div>'],
  ['Fragment prints its children only', '<Fragment><b>a</b></Fragment>', '<b>a</b>'],
  ['set:html prints markup', `<div set:html={'<b>a</b>'} />`, '<div><b>a</b></div>'],
  [
    'set:html takes a promise',
    `<div set:html={Promise.resolve('<b>a</b>')} />`,
    '<div><b>a</b></div>',
  ],
  [
    'set:html takes a Response',
    `<div set:html={new Response('<b>é</b>')} />`,
    '<div><b>é</b></div>',
  ],
  ['set:html of nothing prints nothing', '<div set:html={undefined} />', '<div></div>'],
  ['set:text is escaped', `<div set:text={'<b>'} />`, '<div>&lt;b&gt;</div>'],
  [
    'dynamic slot names work',
    `---\nconst name = 'title'\n---\n<Card><h2 slot={name}>T</h2></Card>`,
    '<section><h2>T</h2></section>',
  ],
  ...['render', 'has', 'constructor', '__proto__', 'toString', 'hasOwnProperty'].flatMap(
    (name): [string, string, string][] => [
      [
        `a slot whose computed name is ${name} goes to that slot`,
        `---\nconst name = '${name}'\n---\n<Any name={name}><h2 slot={name}>T</h2></Any>`,
        '<i><h2>T</h2></i><b><h2>T</h2></b>true',
      ],
      [
        `a slot named ${name} that was not given is not there`,
        `<Any name="${name}" />`,
        '<i></i><b></b>false',
      ],
    ],
  ),
  ...hostileNames.map(([code, name]): [string, string, string] => [
    `a slot whose computed name is the data ${code} is found by it`,
    `---\nconst name = JSON.parse('${code}')\n---\n<Any name={name}><h2 slot={name}>${name}</h2></Any>`,
    `<i><h2>${name}</h2></i><b><h2>${name}</h2></b>true`,
  ]),
  [
    'a slot that an expression chooses may have data as its name',
    `---\nconst name = JSON.parse('{"toString":1}')\n---\n<Any name={name}>{true ? <b slot={name}>T</b> : <i slot="x" />}</Any>`,
    '<i><b>T</b></i><b><b>T</b></b>true',
  ],
  [
    'a condition in the name of a slot decides',
    '<Choose is={false}><b slot="yes">y</b><b slot="no">n</b></Choose>',
    '<b>n</b>',
  ],
  [
    'a class beside scoped styles may be data',
    `---\nconst name = JSON.parse('{"toString":1}')\n---\n<Scoped name={name} /><Scoped name={['a', name]} /><Scoped />`,
    ['[object Object] ', 'a,[object Object] ', ' ']
      .map((text) => `<p class="${text}astro-SCOPE"></p>`)
      .join(''),
  ],
  [
    'slow components keep their order',
    '<Slow ms={20} /><Slow ms={1} /><i>c</i>',
    '<b>20</b><b>1</b><i>c</i>',
  ],
  [
    'a component from a promise is awaited',
    '---\nconst Late = Promise.resolve(Box)\n---\n<Late>a</Late>',
    '<div>a</div>',
  ],
]

describe('a component', () => {
  test.each(cases)('%s', async (_, source, html) => {
    const imports = Object.keys(components).map((name) => `import ${name} from './${name}.astro'`)
    const [, frontmatter = '', markup = source] = /^---\n(.*)\n---\n(.*)$/s.exec(source) ?? []
    const page = `---\n${imports.join('\n')}\n${frontmatter}\n---\n${markup}`
    const text = await renderToText({ page, components })
    expect(text.replaceAll(/\bastro-[a-z\d]{8}\b/g, 'astro-SCOPE')).toBe(`<!DOCTYPE html>${html}`)
  })

  test('that is an .html file has no slot that was not passed, whatever its name', async () => {
    const names = ['constructor', '__proto__', 'toString', 'valueOf']
    const box = names.map((name) => `<slot name="${name}">none</slot>`).join('')
    const page = `---\nimport Box from './Box.html'\nconst name = '__proto__'\n---\n<Box /><Box><b slot={name}>b</b></Box>`
    const module = await importAstro({ 'test.astro': page, 'Box.html': box }, 'test.astro')
    expect(await toText(await renderModule(module, {}))).toBe(
      '<!DOCTYPE html>nonenonenonenonenone<b>b</b>nonenone',
    )
  })

  test('slow siblings are awaited together', async () => {
    const page = `---\nimport Slow from './Slow.astro'\n---\n${'<Slow />'.repeat(5)}`
    const Slow = '---\nawait Astro.locals.load()\n---\n'
    const seen: string[] = []
    async function load(): Promise<void> {
      seen.push('begins')
      await nextTurn()
      seen.push('ends')
    }
    const locals = { load } as App.Locals
    await toText(await renderSource({ page, components: { Slow }, locals }))
    expect(seen).toEqual([...Array(5).fill('begins'), ...Array(5).fill('ends')])
  })

  test('a name that was never imported is an error that says so', async () => {
    const page = '---\nconst Card = undefined\n---\n<Card />'
    await expect(renderToText({ page })).rejects.toThrow(
      '<Card> in src/pages/test.astro cannot be rendered: it is undefined',
    )
  })

  test.each([
    '/logo.svg',
    './logo.svg',
    'https://cdn.test/logo.svg',
    'data:image/svg+xml,x',
    '',
    '1',
    '<b>',
  ])('a string that is not a tag name gives an error that shows it: %j', async (text) => {
    const page = `---\nconst Logo = ${JSON.stringify(text)}\n---\n<Logo alt="x">y</Logo>`
    await expect(renderToText({ page })).rejects.toMatchObject({
      code: 'SSR_PAGES_COMPONENT_UNSUPPORTED',
      message: expect.stringContaining(
        `<Logo> in src/pages/test.astro cannot be rendered: it is not an .astro component, but the string ${JSON.stringify(text)}`,
      ),
    })
  })

  test('a function that is not a component is an error that says so', async () => {
    const page = '---\nfunction Card() {}\n---\n<Card />'
    await expect(renderToText({ page })).rejects.toMatchObject({
      code: 'SSR_PAGES_COMPONENT_UNSUPPORTED',
    })
  })

  test('an async slot that fails and is never printed does not end the process', async () => {
    const page = `---\nimport Empty from './Empty.astro'\n---\n<Empty>{Promise.reject(new Error('lost'))}</Empty>a`
    expect(await renderToText({ page, components })).toBe('<!DOCTYPE html>a')
  })
})

describe('a page', () => {
  test('that waits for nothing is one string', async () => {
    const result = await renderSource({ page: '<p>a</p>' })
    expect(result).toMatchObject({ html: '<!DOCTYPE html><p>a</p>', cookies: [] })
  })

  test('keeps its own doctype', async () => {
    const page = `<Fragment set:html={'<!doctype html><p>a</p>'} />`
    expect(await renderToText({ page })).toBe('<!doctype html><p>a</p>')
  })

  test('sends what is ready before its slow part', async () => {
    const Slow = components.Slow
    const page = `---\nimport Slow from './Slow.astro'\n---\n<h1>a</h1><Slow ms={30} /><p>b</p>`
    const result = await renderSource({ page, components: { Slow } })
    if ('response' in result || typeof result.html === 'string') throw new Error('not streamed')
    const chunks: string[] = []
    for await (const chunk of result.html) chunks.push(chunk)
    expect(chunks[0]).toBe('<!DOCTYPE html><h1>a</h1>')
    expect(chunks.join('')).toBe('<!DOCTYPE html><h1>a</h1><b>30</b><p>b</p>')
  })

  test.each([
    ['has nothing but code', '---\nconst a = 1\n---\n'],
    ['prints what prints nothing', '{null}{undefined}{false}{[]}{() => {}}'],
    ['waits for nothing', '{Promise.resolve()}{new Promise((done) => setTimeout(done, 5))}'],
    ['has a component that prints nothing', '<Empty />'],
  ])('that %s is empty, without a doctype', async (_, page) => {
    const { Empty } = components
    expect(await renderToText({ page, components: { Empty } })).toBe('')
    const isStreaming = false
    expect(await renderToText({ page, components: { Empty }, isStreaming })).toBe('')
  })

  test('that prints nothing but has styles links them', async () => {
    const assets = { styles: ['_assets/a.css'] }
    expect(await renderToText({ page: '---\n---\n', assets })).toBe(
      '<!DOCTYPE html><link rel="stylesheet" href="/_assets/a.css">',
    )
  })

  test('links its styles in the head, once', async () => {
    const page = '<html><head><title>a</title></head><body><p>b</p></body></html>'
    const assets = { styles: ['_assets/a.css'], hasHead: true }
    expect(await renderToText({ page, assets, base: '/docs' })).toBe(
      '<!DOCTYPE html><html><head><title>a</title><link rel="stylesheet" href="/docs/_assets/a.css"></head><body><p>b</p></body></html>',
    )
  })

  test('without a head still links its styles', async () => {
    const assets = { styles: ['_assets/a.css'], hasHead: false }
    expect(await renderToText({ page: 'text', assets })).toBe(
      '<!DOCTYPE html><link rel="stylesheet" href="/_assets/a.css">text',
    )
  })

  test('loads a script once, however often its component is used', async () => {
    const Menu = '<nav></nav><script>console.log(1)</script>'
    const page = `---\nimport Menu from './Menu.astro'\n---\n<Menu /><Menu />`
    const id = '/src/components/Menu.astro?astro&type=script&index=0&lang.ts'
    const html = await renderToText({
      page,
      components: { Menu },
      assets: { scripts: { [id]: '_assets/m.js' } },
    })
    expect(html).toBe(
      '<!DOCTYPE html><nav></nav><script type="module" src="/_assets/m.js"></script><nav></nav>',
    )
  })

  test('whose slot was rendered for nothing still loads the styles and scripts of it', async () => {
    const Part = '<b>a</b><script>console.log(1)</script>'
    const Maybe = `---\nconst html = await Astro.slots.render('default')\n---\n{String(html).trim() && <slot />}`
    const page = `---\nimport Maybe from './Maybe.astro'\nimport Part from './Part.astro'\n---\n<Maybe><Part /></Maybe>`
    const id = '/src/components/Part.astro?astro&type=script&index=0&lang.ts'
    const assets = { styles: ['_assets/a.css'], scripts: { [id]: '_assets/a.js' } }
    expect(await renderToText({ page, components: { Part, Maybe }, assets })).toBe(
      '<!DOCTYPE html><link rel="stylesheet" href="/_assets/a.css"><b>a</b><script type="module" src="/_assets/a.js"></script>',
    )
  })

  test('loads a script outside of a <template> even if it is also inside of one', async () => {
    const Part = `---\nawait new Promise((done) => setTimeout(done, 5))\n---\n<b>a</b><script>console.log(1)</script>`
    const page = `---\nimport Part from './Part.astro'\n---\n<template><Part /></template><Part />`
    const id = '/src/components/Part.astro?astro&type=script&index=0&lang.ts'
    const assets = { styles: ['_assets/a.css'], scripts: { [id]: '_assets/a.js' } }
    const script = '<script type="module" src="/_assets/a.js"></script>'
    expect(await renderToText({ page, components: { Part }, assets })).toBe(
      `<!DOCTYPE html><template><b>a</b>${script}</template><link rel="stylesheet" href="/_assets/a.css"><b>a</b>${script}`,
    )
  })

  test('links its styles before its first element, even if that is rendered last', async () => {
    const Late = `---\nawait new Promise((done) => setTimeout(done, 5))\n---\n<i>late</i>`
    const Part = '<b>a</b>'
    const page = `---\nimport Late from './Late.astro'\nimport Part from './Part.astro'\n---\n<Late /><Part />`
    const assets = { styles: ['_assets/a.css'] }
    expect(await renderToText({ page, components: { Late, Part }, assets })).toBe(
      '<!DOCTYPE html><link rel="stylesheet" href="/_assets/a.css"><i>late</i><b>a</b>',
    )
  })

  test('answers with the Response that a component returned', async () => {
    const Guard = `---\nreturn Astro.redirect('/login')\n---\n`
    const page = `---\nimport Guard from './Guard.astro'\n---\n<h1>secret</h1><Guard />`
    const result = await renderSource({ page, components: { Guard } })
    if (!('response' in result)) throw new Error('no response')
    expect(result.response.status).toBe(302)
    expect(result.response.headers.get('location')).toBe('/login')
  })

  test('that returns something else is an error that says what', async () => {
    const page = '---\nreturn { a: 1 }\n---\n'
    await expect(renderSource({ page })).rejects.toThrow('/test returned object instead of')
  })

  test('rejects when a part of it fails before anything is sent', async () => {
    const page = `---\n---\n<p>a</p>{(async () => { throw new Error('boom') })()}`
    await expect(renderSource({ page })).rejects.toThrow('boom')
  })

  test('is aborted when a part of it fails after the beginning was sent', async () => {
    const page = `---\nconst late = new Promise((_, fail) => setTimeout(fail, 30, new Error('boom')))\n---\n<p>a</p>{late}`
    const result = await renderSource({ page })
    if ('response' in result || typeof result.html === 'string') throw new Error('not streamed')
    const iterator = result.html[Symbol.asyncIterator]()
    expect(await iterator.next()).toEqual({ value: '<!DOCTYPE html><p>a</p>', done: false })
    await expect(iterator.next()).rejects.toThrow('boom')
  })

  test('stops when it is no longer wanted', async () => {
    const page = `---\nimport Slow from './Slow.astro'\nimport Probe from './Probe.astro'\n---\n<p>a</p><Slow ms={30} />{Astro.locals.left.then(() => <Probe />)}`
    const seen: string[] = []
    const Probe = `---\nAstro.locals.seen.push('ran')\n---\n<p>b</p>`
    let leave = (): void => {}
    const left = new Promise<void>((resolve) => (leave = resolve))
    const result = await renderSource({
      page,
      components: { Slow: components.Slow, Probe },
      locals: { seen, left } as App.Locals,
    })
    if ('response' in result || typeof result.html === 'string') throw new Error('not streamed')
    await result.html[Symbol.asyncIterator]().return?.()
    leave()
    await wait(80)
    expect(seen).toEqual([])
  })
})
