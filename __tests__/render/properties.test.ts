import { describe, expect, test } from '@jest/globals'
import { declarationNames } from './css-declarations.ts'
import { forAnyText } from './hostile-text.ts'
import { asParsed, attributesOf, textsOf, toTree } from './html-tree.ts'
import { type Source, compilePage } from './render-with.ts'

type Case = [name: string, page: string, components?: Source['components']]

/** Harmless text that can be recognized anywhere, even in names. */
const MARK = 'qzmarkqz'

// oxlint-disable-next-line no-control-regex -- what HTML does not allow in a name, and `<`
const IS_NAME = /^[^\s"'<>/=\0-\x1f\x7f]+$/

const Card = '<p title={Astro.props.title} class={Astro.props.class}>{Astro.props.title}</p>'
const Box = '<div><slot name="a">none</slot><slot /></div>'
const Outer =
  '---\nimport Box from "./Box.astro"\n---\n<Box><slot name="a" slot="a" /><slot /></Box>'
const Rendered =
  "---\nconst slot = await Astro.slots.render('default')\n---\n<div>{slot}<i set:html={slot} /></div>"
const List = '<div><slot name={`n${Astro.locals.value}`}>none</slot></div>'
const Named = '<div><slot name={Astro.locals.value}>none</slot></div>'

// Texts are put in brackets where an empty text would change the page's structure.
const cases: Case[] = [
  ['text', '<p>{value}</p>'],
  ['text in a title', '<html><head><title>{value}</title></head><body></body></html>'],
  ['text in a textarea or an svg', '<textarea>[{value}]</textarea><svg><text>{value}</text></svg>'],
  ['text of set:text', '<p set:text={value} /><Fragment set:text={value} />'],
  ['text in a list', '<p>{[value, [value]]}</p><p>{new Set([value])}</p>'],
  ['text from a function', '<p>{() => value}</p>'],
  ['text from a promise', '<p>{Promise.resolve(value)}</p>'],
  ['text from a generator', '<p>{(function* () { yield value })()}</p>'],
  ['text from an async generator', '<p>{(async function* () { yield value })()}</p>'],
  ['text deep in values', '<p>{[() => Promise.resolve(new Map([[[value], value]]))]}</p>'],
  ['text of an object', '<p>{{ toString: () => value }}{new String(value)}{Symbol(value)}</p>'],
  ['an attribute', '<p title={value} data-x={`[${value}]`} id=`[${value}]`></p>'],
  ['a short attribute', '<p {value}></p>'],
  ['an attribute of an object', '<p title={{ toString: () => value }}></p>'],
  ['an attribute that is a URL or code', '<a href={value} onclick={value} srcdoc={value}></a>'],
  ['a spread value', '<p {...{ title: value, class: `[${value}` }}></p><style>p{}</style>'],
  ['className', '<p className={`[${value}`}></p>'],
  ['a class', '<p class={value}></p><style>p{color:red}</style>'],
  ['class:list', '<p class:list={[`[${value}`, [`${value}]`], { [`(${value}`]: true }]}></p>'],
  ['a style', '<p style={value}></p>'],
  ['a custom element', '<my-box title={value} open={`[${value}`}>{value}</my-box>'],
  ['a dynamic element', '---\nconst Tag = "h2"\n---\n<Tag title={value}>{value}</Tag>'],
  ['a prop', '<Card title={value} /><Card {...{ title: value }} />', { Card }],
  [
    'class:list of a component',
    '<Card class={`[${value}`} class:list={[`[${value}`]} />',
    { Card },
  ],
  ['a slot', '<Box>{value}<b slot="a">{value}</b></Box>', { Box }],
  ['a slot that is passed on', '<Outer>{value}<b slot="a">{value}</b></Outer>', { Box, Outer }],
  ['what a slot gets instead', '<div><slot>{value}</slot><slot name="a">{value}</slot></div>'],
  ['Astro.slots.render', '<Rendered><b title={value}>{value}</b></Rendered>', { Rendered }],
  ['html by hand', '{html`<b title="${value}" class=\'${value}\'>${value}${[value]}</b>`}'],
  ['the name of a slot', '<Named><b slot={value}>x</b></Named>', { Named }],
  [
    'the name of a slot in a list',
    '<List>{[value].map((v) => <i slot={`n${v}`} />)}</List>',
    { List },
  ],
]

// Removes what could end a value, or keep it from ending.
const toValue = (text: string): string => text.replace(/[;"'\\/()[\]{}]/g, '')
const VALUE = String.raw`---
const css = value.replace(/[;"'\\/()[\]{}]/g, '')
---
`

describe('a browser reads text as it was, and as nothing but text:', () => {
  test.each(cases)('%s', (_, page, components = {}) => expectExactly({ page, components }))

  test('the name of an element, up to where it could end', () =>
    expectExactly(
      // Strings that look like URLs are refused.
      { page: '---\nconst Tag = `xq_${value}`\n---\n<div><Tag title="a">b</Tag></div><p>c</p>' },
      (text) => toLowerCase(text.split(/[\s&<>'"/=]/, 1)[0] ?? ''),
    ))

  test('an empty className', () => expectExactly({ page: '<p className={value}></p>' }))

  test('an element with a name that HTML does not have', async () => {
    const page = '---\nconst Tag = value\n---\n<div><Tag>b</Tag></div><p>c</p>'
    const render = await compilePage({ page })
    await forAnyText(async (name) => {
      if (!/^[a-z]/i.test(name) || /^[a-z][a-z\d+.-]*:\/\/|^data:|^blob:/i.test(name)) {
        const code = 'SSR_PAGES_COMPONENT_UNSUPPORTED'
        await expect(render(name)).rejects.toMatchObject({ code })
        return
      }
      const tree = toTree(await render(name))
      expect(textsOf(tree, 'p')).toEqual(['c'])
      expect(JSON.stringify(tree)).not.toContain('"comment"')
    })
  })

  test('a slot that was not passed', () =>
    expectExactly({ page: '<Named />', components: { Named } }))
})

describe('a value in CSS', () => {
  test.each([
    ['a style object', '<p style={{ color: `x${css}`, "--x": `x${css}` }}></p>'],
    ['style define:vars', '<p></p><style define:vars={{ a: `x${css}` }}>p{}</style>'],
    ['both', '<p style={{ a: `x${css}` }}></p><style define:vars={{ b: `x${css}` }}>p{}</style>'],
  ])('of %s stays as it is', (_, page) => expectExactly({ page: VALUE + page }, toValue))

  test.each([
    ['a style object', '<p style={{ a: value, b: value, c: 1 }}></p>'],
    ['style define:vars', '<p></p><style define:vars={{ a: value, b: value, c: 1 }}>p{}</style>'],
  ])('of %s is the value of one declaration, or of none', async (_, page) => {
    const render = await compilePage({ page })
    await forAnyText(async (text) => {
      const [style = ''] = attributesOf(toTree(await render(text)), 'style')
      const names = declarationNames(style).map((name) => name.replace('--', ''))
      expect([
        [style, 'abc'],
        [style, 'c'],
      ]).toContainEqual([style, names.join('')])
    })
  })
})

describe('a name in CSS', () => {
  test.each([
    ['a style object', '<p style={{ [`--${value}`]: 1, "--c": 1 }}></p>'],
    ['a style object without dashes', '<p style={{ [value]: "1", "--c": 1 }}></p>'],
    ['style define:vars', '<p></p><style define:vars={{ [value]: 1, c: 1 }}>p{}</style>'],
  ])('of %s is the name of one declaration, or of none', async (_, page) => {
    const render = await compilePage({ page })
    await forAnyText(async (text) => {
      const [style = ''] = attributesOf(toTree(await render(text)), 'style')
      const names = declarationNames(style)
      expect(names.pop()).toBe('--c')
      expect(names.length).toBeLessThan(2)
      // The whole style consists of declarations: a name, a colon and the single value.
      expect(style).toMatch(/^(?:[^ \t\r\n\f:;{}"'()\\/]+: ?1;?){1,2}$/)
    })
  })
})

describe('an attribute whose name came from outside', () => {
  test.each(['p', 'my-box'])('is one attribute of <%s>, or none', async (element) => {
    const render = await compilePage({ page: `<${element} {...{ [value]: 'x' }}>b</${element}>` })
    await forAnyText(async (name) => {
      const attribute = IS_NAME.test(name) ? ` ${toLowerCase(name)}="x"` : ''
      const expected = toTree(`<!DOCTYPE html><${element}${attribute}>b</${element}>`)
      expect(JSON.stringify(toTree(await render(name)))).toBe(JSON.stringify(expected))
    })
  })
})

// A page with harmless text provides the expected tree, into which the text is then inserted.
async function expectExactly(
  source: Source,
  toExpected: (text: string) => string = (text) => text,
): Promise<void> {
  const render = await compilePage(source)
  const marked = await render(MARK)
  await forAnyText(async (text) => {
    const expected = toExpected(text)
    const tree = toTree(marked, (found, where) =>
      // As one string: a CR at the end of one text and a LF at the start of the next are one line
      // break.
      asParsed(
        found.replaceAll(MARK, () => expected),
        where,
      ),
    )
    expect(JSON.stringify(toTree(await render(text)))).toBe(JSON.stringify(tree))
  })
}

// HTML lowercases ASCII letters only.
function toLowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
