import { page } from './island-site.ts'

const vue = 'vue({ appEntrypoint: "/src/vue-app.ts" }), '

/** The configuration of {@link PLACES_SITE}, with or without Vue and a directive of its own. */
export function configOf({
  hasVue,
  hasDirective,
}: Record<'hasVue' | 'hasDirective', boolean>): string {
  const hooks = `{ 'astro:config:setup': ({ addClientDirective }) => addClientDirective({ name: 'click', entrypoint: './src/click.mjs' }) }`
  return `import react from '@astrojs/react'
import vue from '@astrojs/vue'
export default {
  base: '/shop',
  integrations: [
    react({ experimentalReactChildren: true }),
    ${hasVue ? vue : ''}
    ${hasDirective ? `{ name: 'click', hooks: ${hooks} }` : ''}
  ],
}
`
}

const counter = (name: string) => `import { useState } from 'react'
export default function Counter({ start }) {
  const [count, setCount] = useState(start)
  return <button className="${name}" onClick={() => setCount(count + 1)}>old {count}</button>
}
`

/** A site with a base: islands in unusual places, and the options of integrations. */
export const PLACES_SITE: Readonly<Record<string, string>> = {
  'ssr-pages.config.mjs': configOf({ hasVue: true, hasDirective: true }),
  'src/click.mjs': `export default (load, _options, element) => {
  element.addEventListener('click', async () => (await load())(), { once: true })
}
`,
  'src/Counter.jsx': counter('own'),
  'src/pages/counter.astro': page(
    "import Counter from '../Counter.jsx'",
    '<Counter client:load start={5} />',
  ),
  'src/pages/directive.astro': page(
    "import Counter from '../Counter.jsx'",
    '<Counter client:click start={5} />',
  ),
  'src/pages/linked.astro': page(
    "import { Counter } from 'linked-widgets'",
    '<Counter client:load start={5} />',
  ),
  'src/vue-app.ts': `import type { App } from 'vue'
import Word from './Word.vue'
export default (app: App) => {
  app.provide('shop', 'the shop')
  app.component('GlobalWord', Word)
}
`,
  'src/Word.vue': '<template><i>global</i></template>\n',
  'src/Provided.vue': `<script setup>
import { inject, ref } from 'vue'
const shop = inject('shop')
const count = ref(5)
</script>
<template><button class="vue" @click="count++">{{ shop }} {{ count }} <GlobalWord /></button></template>
`,
  'src/pages/provided.astro': page(
    "import Provided from '../Provided.vue'",
    '<Provided client:load />',
  ),
  'src/Children.jsx': `import { Children } from 'react'
export default function Count({ children }) {
  return <p className="children">{Children.toArray(children).filter(({ type }) => type === 'b').length} {children}</p>
}
`,
  'src/pages/children.astro': page(
    "import Count from '../Children.jsx'",
    '<Count client:load><b>one</b><b>two</b></Count>',
  ),
  'src/components/Card.astro': '<b>card</b>\n',
  'src/components/index.ts': `export { default as Card } from './Card.astro'
export const format = (count: number): string => \`# \${count}\`
`,
  'src/pages/barrel.astro': page(
    "import { Card, format } from '../components'",
    `<Card /><p>{format(1)}</p>
<script>
import { format } from '../components'
document.title = format(2)
</script>`,
  ),
}

/** A package outside of the project, which the project links. */
export const LINKED_PACKAGE: Readonly<Record<string, string>> = {
  'package.json': '{"name":"linked-widgets","type":"module","exports":"./index.js"}',
  'index.js': "export { default as Counter } from './Counter.jsx'\n",
  'Counter.jsx': counter('linked'),
}
