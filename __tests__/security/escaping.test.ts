import { describe, expect, jest, test } from '@jest/globals'
import { type Source, compilePage, renderWith } from '../render/render-with.ts'
import { type Tree, textsOf, toTree } from '../render/html-tree.ts'
import { escaping, scripts } from './escaping.ts'

describe('what a client sends becomes text and nothing else', () => {
  test.each(escaping)('$id: $what', async ({ page, components, values, shape }) => {
    const render = await compilePage(withComponents(page, components))
    const expected = shape ?? shapeOf(await render('x'))
    for (const value of values)
      expect([value, shapeOf(await render(value))]).toEqual([value, expected])
  })
})

describe('what a client sends becomes data of a script and nothing else', () => {
  test.each(scripts)('$id: $what', async ({ page, values }) => {
    const render = await compilePage({ page: `${page}<p>after</p>` })
    for (const value of values) {
      const tree = toTree(await render(value))
      expect(shapeOfTree(tree)).toMatch(/^html\(head\(script(?:\[type\])?\(\)\)body\(p\(\)\)\)$/)
      expect(dataOf(tree)).toBe(value)
    }
  })
})

test.each(['!--', '!doctype', '/body', '?xml', ' img', '1', '', '<img'])(
  'CVE-2026-27122: a tag that does not begin with a letter is an error: %j',
  async (value) => {
    const page = '---\nconst Tag = value\n---\n<Tag title="a">b</Tag><i></i>'
    const code = 'SSR_PAGES_COMPONENT_UNSUPPORTED'
    await expect(renderWith({ page }, value)).rejects.toMatchObject({ code })
  },
)

test.each([
  'red;background:url(//evil.test)',
  '"red;background:url(//evil.test)',
  "red}*{background:url('//evil.test')",
  'url(x") ; background:url(//evil.test) ; y("',
  '/*";*/;background:url(//evil.test);/*"',
  'var(--x);background:url(//evil.test',
])('GHSA-qp7p-654g-cw7p: the value of a style is no other style: %s', async (value) => {
  const object = await renderWith({ page: '<p style={{ color: value }}>x</p>' }, value)
  const variable = '<p>x</p><style define:vars={{ color: value }}>p{}</style>'
  expect(object + (await renderWith({ page: variable }, value))).not.toContain('evil.test')
})

test.each(['color:red;background', 'color:red;--x', 'a}*{b', 'a b', '/**/a', 'a\\', '"', 'a(', ''])(
  'the name of a style is no other style: %j',
  async (value) => {
    const object = await renderWith(
      { page: '<p style={{ [value]: "url(//evil.test)" }}>x</p>' },
      value,
    )
    const page = '<p>x</p><style define:vars={{ [value]: "url(//evil.test)" }}>p{}</style>'
    expect(object + (await renderWith({ page }, value))).not.toContain('evil.test')
  },
)

test.each(['x"__proto__', '__proto__', '"__proto__":', String.raw`\"__proto__`, 'x","__proto__'])(
  'a key of define:vars is a key and no code: %j',
  async (value) => {
    const page = '<script define:vars={{ data: { [value]: { [value]: [1] } } }}>see(data)</script>'
    expect(dataOf(toTree(await renderWith({ page }, value)))).toEqual(
      JSON.parse(`{${JSON.stringify(value)}:{${JSON.stringify(value)}:[1]}}`),
    )
  },
)

test.each([
  ['url("data:image/png;base64,x")', 'url(&quot;data:image/png;base64,x&quot;)'],
  ['url(data:image/png;base64,x)', 'url(data:image/png;base64,x)'],
  ["calc(1px * (2 / 3)) 'a;b'", "calc(1px * (2 / 3)) 'a;b'"],
])('a style keeps a value that only looks like two: %s', async (value, printed) => {
  const html = await renderWith({ page: '<p style={{ x: value }}>y</p>' }, value)
  expect(html).toContain(`<p style="x:${printed}">`)
})

test('CVE-2026-27125: a spread prints own properties only', async () => {
  Object.assign(Object.prototype, { onclick: 'alert(1)' })
  try {
    const page = '<p {...{}} {...value} class:list={value} style={value}>x</p>'
    expect(shapeOf(await renderWith({ page }, {}))).not.toContain('onclick')
  } finally {
    Reflect.deleteProperty(Object.prototype, 'onclick')
  }
})

test('CVE-2026-27121: a spread prints event handlers like any other attribute, and quotes them', async () => {
  const html = await renderWith({ page: '<p {...value}></p>' }, { onclick: 'a("x")" autofocus="' })
  expect(shapeOf(html)).toBe('html(head()body(p[onclick]()))')
})

function withComponents(page: string, components: Source['components']): Source {
  return components === undefined ? { page } : { page, components }
}

function shapeOf(html: string): string {
  return shapeOfTree(toTree(html))
}

/** The elements with the names of their attributes; a comment counts as an element. */
function shapeOfTree(trees: readonly Tree[]): string {
  return trees.map(toShape).join('')
}

function toShape(tree: Tree): string {
  if (typeof tree === 'string') return ''
  if ('comment' in tree) return '!'
  const names = tree.attributes.map(([name]) => name).toSorted()
  return `${tree.name}${names.length > 0 ? `[${names.join(' ')}]` : ''}(${shapeOfTree(tree.children)})`
}

// The data that the page's only script receives, run as in a browser, or parsed as JSON.
function dataOf(tree: readonly Tree[]): unknown {
  const [code = ''] = textsOf(tree, 'script')
  if (code.startsWith('{')) return JSON.parse(code).value
  const see = jest.fn()
  // oxlint-disable-next-line typescript/no-implied-eval -- the page's script is run as a browser does
  new Function('see', 'alert', code)(see, fail)
  return see.mock.calls[0]?.[0]
}

function fail(): never {
  throw new Error('The text was run as code.')
}
