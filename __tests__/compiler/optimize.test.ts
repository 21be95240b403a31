import { describe, expect, test } from '@jest/globals'
import { parseAst } from 'vite'
import { compileAstro } from '../../src/compiler/compile.ts'
import { optimize } from '../../src/compiler/optimize.ts'
import type { Node } from '../../src/compiler/syntax-tree.ts'

const IMPORT = "import Card from './Card.astro'"

/** The build's output for a file, and where a piece of it comes from. */
function build(source: string): string {
  const { code } = compileAstro(source, { filename: '/src/pages/a.astro' })
  const program = parseAst(code)
  return optimize(code, program as unknown as Node)?.code ?? code
}

function withFrontmatter(template: string, frontmatter = ''): string {
  return `---\n${IMPORT}\nconst { a, b, list } = Astro.props\n${frontmatter}\n---\n${template}`
}

describe('a build writes', () => {
  test.each<[what: string, template: string, code: string]>([
    ['static markup as a string', '<p>x</p>', 'return `<p>x</p>`'],
    ['text as one call', '<p>{a}</p>', 'rawMarkupAround(`<p>`, a, `</p>`)'],
    ['an attribute by its name', '<p id={a}>x</p>', '`<p${$$printPlain(a, " id=\\"")}>x</p>`'],
    [
      'a boolean attribute as a condition',
      '<input checked={a}>',
      '`<input${(a) ? " checked" : ""}>`',
    ],
    [
      'an attribute that begins with text as text',
      '<p id={`x${a}`}></p>',
      '<p id="x${$$attributeText(a)}">',
    ],
    [
      'text of an attribute escaped',
      '<p title={`"&${a}\\\\`}></p>',
      '<p title="&quot;&amp;${$$attributeText(a)}\\\\">',
    ],
    [
      'a class list as a class',
      "<p class:list={['x', { y: a }, b]}></p>",
      '<p class="x${(a) ? " y" : ""}${$$moreClasses(b)}">',
    ],
    [
      'a class list that is evaluated before it is read',
      "<p class:list={['x', b, { y: a }]}></p>",
      '<p class="x${$$moreClasses([b, (a) ? "y" : ""])}">',
    ],
    [
      'lone surrogates as escapes that survive in a file',
      '<p title={`\\ud83d${a}`}></p>',
      '<p title="\\ud83d${$$attributeText(a)}">',
    ],
    [
      'other class lists as a call',
      '<p class:list={[a, "x"]}></p>',
      '${$$classAttribute([a, "x"])}',
    ],
    [
      'a choice between class names as a condition',
      "<p class:list={['x', a && 'y', b ? 'z' : '']}></p>",
      '<p class="x${(a) ? " y" : ""}${(b) ? " z" : ""}">',
    ],
    [
      'a style as its properties',
      "<p style={{ left: a, '--b': b }}></p>",
      '<p style="${$$nextProperty($$property("left:", a), ";--b:", b)}">',
    ],
    [
      'a style beside a fixed property as text',
      "<p style={{ fontSize: a, position: 'absolute', top: `${b}px` }}></p>",
      '<p style="${$$property("font-size:", a, ";")}position:absolute${$$property(";top:", `${b}px`)}">',
    ],
    [
      'a fixed style as text',
      "<p style={{ color: 'red', top: 0, x: null }}></p>",
      '<p style="color:red;top:0">',
    ],
    ['other styles as a call', '<p style={{ ...a, left: b }}></p>', '<p${$$styleAttribute({'],
    ['a spread as text', '<p {...a}></p>', '<p${$$printSpread(a)}>'],
    [
      'a list as one string',
      '<ul>{list.map((item) => <li>{item}</li>)}</ul>',
      '$$mapValues(list, (item) => (item), "list.map", false, `<li>`, `</li>`)',
    ],
    [
      'the text at both ends of the elements of a list once',
      '<ul>{list?.map((item) => <li>{item}<b>{(1, a)}</b></li>)}</ul>',
      '$$rawMarkup(``, item, `<b>`, (1, a), ``), "list?.map", true, `<li>`, `</b></li>`)',
    ],
    [
      'the text around attributes and fragments at the ends of the elements of a list once',
      '<ul>{list.map((item) => <li id={a}><Fragment>{item}!</Fragment></li>)}</ul>',
      '>`, item, `!`), "list.map", false, `<li`, `</li>`)',
    ],
    [
      'that text in one string with the fixed text of an attribute',
      '<ul>{list.map((item) => <li style={`left: ${a}px`}></li>)}</ul>',
      '$$mapMarkup(list, (item) => `<li style="left: ${$$attributeText(a)}px"></li>`, "list.map")',
    ],
    [
      'that text once although the elements have more values than a call can have',
      `<p>{list.map((item) => <i>x${'{item}'.repeat(10_001)}y</i>)}</p>`,
      '${item}`, "list.map", false, `<i>x`, `y</i>`)',
    ],
    [
      'a component with text around it in a list as the component',
      '<ul>{list.map((item) => <li><Card /></li>)}</ul>',
      '$$mapValues(list, (item) => ($$renderImported($$renderComponent, $$result, "Card", Card, {})), "list.map", false, `<li>`, `</li>`)',
    ],
    [
      'a list that may be missing',
      '<p>{list?.map(() => <i></i>)}</p>',
      '$$mapMarkup(list, () => `<i></i>`, "list?.map", true)',
    ],
    [
      'a list with conditions',
      '<p>{list.map((item) => item && (a ? <i></i> : null))}</p>',
      '$$mapMarkup(list, (item) => item && (a ? `<i></i>` : null), "list.map")',
    ],
    [
      'a single component without a template',
      '{list.map((item) => <Card item={item} />)}',
      '$$mapMarkup(list, (item) => $$renderImported($$renderComponent, $$result, "Card", Card, { "item": item }), "list.map")',
    ],
    [
      'a component with a spread as a call that looks for a class list',
      '<Card {...a} />',
      'return $$renderComponent($$result, "Card", Card, { ...a })',
    ],
    [
      'a component that calls itself without a template',
      '{list.map((item) => <Astro.self {item} />)}',
      'const Astro = { props: $$props };',
    ],
    [
      'a list of text as one string',
      '<p>{list.map((item) => item.name)}</p>',
      '$$mapValues(list, (item) => item.name, "list.map")',
    ],
    [
      'a list of text and markup as one string',
      '<p>{list.map((item) => item || <i>{a}</i>)}</p>',
      '$$mapValues(list, (item) => item || $$markupAround(`<i>`, a, `</i>`), "list.map")',
    ],
    [
      'a list of lists as one string',
      '<p>{list.map((one) => one.map((item) => <i>{item}</i>))}</p>',
      '$$mapValues(list, (one) => $$mapValues(one, (item) => (item), "one.map", false, `<i>`, `</i>`), "list.map")',
    ],
    [
      'a fragment as a part of the template around it',
      '<p><Fragment>x{a}</Fragment><><b id={b}>{b}</b></></p>',
      'rawMarkup(`<p>x`, a, `<b${$$printPlain(b, " id=\\"")}>`, b, `</b></p>`)',
    ],
    [
      'a fragment of a list as markup',
      '<p>{list.map((item) => <Fragment><i>{item}</i></Fragment>)}</p>',
      '$$mapMarkup(list, (item) => $$rawMarkupAround(`<i>`, item, `</i>`), "list.map")',
    ],
    [
      'a fragment of a named slot as the content of that slot',
      '<p><Card><Fragment slot="x"><i>{a}</i></Fragment></Card></p>',
      '{ "x": ($$result) => $$markupAround(`<i>`, a, `</i>`) }',
    ],
    ['a fragment in a condition as markup', '{a && <>x</>}', 'a && $$markup(`x`)'],
    ['set:text as text', '<p set:text={a} />', 'rawMarkupAround(`<p>`, a, `</p>`)'],
    [
      'a slot with arguments without a promise',
      '<p>{Astro.slots.render("default", [a])}</p>',
      '`<p>`, Astro.slots["~print"]("default", [a]), `</p>`',
    ],
    [
      'the slots of a list without promises',
      '{list.map((item) => a && Astro.slots.render("default", [item]))}',
      '(item) => a && Astro.slots["~print"]("default", [item])',
    ],
    [
      'a slot that set:html prints without a promise',
      '<p set:html={Astro.slots.render("default", [a])} />',
      '`<p>`, $$unescapeHTML(Astro.slots["~print"]("default", [a])), `</p>`',
    ],
    [
      'a component that reads its props without the rest of Astro',
      '<p>{a}</p>',
      'const Astro = { props: $$props };',
    ],
  ])('%s', (_, template, code) => {
    expect(build(withFrontmatter(template))).toContain(code)
  })

  test('an Astro whose request the component keeps to itself', () => {
    const frontmatter = "const name = Astro.request.headers.get('x-a')"
    expect(build(withFrontmatter('<p>{name}</p>', frontmatter))).toContain(
      'const Astro = $$result.createAstro($$props, $$slots, true);',
    )
  })
})

describe('a build leaves as it is', () => {
  test.each<[what: string, template: string, code: string]>([
    [
      'a list whose result is used elsewhere',
      '{list.map(() => <i></i>).reverse()}',
      'list.map(() =>',
    ],
    ['a list whose callback is a name', '{list.map(a)}', 'list.map(a)'],
    [
      'a slot that is awaited',
      '{Astro.slots.render("default").then(String)}',
      'Astro.slots.render("default").then(String)',
    ],
    [
      'a slot that is only tested',
      '{Astro.slots.render("default") || a}',
      'Astro.slots.render("default") || a',
    ],
    [
      'a fragment whose attributes are computed',
      '<Fragment slot={a()}>x</Fragment>',
      '$$renderComponent($$result, "Fragment", Fragment, { "slot": a() }',
    ],
    [
      'a fragment that waits',
      '<Fragment>{await a}</Fragment>',
      '$$renderComponent($$result, "Fragment", Fragment, {}, { "default": async',
    ],
    [
      'a fragment beside a function that a slot may be looking for',
      '<p><Card><b><Fragment>x</Fragment>{() => a}</b></Card></p>',
      '$$markup(`<b>`, $$markup(`x`), ``, () => a, `</b>`)',
    ],
    ['a list with async elements', '{list.map(async () => <i></i>)}', 'list.map(async () =>'],
    ['a list with its own this', '{list.map(() => <i></i>, a)}', 'list.map(() =>'],
    [
      'a list of an object that may be missing',
      '{a?.list.map(() => <i></i>)}',
      'a?.list.map(() =>',
    ],
    [
      'a component whose name is declared again',
      '{list.map((Card) => <Card />)}<Card />',
      'rawMarkupAround(``, $$renderComponent(',
    ],
    ['more values than a call can have', '{a}'.repeat(10_001), 'return $$render`'],
    ['an expression that maps nothing', '{list.filter(a)}', 'list.filter(a)'],
  ])('%s', (_, template, code) => {
    expect(build(withFrontmatter(template))).toContain(code)
  })

  test('a Fragment that the author declares', () => {
    const code = build(withFrontmatter('{list.map((Fragment) => <Fragment>x</Fragment>)}'))
    expect(code).toContain('$$renderComponent($$result, "Fragment", Fragment')
  })

  test('Astro where more than its props is read', () => {
    expect(build(withFrontmatter('<p>{Astro.url}</p>'))).toContain('$$result.createAstro(')
  })

  test('an Astro that is passed on', () => {
    expect(build(withFrontmatter('<p>{a(Astro)}</p>'))).toContain(
      'const Astro = $$result.createAstro($$props, $$slots);',
    )
  })

  test('a component that may return text', () => {
    const code = build(withFrontmatter('<p>{a}</p>', 'if (b) return a'))
    expect(code).toContain('$$createComponent(')
    expect(code).toContain('return $$markup')
  })
})
