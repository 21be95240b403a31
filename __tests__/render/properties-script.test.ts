import { describe, expect, jest, test } from '@jest/globals'
import { forAnyText } from './hostile-text.ts'
import { textsOf, toTree } from './html-tree.ts'
import { compilePage } from './render-with.ts'

const NAMED = `<script define:vars={{ [value]: 'x' }}>see(1)</script>`

describe('define:vars of a script', () => {
  test('passes any text to a script', () =>
    forAnyScript(
      '<script define:vars={{ value, list: [[value], { value }] }}>see(value, list)</script>',
      (code, text) => expect(seenBy(code)).toBe(JSON.stringify([text, [[text], { value: text }]])),
    ))

  test('passes any text to a module', () =>
    forAnyScript(
      '<script type="module" define:vars={{ value }}>see(value)</script>',
      (code, text) => expect(seenBy(code)).toBe(JSON.stringify([text])),
    ))

  test('takes any name without letting it become code', () =>
    forAnyScript(NAMED, (code) =>
      expect(code).toMatch(/^\(function\(\)\{const [\w$]* = "x";\nsee\(1\)\}\)\(\);$/),
    ))

  test('takes any name and still runs', () =>
    forAnyScript(NAMED, (code) => expect(seenBy(code)).toBe('[1]')))

  test('passes objects with any key', () =>
    forAnyScript(
      '<script define:vars={{ object: { [value]: [value] } }}>see(object)</script>',
      (code, key) => expect(seenBy(code)).toBe(JSON.stringify([{ [key]: [key] }])),
    ))
})

/** Values of a script's variables, and the code that declares them. */
test.each<[variables: string, code: string]>([
  [
    '{ a: 1.5, b: -0, c: 1e21, d: -2 }',
    'const a = 1.5;\nconst b = 0;\nconst c = 1e+21;\nconst d = -2;\n',
  ],
  [
    '{ a: NaN, b: -Infinity, c: null, d: true }',
    'const a = null;\nconst b = null;\nconst c = null;\nconst d = true;\n',
  ],
  [
    '{ a: undefined, b: () => 1, c: Symbol() }',
    'const a = undefined;\nconst b = undefined;\nconst c = undefined;\n',
  ],
  [
    '{ a: "<", b: ["</script>"], c: new Date(0) }',
    String.raw`const a = "\u003c";` +
      '\n' +
      String.raw`const b = ["\u003c/script>"];` +
      '\nconst c = "1970-01-01T00:00:00.000Z";\n',
  ],
  [
    '{ a: "__proto__", b: { ["__proto__"]: 1 } }',
    'const a = "__proto__";\nconst b = {["__proto__"]:1};\n',
  ],
  ['{ "a-b": 1, let: 2, aB: 3, 4: 5 }', 'const _4 = 5;\nconst aB = 3;\nconst _let = 2;\n'],
])('variables of a script are declared wrong: %s', async (variables, code) => {
  const render = await compilePage({ page: `<script define:vars={${variables}}>go()</script>` })
  expect(await render('')).toContain(`<script>(function(){${code}go()})();</script>`)
})

// Checks the code of a page's only script, and that the page continues after it.
async function forAnyScript(
  page: string,
  check: (code: string, text: string) => void,
): Promise<void> {
  const render = await compilePage({ page: `${page}<p>after</p>` })
  await forAnyText(async (text) => {
    const tree = toTree(await render(text))
    expect(textsOf(tree, 'p')).toEqual(['after'])
    const [code = '', ...others] = textsOf(tree, 'script')
    expect(others).toEqual([])
    check(code, text)
  })
}

function seenBy(code: string): string {
  const see = jest.fn()
  // oxlint-disable-next-line typescript/no-implied-eval -- the page's script is run as a browser does
  new Function('see', code)(see)
  return JSON.stringify(see.mock.calls[0])
}
