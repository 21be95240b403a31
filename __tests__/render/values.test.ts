import { describe, expect, test } from '@jest/globals'
import { renderToText } from '../support/render-source.ts'

const TEXT = `<a href="x">Tom & 'Jerry'</a>`
const ESCAPED = '&lt;a href=&quot;x&quot;&gt;Tom &amp; &#39;Jerry&#39;&lt;/a&gt;'

const values: [name: string, expression: string, printed: string][] = [
  ['text is escaped', JSON.stringify(TEXT), ESCAPED],
  ['text in an array is escaped', `[${JSON.stringify(TEXT)}]`, ESCAPED],
  ['text from a function is escaped', `() => ${JSON.stringify(TEXT)}`, ESCAPED],
  ['text from a promise is escaped', `Promise.resolve(${JSON.stringify(TEXT)})`, ESCAPED],
  [
    'text from a generator is escaped',
    `(function* () { yield ${JSON.stringify(TEXT)} })()`,
    ESCAPED,
  ],
  [
    'text from an async generator is escaped',
    `(async function* () { yield ${JSON.stringify(TEXT)} })()`,
    ESCAPED,
  ],
  ['a String object is escaped', `new String(${JSON.stringify(TEXT)})`, ESCAPED],
  ['what toString gives is escaped', `({ toString: () => ${JSON.stringify(TEXT)} })`, ESCAPED],
  ['bytes are text', `new TextEncoder().encode(${JSON.stringify(TEXT)})`, ESCAPED],
  [
    'an object with a render() of its own is no markup',
    `({ render: () => '<b>' })`,
    '[object Object]',
  ],
  [
    'data from JSON cannot mark itself as markup',
    `JSON.parse('{"~render":"<b>"}')`,
    '[object Object]',
  ],
  ['a URL is escaped', `new URL('http://a/?b&c')`, 'http://a/?b&amp;c'],
  ['null prints nothing', 'null', ''],
  ['undefined prints nothing', 'undefined', ''],
  ['false prints nothing', 'false', ''],
  ['true prints true', 'true', 'true'],
  ['0 prints 0', '0', '0'],
  ['NaN prints NaN', 'NaN', 'NaN'],
  ['NaN from a promise prints NaN', 'Promise.resolve(NaN)', 'NaN'],
  ['a bigint prints its digits', '10n', '10'],
  ['a symbol prints its description', `Symbol('<')`, 'Symbol(&lt;)'],
  ['an object without a prototype does not throw', 'Object.create(null)', '[object Object]'],
  ['a nested array prints its elements', '[1, [2, [3]]]', '123'],
  ['a Set prints its elements', 'new Set([1, 2])', '12'],
  ['markup in an expression is markup', '[1, 2].map((n) => <b>{n}</b>)', '<b>1</b><b>2</b>'],
  ['a condition that is false prints nothing', 'false && <b>no</b>', ''],
]

describe('a value in a template', () => {
  test.each(values)('%s', async (_, expression, printed) => {
    expect(await renderToText({ page: `<p>{${expression}}</p>` })).toBe(
      `<!DOCTYPE html><p>${printed}</p>`,
    )
  })

  test('a promise is awaited, although its own then() returns nothing', async () => {
    const promise = Object.assign(Promise.resolve('a'), {
      // oxlint-disable-next-line unicorn/no-thenable -- the case
      then(...args: Parameters<Promise<unknown>['then']>) {
        void Promise.prototype.then.apply(promise, args)
      },
    })
    const locals = Object.assign(Object.create(null), { promise })
    expect(await renderToText({ page: '<p>{Astro.locals.promise}</p>', locals })).toBe(
      '<!DOCTYPE html><p>a</p>',
    )
  })

  test.each(values)('in a slot: %s', async (_, expression, printed) => {
    const Box = '<div><slot /></div>'
    const page = `---\nimport Box from './Box.astro'\n---\n<Box>{${expression}}</Box>`
    expect(await renderToText({ page, components: { Box } })).toBe(
      `<!DOCTYPE html><div>${printed}</div>`,
    )
  })
})

const attributes: [name: string, markup: string, printed: string][] = [
  [
    'a value is escaped',
    `<p title={${JSON.stringify(TEXT)}}></p>`,
    '<p title="<a href=&quot;x&quot;>Tom &amp; \'Jerry\'</a>"></p>',
  ],
  ['undefined leaves the attribute out', '<p title={undefined}></p>', '<p></p>'],
  ['null leaves the attribute out', '<p title={null}></p>', '<p></p>'],
  ['an empty value prints the name', `<p title={''}></p>`, '<p title></p>'],
  ['false is a word for aria', '<p aria-hidden={false}></p>', '<p aria-hidden="false"></p>'],
  ['false leaves a boolean attribute out', '<input disabled={false}>', '<input>'],
  ['true prints a boolean attribute', '<input disabled={true}>', '<input disabled>'],
  [
    'a select that is not multiple stays so',
    '<select multiple={false}></select>',
    '<select></select>',
  ],
  ['hidden can be a word', `<p hidden={'until-found'}></p>`, '<p hidden="until-found"></p>'],
  ['hidden can be a boolean', '<p hidden={false}></p>', '<p></p>'],
  [
    'class:list takes an object without an iterator by its keys',
    '<p class:list={{ [Symbol.iterator]: undefined, a: 1, b: 0 }}></p>',
    '<p class="a"></p>',
  ],
  [
    'class:list takes all shapes',
    `<p class:list={['a', { b: true, c: false }, ['d'], new Set(['e'])]}></p>`,
    '<p class="a b d e"></p>',
  ],
  ['an empty class:list prints nothing', '<p class:list={[]}></p>', '<p></p>'],
  [
    'a style object becomes CSS',
    `<p style={{ fontSize: '2em', '--x': 1, color: null }}></p>`,
    '<p style="font-size:2em;--x:1"></p>',
  ],
  [
    'a spread prints all its entries',
    `<p {...{ id: 'a', title: '"' }}></p>`,
    '<p id="a" title="&quot;"></p>',
  ],
  ['a spread of null prints nothing', '<p {...null}></p>', '<p></p>'],
  [
    'a spread cannot end the tag',
    `<p {...{ 'x><script>': 1, 'a b': 1, 'c"': 1, 'd=e': 1, '': 1 }}></p>`,
    '<p></p>',
  ],
  [
    'a dynamic tag is cut where it could end',
    `---\nconst Tag = 'h1 onclick=x'\n---\n<Tag>a</Tag>`,
    '<h1>a</h1>',
  ],
  [
    'a custom element keeps values of boolean attributes',
    `<my-box open={'no'}></my-box>`,
    '<my-box open="no"></my-box>',
  ],
]

describe('an attribute', () => {
  test.each(attributes)('%s', async (_, page, printed) => {
    expect(await renderToText({ page })).toBe(`<!DOCTYPE html>${printed}`)
  })

  test('a spread object that scoping adds a class to is not changed', async () => {
    const page = `---\nconst all = { class: 'a' }\n---\n<p {...all}></p><p {...all}></p><style>p{color:red}</style>`
    const html = await renderToText({ page })
    expect(html.match(/class="a astro-\w+"/g)).toHaveLength(2)
  })
})
