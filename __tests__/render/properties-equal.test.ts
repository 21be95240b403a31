import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { html } from '../../src/render/html.ts'
import { hostileText } from './hostile-text.ts'
import { type Source, renderWith } from './render-with.ts'
import { runs } from '../support/runs.ts'

/** A part of a template. Each leaf says how it is passed if the page is asynchronous. */
type Part =
  | { readonly text: string; readonly form: Form }
  | { readonly title: string; readonly inside: Part }
  | readonly Part[]

type Form = keyof typeof FORMS

const FORMS = {
  value: (text: string) => text,
  promise: (text: string) => Promise.resolve(text),
  later: (text: string) => new Promise((resolve) => setImmediate(() => resolve(text))),
  asyncFunction: (text: string) => async () => text,
  asyncList: (text: string) => ({
    async *[Symbol.asyncIterator]() {
      yield* text
    },
  }),
}

const { part } = fc.letrec<{ part: Part }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 4 },
    fc.record({ text: hostileText, form: fc.constantFrom(...(Object.keys(FORMS) as Form[])) }),
    fc.record({ title: hostileText, inside: tie('part') }),
    fc.array(tie('part'), { maxLength: 4 }),
  ),
}))

const page = '<html><body><h1>a</h1>{value}<p>b</p></body></html>'

describe('a page', () => {
  test('is the same when its parts come late', () =>
    fc.assert(
      fc.asyncProperty(part, async (tree) => {
        const now = toValue(tree, () => 'value')
        const late = toValue(tree, (form) => form)
        expect(await renderWith({ page }, late)).toBe(await renderWith({ page }, now))
      }),
      runs(200),
    ))

  test('prints a template in the same way each time', () =>
    fc.assert(
      fc.asyncProperty(part, async (tree) => {
        const template = html`${toValue(tree, (form) => form)}`
        const once = await renderWith({ page }, template)
        const twice = await renderWith({ page: '<i>{value}|{value}</i>' }, template)
        const inside = once.slice(once.indexOf('</h1>') + 5, once.lastIndexOf('<p>b'))
        expect(twice).toBe(`<!DOCTYPE html><i>${inside}|${inside}</i>`)
      }),
      runs(200),
    ))
})

const PIECES = [
  ['<A />', '<B />', '<B><A /></B>', '<template><B><A /></B></template>'],
  ['<p>{value}</p>', '<div><A /></div>', 'text'],
].flat()

describe('a page of components', () => {
  const scripts = Object.fromEntries(
    ['A', 'B'].map((name) => [
      `/src/components/${name}.astro?astro&type=script&index=0&lang.ts`,
      `${name}.js`,
    ]),
  )

  test('has its markup in the same order when components wait', () => expectSame({}))

  test('has its styles and scripts in the same places when components wait', () =>
    expectSame({ styles: ['a.css'], scripts }))
})

// Components wait for nothing, for a microtask, or for a turn of the event loop.
function expectSame(assets: NonNullable<Source['assets']>): Promise<void> {
  const waits = fc.constantFrom('', 'await null\n', 'await new Promise(setImmediate)\n')
  const pages = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 5 })
  return fc.assert(
    fc.asyncProperty(pages, waits, waits, async (list, a, b) => {
      const source = { page: `${list.join('')}<p>the end</p>`, assets }
      const now = await renderWith({ ...source, components: components('', '') }, 'x')
      expect(await renderWith({ ...source, components: components(a, b) }, 'x')).toBe(now)
    }),
    runs(200),
  )
}

function components(a: string, b: string): Record<string, string> {
  return {
    A: `---\n${a}---\n<b>a</b><script>import './a.ts'</script>`,
    B: `---\n${b}---\n<section><slot /></section><script>import './b.ts'</script>`,
  }
}

function toValue(tree: Part, choose: (form: Form) => Form): unknown {
  if ('text' in tree) return FORMS[choose(tree.form)](tree.text)
  if ('title' in tree) return html`<b title="${tree.title}">${toValue(tree.inside, choose)}</b>`
  return tree.map((child) => toValue(child, choose))
}
