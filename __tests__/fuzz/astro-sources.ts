import fc from 'fast-check'
import type { Sources } from '../support/astro-modules.ts'
import { join, mix } from './arbitraries.ts'
import * as words from './astro-words.ts'

/** JavaScript, or markup of an `.astro` file. */
type Code = fc.Arbitrary<string>

const leaf = mix([60, fc.constantFrom(...words.LEAVES)], [1, fc.constantFrom(...words.FAILING)])

const { children } = fc.letrec<Record<'value' | 'plain' | 'element' | 'children', string>>(
  (tie) => {
    const { value, plain, element, children } = {
      value: tie('value'),
      plain: tie('plain'),
      element: tie('element'),
      children: tie('children'),
    }
    return {
      plain: fc.oneof({ maxDepth: 2, depthSize: 'small' }, leaf, seen(plain)),
      value: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        { weight: 3, arbitrary: plain },
        { weight: 2, arbitrary: choice(plain, value, element) },
        { weight: 2, arbitrary: listOf(value, plain, element) },
        { weight: 1, arbitrary: element },
        {
          weight: 1,
          arbitrary: join(fc.constantFrom('() => ', '[text, ', '('), element).map(close),
        },
      ),
      element: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        elementOf(fc.constantFrom(...words.TAGS), attributes(plain), children),
        elementOf(fc.constantFrom(...words.COMPONENTS), attributes(plain), children),
        join(fc.constant('<>'), children, fc.constant('</>')),
        join(
          fc.constantFrom('<Fragment>', '<Fragment slot="a">', '<Fragment slot={text}>'),
          children,
          fc.constant('</Fragment>'),
        ),
      ),
      children: fc
        .array(
          fc.oneof(
            { maxDepth: 5, depthSize: 'small' },
            fc.constantFrom(...words.TEXTS),
            value.map((code) => `{${code}}`),
            value.map((code) => `{${code}}`),
            element,
          ),
          { maxLength: 3 },
        )
        .map((parts) => parts.join('')),
    }
  },
)

function seen(code: Code): Code {
  return fc.tuple(fc.nat(99), code).map(([n, one]) => `see(${n}, ${one})`)
}

function close(code: string): string {
  const [open] = code
  if (open === '[') return `${code}]`
  return code.startsWith('(<') ? `${code})` : code
}

function choice(plain: Code, value: Code, element: Code): Code {
  const branch = mix([3, element], [1, value.map((code) => `(${code})`)])
  return fc.oneof(
    join(
      plain.map((code) => `(${code})`),
      fc.constantFrom(' && ', ' || ', ' ?? '),
      branch,
    ),
    fc.tuple(plain, branch, branch).map(([test, a, b]) => `(${test}) ? ${a} : ${b}`),
  )
}

function listOf(value: Code, plain: Code, element: Code): Code {
  const parameters = mix(
    [9, fc.constantFrom(...words.PARAMETERS)],
    [1, fc.constantFrom(...words.ODD_PARAMETERS)],
  )
  const result = mix(
    [4, element],
    [1, element.map((code) => `later(${code})`)],
    [1, value.map((code) => `(${code})`)],
    [1, plain.map((code) => `(${code})`)],
    [1, element.map((code) => `list.map((item) => ${code})`)],
    [
      2,
      join(fc.constantFrom('item && ', 'index ? null : ', '(item, '), element).map((code) =>
        code.startsWith('(') ? `${code})` : code,
      ),
    ],
    [
      1,
      fc
        .tuple(plain, element, element)
        .map(([test, a, b]) => `{ if (${test}) return ${a}; return ${b} }`),
    ],
  )
  const call = fc.constantFrom('.map(', '.map(', '.map(', '?.map(', '?.map?.(', '.flatMap(')
  const end = mix([6, fc.constant(')')], [1, fc.constantFrom(', 1)', ').reverse()', ')[0]')])
  const list = mix([20, fc.constantFrom(...words.LISTS)], [1, fc.constantFrom(...words.NO_LISTS)])
  return join(list, call, parameters, fc.constant(' => '), result, end)
}

function attributes(plain: Code): Code {
  const classes = fc.oneof(
    fc.constantFrom(
      '"a"',
      '"b\\r`${"',
      '["n", ["m"]]',
      '{ a: item, 2: text, "b c": 0 }',
      '{ "q\\"": 1 }',
    ),
    plain.map((code) => `(${code}) && "k"`),
    plain.map((code) => `(${code}) ? "k\\"" : ""`),
    plain.map((code) => `{ x: ${code}, y: text, z: ${code} }`),
    plain,
  )
  const list = fc.array(classes, { maxLength: 4 }).map((all) => ` class:list={[${all.join(', ')}]}`)
  const one = fc.oneof(
    fc.constantFrom(...words.STATIC),
    fc.tuple(fc.constantFrom(...words.NAMES), plain).map(([name, code]) => ` ${name}={${code}}`),
    fc
      .tuple(fc.constantFrom(...words.NAMES), plain)
      .map(([name, code]) => ` ${name}={\`t\\r&\${${code}}"\`}`),
    plain.map((code) => ` title=\`\${${code}}\``),
    plain.map((code) => ` {...${code}}`),
    fc
      .array(mix([1, fc.constantFrom(...words.PROPERTIES)], [1, named(plain)]), { maxLength: 4 })
      .map((all) => ` style={{ ${all.join(', ')} }}`),
    list,
  )
  return fc.array(one, { maxLength: 3 }).map((all) => all.join(''))
}

// Properties of a style object.
function named(value: Code): Code {
  return fc
    .tuple(fc.constantFrom('color', 'fontSize', '"--a"'), value)
    .map(([name, code]) => `${name}: ${code}`)
}

function elementOf(tag: Code, attributesOf: Code, children: Code): Code {
  return fc.tuple(tag, attributesOf, children).map(([name, attributes, inner]) => {
    return inner === '' ? `<${name}${attributes} />` : `<${name}${attributes}>${inner}</${name}>`
  })
}

const USED = `
const { later, reject, fail, see, list, own, object, getter, text, html, item, index, count } = Astro.locals
const Tag = 'em', Chosen = item ? Other : Promise.resolve(Card)
const Own = Object.assign((r, p, s) => Card(r, { ...p, x: 'own' }, s), Card)
count()
`

const frontmatter = mix(
  [20, fc.constant('')],
  [20, fc.constantFrom(...words.FRONTMATTERS)],
  [1, fc.constantFrom(...words.ENDING)],
)

function source(markup: Code, name: string): Code {
  const imports = ['Card', 'Other', 'Called', 'Early', 'Listed']
    .filter((one) => one !== name)
    .map((one) => `import ${one} from './${one}.astro'\n`)
    .join('')
  const self = name === '' ? '' : `const ${name} = Astro.self\n`
  return fc
    .tuple(frontmatter, markup)
    .map(
      ([front, all]) =>
        `---\n${imports}import Html from './box.html'\n${self}${USED}${front}\n---\n${all}`,
    )
}

const markup = fc.array(children, { minLength: 1, maxLength: 4 }).map((all) => all.join('\n'))
const page = mix(
  [3, markup],
  [1, markup.map((all) => `<html><head><title>{text}</title></head><body>${all}</body></html>`)],
)

/** A page, `input.astro`, with components that it may use. */
export const sources: fc.Arbitrary<Sources> = fc
  .record({
    'input.astro': source(page, ''),
    'Card.astro': source(children, 'Card'),
    'Other.astro': source(
      children.map((all) => `<p>${all}<slot /></p>`),
      'Other',
    ),
  })
  .map((files) => ({
    ...files,
    'Called.astro': '---\nconst html = await Astro.slots.render("default", ["x<"])\n---\n{html}',
    'Listed.astro':
      '---\nconst { list, item } = Astro.locals\n---\n{list.map((one) => <li>{Astro.slots.render("default", [one, "y<"])}</li>)}<p set:html={Astro.slots.render("a")} />{item && Astro.slots.render("default", [item])}',
    'Early.astro': '---\nif (Astro.props.x || Astro.props.id) return null\n---\n<p><slot /></p>',
    'box.html': '<div><slot /></div>',
  }))
