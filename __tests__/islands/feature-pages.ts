import { FRAMEWORKS, type Framework, importComponent, tagOf } from './frameworks.ts'

/** Text that would run code if a prop or a slot were not escaped. */
export const ATTACK =
  '"><img src=x onerror=alert(1)></astro-island></template></script><script>alert(2)</script><!--\'&lt;'

/** Props of every type that an island can be given; printed by `describe` of the fixture. */
const TYPES = `{
  map: new Map([['a', 1], ['b', new Set([2])]]), set: new Set(['x', { y: 1 }]), date: new Date(0), big: 12345678901234567890n,
  url: new URL('https://example.com/a?b=<c>'), regexp: /a[<"]b/, bytes: new Uint8Array([1, 2, 255]), words: new Uint16Array([65535]),
  ints: new Uint32Array([4294967295]), infinite: Infinity, negative: -Infinity, nothing: undefined, nil: null, flag: true,
  list: [1, [2, 'three'], undefined, null], nested: { a: { b: [new Date(1), { c: -0.5 }] } }, text: 'ä </script> \\u2028',
}`

/** What `describe` of the fixture must print for them on both sides. */
export const TYPES_TEXT: string = [
  'big=12345678901234567890n',
  'bytes=Uint8Array(1,2,255)',
  'date=Date(1970-01-01T00:00:00.000Z)',
  'flag=true',
  'infinite=Infinity',
  'ints=Uint32Array(4294967295)',
  'list=[1,[2,"three"],undefined,null]',
  'map=Map(["a",1],["b",Set(2)])',
  'negative=-Infinity',
  'nested={a={b=[Date(1970-01-01T00:00:00.001Z),{c=-0.5}]}}',
  'nil=null',
  'nothing=undefined',
  'regexp=RegExp(/a[<"]b/)',
  'set=Set("x",{y=1})',
  'text="ä </script> \u2028"',
  'url=URL(https://example.com/a?b=%3Cc%3E)',
  'words=Uint16Array(65535)',
].join('; ')

/** What is compared with Astro: one tag, or more, by a name. */
export const FEATURES: Readonly<Record<string, (framework: Framework) => string>> = {
  static: ({ name }) =>
    counter(name, 'name="static" start={1}', '<p>child</p><i slot="side">side</i>'),
  'static without slots': ({ name }) => counter(name, 'name="static"'),
  empty: ({ name }) => counter(name, 'client:load name="empty"'),
  slots: ({ name }) =>
    counter(
      name,
      'client:load name="slots" start={2}',
      '<p>child</p><i slot="side">side</i><b slot="later">later</b>',
    ),
  'slot with a dash': ({ name }) =>
    counter(name, 'client:load name="dash"', '<i slot="side-note">note</i>'),
  'one text': ({ name }) => counter(name, 'client:load name="text"', 'only text'),
  'empty slot': ({ name }) =>
    counter(name, 'client:load name="empty slot"', '<Fragment slot="side"></Fragment>'),
  types: ({ name }) => `<${tagOf(name, 'Types')} client:load {...types} />`,
  async: ({ name }) => `<${tagOf(name, 'Async')} client:load name="it" />`,
  'async without directive': ({ name }) => `<${tagOf(name, 'Async')} name="it" />`,
  package: ({ name }) => `<${tagOf(name, 'Toggle')} client:load name="switch" />`,
  attack: ({ name }) => counter(name, 'client:load name={attack}', '{attack}'),
  only: ({ name, hint }) => `<${tagOf(name, 'Only')} client:only="${hint}" name="only" />`,
  idle: ({ name }) => counter(name, 'client:idle={{ timeout: 500 }} name="idle"'),
  visible: ({ name }) => counter(name, 'client:visible={{ rootMargin: "9px" }} name="visible"'),
  media: ({ name }) => counter(name, 'client:media="(max-width: 600px)" name="media"'),
  custom: ({ name }) => counter(name, 'client:signal="now" name="custom"'),
  class: ({ name }) => counter(name, 'client:load class="a" name="class"'),
  spread: ({ name }) => counter(name, 'client:load {...{ name: "spread", start: 7 }}'),
  persist: ({ name }) => counter(name, 'client:load transition:persist="kept" name="persist"'),
  'island in a slot': ({ name }) =>
    counter(name, 'client:load name="outer"', counter(name, 'client:idle name="inner"')),
}

/** The pages `features/<framework>`, by their paths in `src`. */
export function featurePages(): Record<string, string> {
  return Object.fromEntries(
    FRAMEWORKS.map((framework) => [
      `pages/features/${framework.name}.astro`,
      featurePage(framework),
    ]),
  )
}

function featurePage(framework: Framework): string {
  const components = ['Counter', 'Types', 'Async', 'Toggle', 'Only']
  const imports = components.map((name) => importComponent(framework, name)).join('\n')
  const sections = Object.entries(FEATURES).map(
    ([name, create]) => `<section title="${name}">${create(framework)}</section>`,
  )
  return `---
${imports}
const attack = ${JSON.stringify(ATTACK)}
const types = ${TYPES}
---
<html lang="en"><head><title>features</title><link rel="icon" href="data:," /></head><body>
${sections.join('\n')}
</body></html>`
}

function counter(framework: string, attributes: string, content = ''): string {
  const tag = tagOf(framework, 'Counter')
  return `<${tag} ${attributes}>${content}</${tag}>`
}
