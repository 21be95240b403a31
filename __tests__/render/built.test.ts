import { expect, test } from '@jest/globals'
import { renderToText } from '../support/render-source.ts'

const LIST = '<ul><slot /></ul>'
const NEXT = '---\nconst n = Astro.props.seen.push(1)\n---\n{n}'
const LATER =
  '---\nconst n = Astro.props.seen.push(1)\nconst load = async () => { await n }\n---\n<i>{n}<Next {...Astro.props} /></i>'
const CALLED = '---\nconst html = await Astro.slots.render("default", ["x"])\n---\n{html}'

/** Pages that a build could get wrong, each rendered without and with its optimizations. */
test.each<[complaint: string, page: string, html: string]>([
  ['holes of an array print something', '<p>{Array(3).map(() => <i>a</i>)}</p>', '<p></p>'],
  [
    'undefined elements are left out',
    '<p>{[undefined].map(() => <i>a</i>)}</p>',
    '<p><i>a</i></p>',
  ],
  [
    'an array that grows while it is listed never ends',
    '<p>{[1].map((n, _, all) => { all.push(n); return <i>{n}</i> })}</p>',
    '<p><i>1</i></p>',
  ],
  [
    'a list cannot have its index',
    '<p>{["a"].map((t, i) => <i>{i}{t}</i>)}</p>',
    '<p><i>0a</i></p>',
  ],
  [
    'a map() of another object gets text for markup',
    '<p>{({ map: (f) => new Set([f("a"), f("b")]) }).map((t) => <i>{t}</i>)}</p>',
    '<p><i>a</i><i>b</i></p>',
  ],
  ['a list that is missing breaks the page', '<p>{undefined?.map(() => <i>a</i>)}</p>', '<p></p>'],
  [
    'what a condition leaves of a list is printed',
    '<ul>{["a", "", 0, null].map((t) => t && <li>{t}</li>)}</ul>',
    '<ul><li>a</li>0</ul>',
  ],
  [
    'components and text of one list change places',
    '<ul>{[1, 2, 3].map((n) => n === 2 ? <List>{n}</List> : <li>{n}</li>)}</ul>',
    '<ul><li>1</li><ul>2</ul><li>3</li></ul>',
  ],
  [
    'promises of a list change places',
    '<p>{[1, 2].map((n) => <i>{n === 1 ? Promise.resolve(n) : n}</i>)}</p>',
    '<p><i>1</i><i>2</i></p>',
  ],
  [
    'text of a list is not escaped',
    '<p>{["<b>"].map((t) => <i>{t}</i>)}</p>',
    '<p><i>&lt;b&gt;</i></p>',
  ],
  ['a function alone in a slot is not called', '<Called>{(v) => v + "!"}</Called>', 'x!'],
  [
    'a function beside an attribute is called',
    '<Called><i id={"a"}>{(v) => "not" + v}</i></Called>',
    '<i id="a">notundefined</i>',
  ],
  ['a function beside text is called', '<Called>{"a"}{(v) => "not" + v}</Called>', 'anotundefined'],
  [
    'values are asked for in another order',
    '---\nconst seen = []\nconst see = (v) => (seen.push(v), v)\n---\n<p id={see(1)}>{see(2)}<i title={`t${see(3)}`}>{see(4)}</i>{seen.join()}</p>',
    '<p id="1">2<i title="t3">4</i>1,2,3,4</p>',
  ],
  ['a comma in a value is lost', '<p id={(1, 2)}>{(3, 4)}</p>', '<p id="2">4</p>'],
  [
    'quotes of a class list end it',
    `<p class:list={['a"', { 'b"': 1 }]}></p>`,
    '<p class="a&quot; b&quot;"></p>',
  ],
  [
    'a class list keeps what is false',
    "<p class:list={['a', 0, null, { b: 0 }]}></p>",
    '<p class="a"></p>',
  ],
  [
    'back-ticks and dollars of a class list are code',
    "<p class:list={['a`${1}\\\\', { '`${2}': 1 }]}></p>",
    '<p class="a`${1}\\ `${2}"></p>',
  ],
  [
    'back-ticks of an attribute are code',
    '<p title={`\\`\\${${1}}`}></p>',
    '<p title="`${1}"></p>',
  ],
  [
    'a function in an element that has an attribute is called',
    '<Called>{1 && <i id={"a"}>{(v) => "not" + v}</i>}</Called>',
    '<i id="a">notundefined</i>',
  ],
  [
    'a function in a fragment in an element that has an attribute is called',
    '<Called><i id={"a"}><Fragment>{(v) => "not" + v}</Fragment></i></Called>',
    '<i id="a">notundefined</i>',
  ],
  [
    'what has no map() breaks a page that asks for it',
    '<p>{[1]?.map?.((n) => <i>{n}</i>)}{({})?.map?.(() => <i>a</i>)}</p>',
    '<p><i>1</i></p>',
  ],
  [
    'carriage returns of attributes are newlines',
    '<p title={`a\\r${1}`} class:list={["a\\r", "b\\r"]}></p>',
    '<p title="a\r1" class="a\r b\r"></p>',
  ],
  [
    'conditions of a class list are in another order',
    "<p class:list={['a', { b: 1, 2: 1 }]}></p>",
    '<p class="a 2 b"></p>',
  ],
  [
    'conditions of a class list are met twice',
    "<p class:list={['a', { b: 1, b: 0 }]}></p>",
    '<p class="a"></p>',
  ],
  [
    'a prototype in a class list is a class',
    "<p class:list={['a', { __proto__: { b: 1 } }]}></p>",
    '<p class="a b"></p>',
  ],
  [
    'a class list is read before all of it is there',
    "---\nconst set = new Set()\n---\n<p class:list={['a', set, (set.add('b'), 'c'), { d: set }]}></p>",
    '<p class="a b c d"></p>',
  ],
  [
    'names of the runtime cannot be declared by an author',
    '---\nconst $$markup = 1, $$plainAttribute = 2\n---\n{1 && <p id={"a"}>{1}{2}</p>}',
    '<p id="a">12</p>',
  ],
  [
    'an Astro that a function gets is the one of the page',
    '---\nconst f = (Astro) => Astro.request.headers.get("a")\n---\n{f({ request: { headers: new Map([["a", "own"]]) } })}',
    'own',
  ],
  [
    'text that is called a redirect is markup',
    '{[{ redirect: () => "<b>" }].map((Astro) => Astro.redirect())}',
    '&lt;b&gt;',
  ],
  [
    'a component that is not awaited runs in another order',
    '---\nconst seen = []\n---\n<Later seen={seen} /><Next seen={seen} />',
    '<i>13</i>2',
  ],
  [
    'a function with all that a component has is that component',
    '---\nconst other = { default: () => "other" }\nconst Own = Object.assign((a, b) => List(a, b, other), List)\n---\n<Own>a</Own>',
    '<ul>other</ul>',
  ],
  ['numbers in attributes are lost', '<p title={0} id={`n${0}`}></p>', '<p title="0" id="n0"></p>'],
])('%s', async (_, page, html) => {
  const components = { List: LIST, Called: CALLED, Later: LATER, Next: NEXT }
  const text = await renderToText({ page, components })
  expect(text).toBe(`<!DOCTYPE html>${html}`)
})
