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
