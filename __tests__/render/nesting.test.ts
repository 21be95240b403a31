import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { expectLinear } from '../support/growth.ts'
import { compileAs, renderWith } from './render-with.ts'

/** Places where a page can print a list. */
const PLACES = {
  'between tags': { page: '<p>{value}</p>' },
  'in a list of elements': { page: '<p>{[value].map((one) => <b>{one}</b>)}</p>' },
  'in a list of elements of a built page': {
    page: '<p>{[value].map((one) => <b>{one}</b>)}</p>',
    isOptimized: true,
  },
  'from a promise': { page: '<p>{Promise.resolve(value)}</p>' },
  'from a function': { page: '<p>{() => value}</p>' },
  'in a slot': { page: '<Box>{value}</Box>', components: { Box: '<p><slot /></p>' } },
  'as a fragment': { page: '<p><Fragment>{value}</Fragment></p>' },
  'as class:list': { page: '<p class:list={value}></p>' },
  'as an attribute': { page: '<p title={value}></p>' },
  'as set:html': { page: '<p set:html={value}></p>' },
  'as set:text': { page: '<p set:text={value}></p>' },
}

const nested = (depth: number, inner: string = '"x"'): unknown =>
  JSON.parse('['.repeat(depth) + inner + ']'.repeat(depth))

const circular = (): unknown => {
  const list: unknown[] = ['x']
  list.push(list, list)
  return list
}

describe.each(Object.entries(PLACES))('a list %s', (_, source) => {
  test('may be nested 500 deep', async () => {
    expect(await renderWith(source, nested(500))).toMatch(/>x<|"x"/)
  })

  test.each([
    ['that is nested deeper', nested(8000), { limit: 500 }],
    ['that contains itself', circular(), { isCircular: true }],
    ['that contains itself at some distance', [[[circular()]]], { isCircular: true }],
    ['of lists that contain each other', roundabout(7), { isCircular: true }],
  ])('%s is refused, and not at a great stack', async (_, list, details) => {
    const code = 'SSR_PAGES_LIST_TOO_DEEP'
    await expect(renderWith(source, list)).rejects.toMatchObject({ code, details })
  })

  test('that is used twice is not taken for a list that contains itself', async () => {
    const twice = ['x']
    expect(await renderWith(source, [twice, [twice, [twice]]])).toContain('x')
  })
})

test('lists of a page count as levels around a list, also in a built page', async () => {
  const code = 'SSR_PAGES_LIST_TOO_DEEP'
  const page = '<p>{[value].map((one) => [one].map((two) => two))}</p>'
  expect(await renderWith({ page }, nested(498))).toContain('<p>x</p>')
  await expect(renderWith({ page }, nested(499))).rejects.toMatchObject({ code })
})

describe('a collection that contains itself is refused:', () => {
  test.each([
    ['a Set', (list: Set<unknown>) => list],
    ['a Set in an array', (list: Set<unknown>) => [list]],
    ['a Set that is awaited', (list: Set<unknown>) => Promise.resolve(list)],
    ['a Set that a function gives', (list: Set<unknown>) => () => list],
  ])('%s', async (_, wrap) => {
    const list = new Set<unknown>()
    list.add(wrap(list))
    const code = 'SSR_PAGES_LIST_TOO_DEEP'
    await expect(renderWith({ page: '<p>{value}</p>' }, list)).rejects.toMatchObject({ code })
  })
})

/** Components that call themselves and wait at each level. */
const TREES: Readonly<Record<string, string>> = {
  'in an array':
    '---\nawait null\nconst { d } = Astro.props\n---\n<i>{d.map((x) => <Astro.self d={x} />)}</i>',
  'as the last of several':
    '---\nawait null\nconst { d } = Astro.props\n---\n{null}{Promise.resolve()}{d.map((x) => <Astro.self d={x} />)}',
  'in a promise':
    '---\nconst { d } = Astro.props\n---\n<i>{d.map(async (x) => <Astro.self d={x} />)}</i>',
  'in a Set':
    '---\nawait null\nconst { d } = Astro.props\n---\n{new Set(d.map((x) => <Astro.self d={x} />))}',
  'in an async generator':
    '---\nconst { d } = Astro.props\n---\n{(async function* () { for (const x of d) yield <Astro.self d={x} /> })()}',
  'in a slot':
    '---\nimport Box from "./Box.astro"\nawait null\nconst { d } = Astro.props\n---\n<Box>{d.map((x) => <Astro.self d={x} />)}</Box>',
  'in a slot that is rendered':
    '---\nimport Render from "./Render.astro"\nconst { d } = Astro.props\n---\n<Render>{d.map((x) => <Astro.self d={x} />)}</Render>',
}
const BOXES = {
  Box: '<b><slot /></b>',
  Render: '---\nconst html = await Astro.slots.render("default")\n---\n<b set:html={html} />',
}
const PAGE = '<Tree d={value} />end'

describe.each(Object.entries(TREES))('a component that waits and calls itself %s', (_, Tree) => {
  const source = { page: PAGE, components: { Tree, ...BOXES } }

  test('without end is soon an error, and needs little memory', async () => {
    const before = process.memoryUsage().heapUsed
    const code = 'SSR_PAGES_NESTED_TOO_DEEP'
    const list: unknown[] = []
    list.push(list)
    await expect(renderWith(source, list)).rejects.toMatchObject({ code, details: { limit: 1000 } })
    // Without the limit it is gigabytes. Garbage counts until it is collected.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(300_000_000)
  })

  test('may be nested 400 deep', async () => {
    expect(await renderWith(source, nested(400, ''))).toMatch(/end$/)
  })
})

test.each([
  ['an array', 'value.map((n) => <Wait n={n} />)'],
  ['a Set', 'new Set(value.map((n) => <Wait n={n} />))'],
  ['an async generator', '(async function* () { for (const n of value) yield <Wait n={n} /> })()'],
])('parts that wait one after another are not nested: those of %s', async (_, list) => {
  const Wait = '---\nawait null\n---\n{Astro.props.n},'
  const html = await renderWith(
    { page: `<p>{${list}}</p>`, components: { Wait } },
    Array.from({ length: 3000 }, (_, n) => n),
  )
  expect(html).toContain('2998,2999,</p>')
})

describe('rejected promises in a list that is not printed completely do not end the process:', () => {
  test.each([
    ['beside one that throws', (promise: unknown) => [fail, promise]],
    ['deep beside one that throws', (promise: unknown) => [[[fail]], [[[promise]]]]],
    ['in a template', (promise: unknown, html: Html) => [fail, [html`<b>${[promise]}</b>`]]],
    ['around one that throws', (promise: unknown) => [[[[fail], promise], promise], [promise]]],
    ['beside a list that is too deep', (promise: unknown) => [nested(501), [promise]]],
    ['beside a pending one', (promise: unknown) => [Promise.reject(new Error('no')), [promise]]],
  ])('%s', async (_, toList) => {
    const rejections: unknown[] = []
    const listen = (error: unknown) => void rejections.push(error)
    process.on('unhandledRejection', listen)
    const page = `---\nconst list = value.toList(value.lost(), html)\n---\n<p>{list}</p>`
    const lost = () => Promise.reject(new Error('lost'))
    await expect(renderWith({ page }, { toList, lost })).rejects.toThrow()
    await wait(20)
    process.off('unhandledRejection', listen)
    expect(rejections).toEqual([])
  })
})

test('a slot that fails in a built page, and is not printed, does not end the process', async () => {
  const rejections: unknown[] = []
  const listen = (error: unknown) => void rejections.push(error)
  process.on('unhandledRejection', listen)
  const Unused = '<slot name="a">{[1].map(() => Astro.slots.render("default"))}</slot>'
  const page = '<Unused><b slot="a">a</b>{await value()}</Unused>'
  const fails = () => Promise.reject(new Error('lost'))
  const html = await renderWith({ page, components: { Unused }, isOptimized: true }, fails)
  await wait(20)
  process.off('unhandledRejection', listen)
  expect(html).toContain('<b>a</b>')
  expect(rejections).toEqual([])
})

/** Lists whose cost grows with their size: twice the size may take 2.5 times as long. */
const growing: [what: string, list: (size: number) => unknown][] = [
  ['deep and wide', (size) => JSON.parse(`${'[['.repeat(200)}${wide(size)}${']]'.repeat(200)}`)],
  ['wide at each level', (size) => wideAtEachLevel(400, size / 400)],
  ['too deep, and wide at each level', (size) => wideAtEachLevel(600, size / 600)],
  ['too deep, as wide as a client likes', (size) => [nested(8000), JSON.parse(wide(size))]],
  ['of items, one of which throws', (size) => [wideAtEachLevel(400, size / 400), fail]],
  ['with an item that throws at its bottom', (size) => wideAtEachLevel(400, size / 400, [fail])],
  ['that contains itself', (size) => containsItself(size)],
  ['of lists that contain each other', (size) => roundabout(size / 16)],
  ['of promises', (size) => Array.from({ length: size / 8 }, () => Promise.resolve([['x']]))],
  ['deep, of promises', (size) => wideAtEachLevel(300, size / 4000, [Promise.resolve('x')])],
]

const DEEP = (size: number): unknown =>
  JSON.parse(`${'["x",'.repeat(400)}${wide(size)}${']'.repeat(400)}`)

const elsewhere: [where: string, page: string, list: (size: number) => unknown][] = [
  ['as an attribute', '<p title={value}></p>', DEEP],
  ['as class:list', '<p class:list={value}></p>', DEEP],
  ['as set:html', '<p set:html={value}></p>', DEEP],
  [
    'as a variable of a script',
    '<script define:vars={{ data: value }}></script>',
    (size) => JSON.parse(`${'{"__proto__":'.repeat(400)}${wide(size)}${'}'.repeat(400)}`),
  ],
]

describe('a list of twice the size does not take four times as long:', () => {
  test.each([
    ...growing.map(([what, toList]) => [what, '<p>{value}</p>', toList] as const),
    ...elsewhere,
  ])('one %s', async (_, page, toList) => {
    const render = await compileAs({ page }, false)
    const lists = { 1: toList(SIZE), 2: toList(SIZE * 2) }
    await expectLinear(page, (times) => render(lists[times]).catch(() => {}))
  })
})

const SIZE = 10_000

type Html = (strings: TemplateStringsArray, ...values: unknown[]) => unknown

function fail(): never {
  throw new Error('an item failed')
}

function wide(size: number): string {
  return `[${'[],'.repeat(size)}[]]`
}

function wideAtEachLevel(depth: number, width: number, bottom: unknown[] = []): unknown {
  let list = bottom
  for (let i = 0; i < depth; i++) list = [list, ...Array.from({ length: width }, () => [[]])]
  return list
}

function containsItself(width: number): unknown {
  const list: unknown[] = Array.from({ length: width }, () => [])
  list.push(list)
  for (let i = 0; i < width; i++) list.push([])
  return list
}

function roundabout(length: number): unknown {
  const lists: unknown[][] = Array.from({ length }, () => ['x'])
  lists.forEach((list, i) => list.push(lists[(i + 1) % length]))
  return lists
}
