import { randomBytes } from 'node:crypto'
import express from 'express'
import type { SsrPages } from '../../src/index.ts'

const COUNTER = `import { useState } from 'react'
import './counter.css'
import { shared } from './shared.js'
import pic from '../pic.svg?url'
export default function Counter({ start = 0, children }) {
  const [count, setCount] = useState(start)
  return <p className={'counter ' + shared}><img src={pic} alt="" />
    <button onClick={() => setCount(count + 1)}>{count}</button>{children}</p>
}`

// What it needs at the top level exists only in browsers.
const ONLY = `import './shared.css'
import './only.css'
import styles from './only.module.css'
const width = window.innerWidth
export default function Only() { return <b className={styles.box}>{'ONLY-IN-BROWSERS ' + (width > 0)}</b> }`

const VUE = `<script setup>
import { ref } from 'vue'
const count = ref(0)
</script>
<template><button class="scoped" @click="count++">{{ count }}</button></template>
<style scoped>.scoped { color: rgb(1, 1, 1) }</style>`

const CONFIG = `import react from '@astrojs/react'
import vue from '@astrojs/vue'
const own = {
  name: 'own',
  hooks: {
    'astro:config:setup'({ addClientDirective, injectScript }) {
      addClientDirective({ name: 'signal', entrypoint: new URL('src/signal.js', import.meta.url).pathname })
      injectScript('before-hydration', 'globalThis.early = document.querySelectorAll("astro-island[ssr]").length')
    },
  },
}
export default { integrations: [react(), vue(), own], vite: VITE }`

/** A page in a document without an icon, for which browsers would ask. */
function page(frontmatter: string, body: string): string {
  return `---\n${frontmatter}\n---
<html><head><title>a</title><link rel="icon" href="data:," /></head><body>${body}</body></html>`
}

const IMPORTS = "import Counter from '../components/Counter.jsx'"

/** A site with islands of two frameworks, by file. */
export const FILES: Readonly<Record<string, string>> = {
  'src/pic.svg': '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
  'src/signal.js':
    'export default (load, { value }) => addEventListener(value, async () => (await load())(), { once: true })',
  'src/components/Counter.jsx': COUNTER,
  'src/components/counter.css': '.counter { margin-left: 11px }',
  'src/components/shared.js': "import './shared.css'\nexport const shared = 'shared'",
  'src/components/shared.css': '.shared { margin-right: 12px }',
  'src/components/Only.jsx': ONLY,
  'src/components/only.css': 'b { margin-top: 13px }',
  'src/components/only.module.css': '.box { margin-bottom: 14px }',
  'src/components/Scoped.vue': VUE,
  'src/pages/index.astro': page(
    `${IMPORTS}\nimport Only from '../components/Only.jsx'`,
    '<Counter client:load start={5}>text</Counter><Only client:only="react" />',
  ),
  'src/pages/vue.astro': page(
    "import Scoped from '../components/Scoped.vue'",
    '<Scoped client:idle />',
  ),
  'src/pages/signal.astro': page(IMPORTS, '<Counter client:signal="go" />'),
  'src/pages/static.astro': page(IMPORTS, '<Counter start={3} />'),
  'src/pages/fixed.astro': page(
    `${IMPORTS}\nexport const prerender = true`,
    '<Counter client:visible start={7} />',
  ),
  'src/pages/part.astro': `---\n${IMPORTS}\nexport const partial = true\n---\n<Counter client:load start={9} />`,
  'src/pages/plain.astro': page('', '<p>plain</p>'),
}

/** The files with a configuration that has these settings of Vite. */
export function clientSite(vite: string = '{}'): Record<string, string> {
  return { ...FILES, 'ssr-pages.config.mjs': CONFIG.replace('VITE', vite) }
}

/** An app with the pages at two paths, under a policy that allows only what has the nonce. */
export function createApp(pages: SsrPages): express.Express {
  return express()
    .use((_req, res, next) => {
      const nonce = randomBytes(16).toString('base64')
      res.locals['cspNonce'] = nonce
      const allowed = `'nonce-${nonce}'`
      const policy = `default-src 'none'; connect-src 'self'; img-src 'self' data:; script-src ${allowed}; style-src ${allowed}`
      res.set('content-security-policy', policy)
      next()
    })
    .use('/docs', pages)
    .use(pages)
}
