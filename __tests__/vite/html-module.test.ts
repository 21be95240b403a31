import { expect, test } from '@jest/globals'
import { toHtmlModule } from '../../src/vite/html-module.ts'

const cases = [
  ['markup without slots', '<p>`${1}` "x"</p>', {}, '<p>`${1}` "x"</p>'],
  ['the default slot', '<b><slot /></b>', { default: 'in' }, '<b>in</b>'],
  ['a slot with an end tag', '<slot></slot>', { default: 'in' }, 'in'],
  ['a named slot', '<slot name="top" />', { top: 'up', default: 'in' }, 'up'],
  ['quotes of the other kind', "<slot class=a name='top'/>", { top: 'up' }, 'up'],
  ['a name without quotes', '<slot name=top/>', { top: 'up' }, 'up'],
  ['a fallback', '<slot>none</slot>', {}, 'none'],
  ['a fallback that is not needed', '<slot>none</slot>', { default: '' }, ''],
  ['two slots', '<slot name="a"/>-<slot name="b"/>', { a: '1', b: '2' }, '1-2'],
  [
    'a slot for the shadow DOM',
    '<slot is:inline name="a"></slot>',
    { a: '1' },
    '<slot name="a"></slot>',
  ],
  ['a comment', '<!-- <slot/> -->', { default: 'in' }, '<!-- <slot/> -->'],
  ['a script', '<script>"<slot/>"</script>', { default: 'in' }, '<script>"<slot/>"</script>'],
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

type Render = (input?: { slots: Readonly<Record<string, string>> }) => string

async function load(source: string): Promise<Render> {
  const code = encodeURIComponent(toHtmlModule(source))
  const module: { default: Render } = await import(`data:text/javascript,${code}`)
  return module.default
}
