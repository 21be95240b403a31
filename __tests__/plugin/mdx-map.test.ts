import { SourceMap } from 'node:module'
import { describe, expect, test } from '@jest/globals'
import MagicString from 'magic-string'
import { parseAst } from 'vite'
import { offsetOf, placeAt } from '../../src/compiler/place.ts'
import type { Node } from '../../src/compiler/syntax-tree.ts'
import { createMdxMap } from '../../src/plugin/mdx-map.ts'
import { expectLinear } from '../support/growth.ts'
import { splitMdx } from '../../src/plugin/mdx-source.ts'

const source = `---
title: items
---
import Card from './Card.astro'

export const items = undefined

# items and {title} in a heading

text items, \`{items}\` <Card
  title={items.length} />

\`\`\`js
{items}
\`\`\`

{items.map((one) => one.name)}
`

/** What a compiler of MDX prints for it. */
const compiled = `import { jsx as _jsx, jsxs as _jsxs, Fragment as _Fragment } from "astro/jsx-runtime";
import Card from "./Card.astro";
export const items = undefined;
function _createMdxContent(props) {
  const _components = Object.assign({ h1: "h1", p: "p", code: "code" }, props.components);
  return _jsxs(_Fragment, { children: [
    _jsxs(_components.h1, { children: ["items and ", title, " in a heading"] }),
    _jsxs(_components.p, { children: ["text items, ", _jsx(_components.code, { children: "{items}" }), _jsx(Card, { title: items.length })] }),
    _jsx(_components.code, { children: "{items}" }),
    items.map((one) => one.name)
  ] });
}
`

/** The source's text from the place on that the map gives for a text of the compiled code. */
function mapped(wanted: string, moved = ''): string {
  const text = new MagicString(compiled).prepend(moved)
  const map = createMdxMap(text, parseAst(compiled) as unknown as Node, source, '/a.mdx')
  const { line, column } = placeAt(text.toString(), text.toString().indexOf(wanted))
  const found = new SourceMap(JSON.parse(map.toString())).findEntry(line - 1, column - 1)
  if (!('originalLine' in found)) return ''
  const place = { line: found.originalLine + 1, column: found.originalColumn + 1 }
  return source.slice(offsetOf(source, place))
}

describe('an error in the compiled code is shown in the source, at', () => {
  test.each([
    ['an export', 'items = undefined', 'items = undefined'],
    ['a value in a heading', 'title, " in a', 'title} in a heading'],
    ['an attribute of a tag', 'items.length', 'items.length} />'],
    ['a member', 'length })', 'length} />'],
    ['an expression after code', 'items.map', 'items.map((one)'],
    ['a function in it', 'one.name', 'one.name)}'],
  ])('%s', (_name, wanted, expected) => {
    expect(mapped(wanted).startsWith(expected)).toBe(true)
    expect(mapped(wanted, 'const moved = 1; ').startsWith(expected)).toBe(true)
  })
})

test('text, code blocks and frontmatter of an .mdx file are no code', () => {
  const { esm, content } = splitMdx(source)
  expect(esm.length).toBe(source.length)
  expect(esm.trim()).toBe("import Card from './Card.astro'\n\nexport const items = undefined")
  expect(content.length).toBe(source.length)
  expect(content.match(/\bitems\b/g)).toHaveLength(3)
})

test('the map of a text with a long block of highlighted code takes linear time', async () => {
  await expectLinear('maps', (times) => {
    const count = times * 6000
    const spans = '_jsx("span", { style: { color: "#fff" }, children: "a" }),\n'.repeat(count)
    const code = `import { jsx as _jsx } from "astro/jsx-runtime";\nfunction _createMdxContent(props) {\n return [${spans}];\n}\n`
    const program = parseAst(code) as unknown as Node
    createMdxMap(new MagicString(code), program, 'text {a}\n\n'.repeat(count), '/a.mdx')
  })
})
