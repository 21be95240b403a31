import { expect, test } from '@jest/globals'
import { renderToText } from '../support/render-source.ts'

const LIST = '<ul><slot /></ul>'
const NEXT = '---\nconst n = Astro.props.seen.push(1)\n---\n{n}'
const LATER =
  '---\nconst n = Astro.props.seen.push(1)\nconst load = async () => { await n }\n---\n<i>{n}<Next {...Astro.props} /></i>'
const CALLED = '---\nconst html = await Astro.slots.render("default", ["x"])\n---\n{html}'
const LISTED = '{[1, 2].map((n) => <b>{Astro.slots.render("default", [n, "x<"])}</b>)}'
const DEEP =
  '---\nconst { n } = Astro.props\n---\n<i>{n}{[n].filter(Boolean).map((one) => <Astro.self n={one - 1} />)}</i>'

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
    'the text around attributes and fragments of a list is lost',
    '<p>{[1, 2].map((n) => <i id={n}><Fragment>{n === 1 ? Promise.resolve(n) : n}!</Fragment></i>)}</p>',
    '<p><i id="1">1!</i><i id="2">2!</i></p>',
  ],
  [
    'the text around more values than a call can have is printed twice',
    `<p>{[1, 2].map((n) => <i>a${'{n}'.repeat(10_001)}b</i>)}</p>`,
    `<p>${[1, 2].map((n) => `<i>a${String(n).repeat(10_001)}b</i>`).join('')}</p>`,
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
    '---\nconst $$markup = 1, $$printPlain = 2\n---\n{1 && <p id={"a"}>{1}{2}</p>}',
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
  [
    'a style that begins with nothing begins with a semicolon',
    '<p style={{ left: "", top: 1, color: null, right: " ", x: "a" }}></p>',
    '<p style="top:1;x:a"></p>',
  ],
  [
    'a style beside a fixed property has a semicolon too many',
    '<p style={{ left: 0, top: null, position: "absolute", right: undefined, zIndex: 4, x: -1 }}></p>',
    '<p style="left:0;position:absolute;z-index:4;x:-1"></p>',
  ],
  [
    'a style of nothing is left out',
    '<p style={{}}></p><p style={{ a: null, b: "" }}></p><p style={{ a: [][0], b: {}, c: true }}></p>',
    '<p style=""></p><p style=""></p><p style=""></p>',
  ],
  [
    'a fixed value of a style can add a declaration',
    '<p style={{ a: "red;b:c", d: "/*", e: "url(\'x", f: "(1;2)", g: `\\\\` }}></p>',
    '<p style="f:(1;2)"></p>',
  ],
  [
    'text between the values of a style can add a declaration',
    '<p style={{ a: `${1};b:c`, d: `url(${"("})`, e: `"${"x"}"` }}></p>',
    '<p style="e:&quot;x&quot;"></p>',
  ],
  [
    'text around a number of a style is wrong',
    '<p style={{ a: `${1}px`, b: `calc(1px + ${-2.5}%)`, c: `${"3"}em`, d: `${null}`, e: `"${4}"`, f: `a;${5}`, g: `${6};b`, h: `url(${7}`, i: `x${NaN}`, j: `${""} `, k: `${1}${2}` }}></p>',
    '<p style="a:1px;b:calc(1px + -2.5%);c:3em;d:null;e:&quot;4&quot;;i:xNaN;k:12"></p>',
  ],
  [
    'text inside a value of a style can add a declaration',
    '<p style={{ a: `${"1;b:c"}px`, d: `url${"(x;y)"}`, e: `url${"(x y"}`, f: `(${")"})`, g: `${"/"}* x`, h: `${[1, ";"]}a` }}></p>',
    '<p style="d:url(x;y)"></p>',
  ],
  [
    'the value of a fixed name of a style can add a declaration',
    '<p style={{ "a;b": 1, "c d": 2, "é": 3, "--B": 4, WebkitX: 5, "a-b": 6 }}></p>',
    '<p style="é:3;--B:4;-webkit-x:5;a-b:6"></p>',
  ],
  [
    'quotes, back-ticks and dollars of a style are code',
    '<p style={{ a: \'"`${1}&"\', b: `"\\`${2}&"`, c: [`"`, `"`].join("`${3}&") }}></p>',
    '<p style="a:&quot;`${1}&amp;&quot;;b:&quot;`2&amp;&quot;;c:&quot;`${3}&amp;&quot;"></p>',
  ],
  [
    'values of a style are asked for in another order, or twice',
    '---\nconst seen = []\nconst see = (v) => (seen.push(v), v)\n---\n<p style={{ a: see(1), b: see(""), c: "x", d: see(2) }} id={see(3)}></p>{seen.join()}',
    '<p style="a:1;c:x;d:2" id="3"></p>1,,2,3',
  ],
  [
    'a comma in a style is lost',
    '<p style={{ a: (1, 2), b: (3, 4) }}></p>',
    '<p style="a:2;b:4"></p>',
  ],
  [
    'numbers as names of a style are in another order',
    '<p style={{ b: 1, 2: 3 }}></p>',
    '<p style="2:3;b:1"></p>',
  ],
  [
    'properties of a style that are given twice are printed twice',
    '<p style={{ a: 1, b: 2, a: 3 }}></p>',
    '<p style="a:3;b:2"></p>',
  ],
  [
    'a prototype of a style is a property',
    '---\nconst __proto__ = 2\n---\n<p style={{ a: 1, __proto__: { b: 1 } }}></p><p style={{ __proto__ }}></p>',
    '<p style="a:1"></p><p style="__proto__:2"></p>',
  ],
  [
    'computed names, methods and spreads of a style are lost',
    '<p style={{ ["a"]: 1, b() {}, ...{ d: 3 }, e: 4 }}></p>',
    '<p style="a:1;d:3;e:4"></p>',
  ],
  [
    'variables of a style are not separated from its properties',
    '<p style={{ a: "" }}></p><p style={{ a: 1, b: [][0] }}></p><p style={{ c: "x" }}></p><style is:global define:vars={{ v: `"&"` }}></style>',
    '<p style="--v: &quot;&amp;&quot;;"></p><p style="a:1;--v: &quot;&amp;&quot;;"></p><p style="c:x;--v: &quot;&amp;&quot;;"></p>',
  ],
  [
    'a style without variables ends with a semicolon',
    '<p style={{ a: 1 }}></p><p style={{ a: "" }}></p><style is:global define:vars={{ v: "" }}></style>',
    '<p style="a:1"></p><p style=""></p>',
  ],
  [
    'text of a style is lost beside variables',
    '<p style="a:b`"></p><p style={`c${1}`}></p><style is:global define:vars={{ v: 1 }}></style>',
    '<p style="a:b`; --v: 1;"></p><p style="c1; --v: 1;"></p>',
  ],
  [
    'a choice between class names is wrong',
    "<p class:list={['a', 1 && 'b', 0 && 'c', NaN && 'c', '' && 'c', 1 ? 'd\"' : 'c', 0 ? 'c' : `e\\``, 1 ? '' : 'c']}></p>",
    '<p class="a b d&quot; e`"></p>',
  ],
  [
    'a class list of objects that are empty or have an empty name is wrong',
    "<p class:list={['a', {}, { b: 1, '': 1 }, { c: 1 }]}></p>",
    '<p class="a b  c"></p>',
  ],
  [
    'a list of text is not escaped',
    '<p>{["<b>", 1, null, false, ["<i>"]].map((t) => t)}</p>',
    '<p>&lt;b&gt;1&lt;i&gt;</p>',
  ],
  [
    'a map() that returns a string in a list of lists is HTML',
    '<p>{[{ map: () => "<b>" }].map((one) => one.map(() => <i>a</i>))}</p>',
    '<p>&lt;b&gt;</p>',
  ],
  [
    'values of a list that wait change places',
    '<p>{[1, 2, 3].map((n) => n === 2 ? Promise.resolve("<2>") : `<${n}>`)}</p>',
    '<p>&lt;1&gt;&lt;2&gt;&lt;3&gt;</p>',
  ],
  [
    'a function beside a fragment is called',
    '<Called><Fragment>a</Fragment>{(v) => "not" + v}</Called>',
    'anotundefined',
  ],
  [
    'a function in a fragment in a fragment is not called',
    '<Called><Fragment><>{(v) => v + "!"}</></Fragment></Called>',
    'x!',
  ],
  [
    'a fragment changes the order of the values around it',
    '---\nconst seen = []\nconst see = (v) => (seen.push(v), v)\n---\n<p>{see(1)}<Fragment>{see(2)}<i id={see(3)}>{see(4)}</i></Fragment>{see(5)}{seen.join()}</p>',
    '<p>12<i id="3">4</i>51,2,3,4,5</p>',
  ],
  [
    'a slot with arguments loses them in a list',
    '<Listed>{(a, b) => <i>{a}{b}</i>}</Listed>',
    '<b><i>1x&lt;</i></b><b><i>2x&lt;</i></b>',
  ],
  [
    'a slot that was not passed prints something',
    '<Listed /><Listed><Fragment slot="a">x</Fragment></Listed>',
    '<b></b><b></b><b></b><b></b>',
  ],
  [
    'a slot that waits is printed in another place',
    '<Listed>{async (a) => <i>{await a}</i>}</Listed>c',
    '<b><i>1</i></b><b><i>2</i></b>c',
  ],
  [
    'text around the elements of a list is lost where an element waits',
    '<p>{[0, Promise.resolve(1), "2", [3, 4], () => 5, null].map((n) => <i>{n}</i>)}</p>',
    '<p><i>0</i><i>1</i><i>2</i><i>34</i><i>5</i><i></i></p>',
  ],
  [
    'text around the elements of a list is lost at its ends',
    '<p>{[Promise.resolve(1), Promise.resolve(2)].map((n) => <i>{n}</i>)}{[].map((n) => <b>{n}</b>)}{Array(2).map((n) => <u>{n}</u>)}{[""].map((n) => <>{n}</>)}</p>',
    '<p><i>1</i><i>2</i></p>',
  ],
  [
    'text around elements with several values is lost',
    '<p>{[1, Promise.resolve(2)].map((n) => <i id={"a"}>{n}<b>{n}</b></i>)}</p>',
    '<p><i id="a">1<b>1</b></i><i id="a">2<b>2</b></i></p>',
  ],
  [
    'text around components of a list is lost',
    '<ul>{[1, 2].map((n) => <li>a<Deep n={0} /></li>)}</ul>',
    '<ul><li>a<i>0</i></li><li>a<i>0</i></li></ul>',
  ],
  [
    'a map() of another object loses the text around its elements',
    '<p>{({ map: (f) => new Set([f("<"), f(2)]) }).map((t) => <i>{t}</i>)}{({ map: (f) => [f(1)] }).map((t) => <b>{t}{t}</b>)}</p>',
    '<p><i>&lt;</i><i>2</i><b>11</b></p>',
  ],
  [
    'back-ticks and dollars around the elements of a list are code',
    '<p>{[1].map((t) => <i>`${"{1}"}\\{t}`\\</i>)}</p>',
    '<p><i>`${1}\\1`\\</i></p>',
  ],
  ['a component that calls itself has no self', '<Deep n={2} />', '<i>2<i>1<i>0</i></i></i>'],
  [
    'a component cannot replace Astro.slots.render()',
    "---\nAstro.slots.render = (name) => `<${name}>`\n---\n<p>{Astro.slots.render('b')}</p><p set:html={Astro.slots.render('b')} />",
    '<p>&lt;b&gt;</p><p><b></p>',
  ],
  [
    'a class list without a fixed name is wrong',
    "<p class:list={[0 || 'a', { b: 1, 'c&': 1 }, 1 && 'd', null, 1 ? `e` : 'f', [{ g: 0 }]]}></p><p class:list={{ h: 1, i: 0 }}></p><p class:list={[0 && 'j']}></p><p class:list={[{}]}></p>",
    '<p class="a b c&amp; d e"></p><p class="h"></p><p></p><p></p>',
  ],
  [
    'an item of a class list is read before the conditions behind it are evaluated',
    "---\nlet n = 0\nconst odd = { *[Symbol.iterator]() { yield `n${n}` } }\n---\n<p class:list={[odd, { b: (n = 1) }, (n = 2) && 'c']}></p><p class:list={['x', odd, (n = 3) && 'c']}></p>",
    '<p class="n2 b c"></p><p class="x n3 c"></p>',
  ],
  ['numbers in attributes are lost', '<p title={0} id={`n${0}`}></p>', '<p title="0" id="n0"></p>'],
])('%s', async (_, page, html) => {
  const components = {
    List: LIST,
    Called: CALLED,
    Later: LATER,
    Next: NEXT,
    Listed: LISTED,
    Deep: DEEP,
  }
  const text = await renderToText({ page, components })
  const withoutScope = text.replaceAll(/ class="astro-\w+"/g, '')
  expect(withoutScope).toBe(`<!DOCTYPE html>${html}`)
})
