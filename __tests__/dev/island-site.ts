/** A component with state, a style and a child of its own, in one framework. */
export interface Framework {
  readonly name: string
  /** The file that the test edits. */
  readonly file: string
  /** The file of the child, which the first one imports. */
  readonly child: string
  /** False if the framework creates an edited component again; its parents keep their state. */
  readonly keepsOwnState: boolean
  readonly files: Readonly<Record<string, string>>
}

const STYLE = 'rgb(1, 2, 3)'

/** The components. Each prints a button, whose text begins with `old`, and a paragraph `child old`. */
export const FRAMEWORKS: readonly Framework[] = [
  {
    name: 'react',
    keepsOwnState: true,
    file: 'src/react/Counter.jsx',
    child: 'src/react/Child.jsx',
    files: {
      'src/react/Counter.jsx': `import { useState } from 'react'
import Child from './Child.jsx'
import './counter.css'
export default function Counter({ start }) {
  const [count, setCount] = useState(start)
  return <div><button className="react" onClick={() => setCount(count + 1)}>old {count}</button><Child /></div>
}
`,
      'src/react/counter.css': `button.react { outline-color: ${STYLE} }`,
      'src/react/Child.jsx': 'export default function Child() {\n  return <p>child old</p>\n}\n',
    },
  },
  {
    name: 'preact',
    keepsOwnState: true,
    file: 'src/preact/Counter.jsx',
    child: 'src/preact/Child.jsx',
    files: {
      'src/preact/Counter.jsx': `import { useState } from 'preact/hooks'
import Child from './Child.jsx'
import './counter.css'
export default function Counter({ start }) {
  const [count, setCount] = useState(start)
  return <div><button class="preact" onClick={() => setCount(count + 1)}>old {count}</button><Child /></div>
}
`,
      'src/preact/counter.css': `button.preact { outline-color: ${STYLE} }`,
      'src/preact/Child.jsx': 'export default function Child() {\n  return <p>child old</p>\n}\n',
    },
  },
  {
    name: 'solid',
    keepsOwnState: false,
    file: 'src/solid/Counter.jsx',
    child: 'src/solid/Child.jsx',
    files: {
      'src/solid/Counter.jsx': `import { createSignal } from 'solid-js'
import Child from './Child.jsx'
import './counter.css'
export default function Counter(props) {
  const [count, setCount] = createSignal(props.start)
  return <div><button class="solid" onClick={() => setCount(count() + 1)}>old {count()}</button><Child /></div>
}
`,
      'src/solid/counter.css': `button.solid { outline-color: ${STYLE} }`,
      'src/solid/Child.jsx': 'export default function Child() {\n  return <p>child old</p>\n}\n',
    },
  },
  {
    name: 'vue',
    keepsOwnState: true,
    file: 'src/vue/Counter.vue',
    child: 'src/vue/Child.vue',
    files: {
      'src/vue/Counter.vue': `<script setup>
import { ref } from 'vue'
import Child from './Child.vue'
const props = defineProps({ start: Number })
const count = ref(props.start)
</script>
<template><div><button class="vue" @click="count++">old {{ count }}</button><Child /></div></template>
<style scoped>button { outline-color: ${STYLE} }</style>
`,
      'src/vue/Child.vue': '<template><p>child old</p></template>\n',
    },
  },
  {
    name: 'svelte',
    keepsOwnState: false,
    file: 'src/svelte/Counter.svelte',
    child: 'src/svelte/Child.svelte',
    files: {
      'src/svelte/Counter.svelte': `<script>
import Child from './Child.svelte'
let { start } = $props()
const first = () => start
let count = $state(first())
</script>
<div><button class="svelte" onclick={() => count++}>old {count}</button><Child /></div>
<style>button { outline-color: ${STYLE} }</style>
`,
      'src/svelte/Child.svelte': '<p>child old</p>\n',
    },
  },
]

const ICON = '<link rel="icon" href="data:," />'

/** Prints a page. */
export function page(imports: string, body: string): string {
  return `---\n${imports}\n---\n<html><head><title>x</title>${ICON}</head><body>${body}</body></html>\n`
}

function tagOf(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Counter`
}

function counterPage({ name, file }: Framework, directive: string): string {
  const hint = directive === 'only' ? `="${name}"` : ''
  return page(
    `import Counter from '../${file.slice('src/'.length)}'`,
    `<Counter client:${directive}${hint} start={5} />`,
  )
}

/** A site with a page for each framework, and one with all of them. */
export const ISLAND_SITE: Readonly<Record<string, string>> = {
  'ssr-pages.config.mjs': `import preact from '@astrojs/preact'
import react from '@astrojs/react'
import solid from '@astrojs/solid-js'
import svelte from '@astrojs/svelte'
import vue from '@astrojs/vue'

export default {
  integrations: [
    react({ include: ['**/react/**/*.jsx'] }),
    preact({ include: ['**/preact/**/*.jsx'] }),
    solid({ include: ['**/solid/**/*.jsx'] }),
    vue(),
    svelte(),
  ],
}
`,
  'src/pages/all.astro': page(
    FRAMEWORKS.map(({ name, file }) => `import ${tagOf(name)} from '../${file.slice(4)}'`).join(
      '\n',
    ),
    FRAMEWORKS.map(({ name }) => `<${tagOf(name)} client:load start={5} />`).join(''),
  ),
  'src/react/Printed.jsx': 'export default () => <p>printed old</p>\n',
  'src/pages/printed.astro': page(
    "import Printed from '../react/Printed.jsx'",
    '<Printed client:load /><Printed />',
  ),
  ...Object.fromEntries(
    FRAMEWORKS.flatMap((framework) => [
      [`src/pages/${framework.name}.astro`, counterPage(framework, 'load')],
      [`src/pages/${framework.name}-only.astro`, counterPage(framework, 'only')],
    ]),
  ),
  ...Object.assign({}, ...FRAMEWORKS.map(({ files }) => files)),
}
