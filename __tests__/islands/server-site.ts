const integrations = ['react', 'preact', 'vue', 'svelte', 'solid-js']

const config = `${integrations.map((name, i) => `import i${i} from '@astrojs/${name}'\n`).join('')}
export default { integrations: [
  i0({ include: ['**/react/**'] }), i1({ include: ['**/preact/**'] }), i2(), i3(), i4({ include: ['**/solid/**'] }),
] }
`

const react = {
  'src/react/forms.tsx': `import { Component, forwardRef, memo, type ReactNode } from 'react'
export const Memo = memo(({ a }: { a: string }) => <i>memo {a}</i>)
export const Forward = forwardRef<HTMLElement, { a: string }>(({ a }, ref) => <i ref={ref}>forward {a}</i>)
export class Old extends Component<{ a: string }> { render(): ReactNode { return <i>class {this.props.a}</i> } }
export const Parts = { Inner: ({ a }: { a: string }) => <i>inner {a}</i> }
export const limit = 5
export const toUpper = (text: string) => text.toUpperCase()
export default function ({ a }: { a: string }) { return <i>default {a}</i> }
`,
  'src/react/plain.ts': `import { createElement } from 'react'
export const Plain = ({ a }: { a: string }) => createElement('i', null, 'plain ' + a)
`,
  'src/react/again.tsx': `export { Memo as Again, default } from './forms.tsx'\n`,
  'src/react/Layout.tsx': `export default ({ children, head }: any) => <main className="l"><header>{head}</header>{children}</main>\n`,
  'src/react/Broken.tsx': `const fail = (): string => { throw new Error('broken on the server') }\nexport default () => <p>{fail()}</p>\n`,
  'src/react/Browser.tsx': `const width = window.innerWidth\nexport default () => <b>{width} only-in-browsers</b>\n`,
  'src/react/Ids.tsx': `import { useId } from 'react'\nexport default () => <i>{useId()}</i>\n`,
}

const others = {
  'src/preact/P.tsx': `export default ({ a }: { a: string }) => <i>preact {a}</i>\n`,
  'src/solid/S.tsx': `export default (props: { a: string }) => <i>solid {props.a}</i>\n`,
  'src/V.vue': `<script setup>defineProps({ a: String })</script><template><i>vue {{ a }}</i></template>\n`,
  'src/Sv.svelte': `<script>let { a } = $props()</script><i>svelte {a}</i>\n`,
  'src/barrel.ts': `export { default as V } from './V.vue'\nexport { default as P } from './preact/P.tsx'\n`,
  'src/As.astro': `---\nconst { as: Tag, ...rest } = Astro.props\n---\n<Tag {...rest} />\n`,
  'src/Slotted.astro': `---\nconst html = await Astro.slots.render('default')\n---\n<section><Fragment set:html={html} /></section>\n`,
}

const page = (imports: string, markup: string) => `---\n${imports}\n---\n${markup}\n`

/** A site of five frameworks, with one page for each kind of use on the server. */
export const serverSite: Readonly<Record<string, string>> = {
  'package.json': '{"type":"module"}',
  'ssr-pages.config.mjs': config,
  ...react,
  ...others,
  'src/pages/forms.astro': page(
    `import Default, { Forward, limit, Memo, Old, Parts, toUpper } from '../react/forms.tsx'
import Again, { Again as Memo2 } from '../react/again.tsx'
import { Plain } from '../react/plain.ts'`,
    `<Default a="1" /><Memo a="2" /><Forward a="3" /><Old a="4" /><Parts.Inner a="5" /><Again a="6" /><Memo2 a="7" /><Plain a="8" />{limit}{toUpper('x')}`,
  ),
  'src/pages/all.astro': page(
    `import { V, P } from '../barrel.ts'\nimport S from '../solid/S.tsx'\nimport Sv from '../Sv.svelte'\nimport { Memo } from '../react/forms.tsx'`,
    `<V a="1" /><P a="2" /><S a="3" /><Sv a="4" /><Memo a="5" />`,
  ),
  'src/pages/as.astro': page(
    `import As from '../As.astro'\nimport V from '../V.vue'\nimport { Plain } from '../react/plain.ts'`,
    `<As as={V} a="1" /><As as={Plain} a="2" /><As as="b" a="3" />`,
  ),
  'src/pages/layout.astro': page(
    `import Layout from '../react/Layout.tsx'\nimport Slotted from '../Slotted.astro'\nimport V from '../V.vue'`,
    `<Layout class:list={['c']}><h1 slot="head">head</h1><Slotted><V a="1" /></Slotted><p>body</p></Layout>`,
  ),
  'src/pages/broken.astro': page(
    `import Broken from '../react/Broken.tsx'`,
    `<main>${'x'.repeat(2000)}<Broken client:load /></main>`,
  ),
  'src/pages/only.astro': page(
    `import Browser from '../react/Browser.tsx'`,
    `<Browser client:only="react"><p slot="fallback">wait</p></Browser>`,
  ),
  'src/pages/package.astro': page(
    `import * as Switch from '@radix-ui/react-switch'\nimport Ids from '../react/Ids.tsx'`,
    `<Switch.Root client:load id="a" /><Ids client:load /><Ids client:load />`,
  ),
  'src/pages/vue.astro': page(`import V from '../V.vue'`, `<V client:load a="1" />`),
  'src/pages/none.astro': '<p>none</p>\n',
}
