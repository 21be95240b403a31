import { expect, test } from '@jest/globals'
import { toHtmlModule } from '../../src/plugin/html-module.ts'
import { expectLinear } from '../support/growth.ts'

const cases = [
  ['markup without slots', '<p>`${1}` "x"</p>', {}, '<p>`${1}` "x"</p>'],
  ['the default slot', '<b><slot /></b>', { default: 'in' }, '<b>in</b>'],
  ['a slot with an end tag', '<slot></slot>', { default: 'in' }, 'in'],
  ['a named slot', '<slot name="top" />', { top: 'up', default: 'in' }, 'up'],
  ['quotes of the other kind', "<slot class=a name='top'/>", { top: 'up' }, 'up'],
  ['a name without quotes', '<slot name=top/>', { top: 'up' }, 'up'],
  ['a fallback', '<slot>none</slot>', {}, 'none'],
  ['an unused fallback', '<slot>none</slot>', { default: '' }, ''],
  ['two slots', '<slot name="a"/>-<slot name="b"/>', { a: '1', b: '2' }, '1-2'],
  [
    'a slot for the shadow DOM',
    '<slot is:inline name="a"></slot>',
    { a: '1' },
    '<slot is:inline name="a"></slot>',
  ],
  // Expected by Astro's own tests: units/vite-plugin-html/slots.test.ts.
  [
    'a slot for the shadow DOM with content',
    '<slot name="a" is:inline>Content</slot>',
    { a: '1' },
    '<slot name="a" is:inline>Content</slot>',
  ],
  [
    'a closed slot for the shadow DOM',
    '<i><slot is:inline/></i>',
    { default: '1' },
    '<i><slot is:inline/></i>',
  ],
  [
    'a slot in one for the shadow DOM',
    '<slot is:inline>a<slot name="x">b</slot>c</slot>d',
    { x: '1', default: '2' },
    '<slot is:inline>a1c</slot>d',
  ],
  [
    'an empty slot without content',
    '<i><slot name="a"></slot></i>',
    {},
    '<i><slot name="a"></slot></i>',
  ],
  ['a slot in a fallback', '<slot>a<slot name="x">b</slot>c</slot>d', { x: '1' }, 'a1cd'],
  ['a slot in an unused fallback', '<slot>a<slot name="x"/>c</slot>d', { default: '1' }, '1d'],
  ['an unclosed slot', '<slot>a<slot name="x"/>c', { x: '1', default: '2' }, '<slot>a1c'],
  ['an end tag without a slot', 'a</slot>b<slot/>', { default: '1' }, 'a</slot>b1'],
  ['a tag with > in a value', '<slot title="a>b" name="x">c</slot>', { x: '1' }, '1'],
  ['an unclosed comment after a slot', '<slot/><!-- <slot/>', { default: '1' }, '1<!-- <slot/>'],
  [
    'a style',
    '<style>a{content:"<slot/>"}</style><slot/>',
    { default: '1' },
    '<style>a{content:"<slot/>"}</style>1',
  ],
  ['a comment', '<!-- <slot/> -->', { default: 'in' }, '<!-- <slot/> -->'],
  ['a script', '<script>"<slot/>"</script>', { default: 'in' }, '<script>"<slot/>"</script>'],
  [
    'an unclosed comment without a slot',
    '<i>x</i><!-- <slot/>',
    { default: 'in' },
    '<i>x</i><!-- <slot/>',
  ],
  ['an element of a similar name', '<slotted/>', { default: 'in' }, '<slotted/>'],
] as const

test.each(cases)('an .html component keeps its markup and fills its slots: %s', async (...line) => {
  const [, source, slots, expected] = line
  const render = await load(source)
  expect(render({ slots })).toBe(expected)
})

test('an .html page is rendered without any argument', async () => {
  const render = await load('<h1>a</h1>')
  expect(render()).toBe('<h1>a</h1>')
  expect(Reflect.get(render, 'astro:html')).toBe(true)
})

test.each([
  ['<slot>', '</slot>'],
  ['<slot>', ''],
  ['<!--', ''],
  ['<script ', ''],
  ['<slot a="', ''],
])('a long file of %s takes linear time', async (open, close) => {
  await expectLinear(open, (times) => {
    const count = 20_000 * times
    toHtmlModule(open.repeat(count) + close.repeat(count))
  })
})

type Render = (input?: { slots: Readonly<Record<string, string>> }) => string

async function load(source: string): Promise<Render> {
  const code = encodeURIComponent(toHtmlModule(source))
  const module: { default: Render } = await import(`data:text/javascript,${code}`)
  return module.default
}
