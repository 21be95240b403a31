import { describe, expect, test } from '@jest/globals'
import { mendQuirks } from '../../src/compiler/quirks.ts'

describe('a source is mended', () => {
  test.each([
    ['<p set:text="<b>" />', '<p set:text="&lt;b&gt;" />'],
    ["<p set:text='a`${b}<' />", "<p set:text='a`${b}&lt;' />"],
    [
      '<i /><p set:text="é<" /><p set:text="<b" />',
      '<i /><p set:text="é&lt;" /><p set:text="&lt;b" />',
    ],
    ['<p set:text="it\'s" />', '<p set:text="it&#39;s" />'],
    ['<p set:text="a &amp; b" />', '<p set:text="a &amp; b" />'],
    [
      '<script define:vars={{ a }}>a</script>',
      '<script nonce={$$result.nonce} define:vars={{ a }}>a</script>',
    ],
    [
      '<script nonce="x" define:vars={{ a }}>a</script>',
      '<script nonce="x" define:vars={{ a }}>a</script>',
    ],
    ['<style define:vars={{ a }}>p{}</style>', '<style define:vars={{ a }}>p{}</style>'],
    ['<p set:text={x} />', '<p set:text={x} />'],
    ['<p title="<b>" />', '<p title="<b>" />'],
  ])('%s', (source, mended) => {
    expect(mendQuirks(source)).toMatchObject({ source: mended, quirks: [] })
  })
})

const warned: [name: string, source: string, at: string, text: RegExp][] = [
  ['a script that loses its source', '<p /><script src={x}></script>', '<script', /loses its src/],
  ['a style in a condition', '{a && <style>p{}</style>}', '<style', /neither scoped nor bundled/],
  ['a style in a list', '<ul>{a.map(() => <li><style>p{}</style></li>)}</ul>', '<style', /scoped/],
  [
    'an export of a local variable',
    '---\nconst z = 1\nexport const q = z\n---\n',
    'export const q',
    /uses "z"/,
  ],
  [
    'an exported function that uses a local variable',
    '---\nconst z = 1\nexport function f() { return [z] }\n---\n',
    'export function',
    /uses "z"/,
  ],
  [
    'an export of a destructured local',
    '---\nconst { z } = Astro.props\nexport const q = `${z}`\n---\n',
    'export const',
    /uses "z"/,
  ],
]

test('markup in the frontmatter is a warning, with its place', () => {
  const source = '---\nconst f = () => <b>x</b>\n---\n{f()}'
  expect(mendQuirks(source).quirks).toEqual([
    { text: expect.stringMatching(/cannot contain markup/), start: source.indexOf('<b>') },
  ])
})

describe('there is a warning for', () => {
  test.each(warned)('%s', (_, source, at, text) => {
    expect(mendQuirks(source).quirks).toEqual([
      { text: expect.stringMatching(text), start: source.indexOf(at) },
    ])
  })
})

describe('there is no warning for', () => {
  test.each([
    ['an inline script with an expression', '<script is:inline src={x}></script>'],
    ['a script with a fixed source', '<script src="./a.ts"></script>'],
    ['an inline style in a condition', '{a && <style is:inline>p{}</style>}'],
    ['a style in a condition whose text is an expression', '{a && <style set:html={css} />}'],
    ['a style at the top level', '<style>p{}</style>'],
    ['an export that uses no other name', '---\nexport const prerender = false\n---\n'],
    ['an export that uses an import', "---\nimport { z } from './z'\nexport const q = z\n---\n"],
    ['an export that uses another export', '---\nexport const z = 1\nexport const q = z\n---\n'],
    [
      'an export with a parameter of the name',
      '---\nconst z = 1\nexport const f = (z) => z\n---\n',
    ],
    ['an export with a member of the name', '---\nconst z = 1\nexport const f = a.z\n---\n'],
    ['an export with a key of the name', '---\nconst z = 1\nexport const f = { z: 2 }\n---\n'],
    [
      'props with the names of their constants',
      '---\nexport interface Props { title: string }\nconst { title } = Astro.props\n---\n',
    ],
    ['a class with a field of the name', '---\nconst z = 1\nexport class A { z = 2 }\n---\n'],
    ['a source that does not parse', '---\nconst = ;\n---\n<p>'],
  ])('%s', (_, source) => {
    expect(mendQuirks(source)).toMatchObject({ source, quirks: [] })
  })
})
