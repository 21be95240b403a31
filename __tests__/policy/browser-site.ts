import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'

const REACT = `import { useState } from 'react'
import './counter.css'
export default function Counter() {
  const [count, setCount] = useState(0)
  return <button className="counter" onClick={() => setCount(count + 1)}>{count}</button>
}`
const SVELTE = `<script>let count = $state(0)</script>
<button onclick={() => count++}>{count}</button>
<style>button { color: rgb(1, 2, 3) }</style>`
const SOLID = `import { createSignal } from 'solid-js'
export default function Counter() {
  const [count, setCount] = createSignal(0)
  return <button onClick={() => setCount(count() + 1)}>{count()}</button>
}`

function page(frontmatter: string, body: string, head = ''): string {
  return `---\n${frontmatter}\n---
<html lang="en"><head><meta charset="utf-8" /><title>a</title>${head}</head><body>${body}</body></html>`
}

const island = (file: string, directive = 'client:load') =>
  page(`import Counter from '../components/${file}'`, `<Counter ${directive} />`)

const ROUTER = "import { ClientRouter } from 'astro:transitions'"

/** Each feature that prints scripts or styles, on a page of its own. */
export const FEATURES: Readonly<Record<string, string>> = {
  react: island('Counter.jsx'),
  only: island('Counter.jsx', 'client:only="react"'),
  svelte: island('Counter.svelte'),
  solid: island('solid/Counter.jsx'),
  image: page(
    "import { Image, Picture } from 'astro:assets'\nimport photo from '../photo.png'",
    `<Image src={photo} alt="a" layout="constrained" width={100} height={50} />
     <Image src={photo} alt="b" layout="full-width" fit="contain" position="left" />
     <Picture src={photo} alt="c" formats={['webp']} />`,
  ),
  styled: page('', '<p id="styled">a</p><style>#styled { color: rgb(1, 2, 3) }</style>'),
  script: page('', '<script>document.body.dataset.ran = "yes"</script>'),
  transition: page(
    '',
    '<p transition:name="a" transition:animate="slide">a</p><p transition:animate="fade">b</p>',
  ),
  variables: page(
    "const text = 'yes'",
    '<script define:vars={{ text }}>document.body.dataset.ran = text</script>',
  ),
  router: page(
    ROUTER,
    '<a href="./second">to the second</a><p transition:name="a">a</p>',
    '<ClientRouter />',
  ),
  second: page(
    `${ROUTER}\nimport Counter from '../components/Counter.jsx'`,
    `<p id="second" transition:name="a">second</p><Counter client:load />
     <style>#second { color: rgb(4, 5, 6) }</style>
     <script>document.body.dataset.ran = 'yes'</script>`,
    '<ClientRouter />',
  ),
}

const CONFIG = `import react from '@astrojs/react'
import svelte from '@astrojs/svelte'
import solid from '@astrojs/solid-js'
import mdx from '@astrojs/mdx'
export default {
  output: 'static',
  integrations: [
    react({ include: ['**/components/*.jsx'] }), svelte(), solid({ include: ['**/solid/*'] }), mdx(),
  ],
  markdown: { codeStyles: 'classes' },
  image: { responsiveStyles: true },
  security: { csp: CSP },
}`

const TEXT = '# a\n\n```js\nconst a = 1\n```\n'
const TABLE = '\n| a | b |\n|:--|--:|\n| 1 | 2 |\n'

/** Writes a site with all features, each once on demand and once prerendered. */
export function writeFeatures(root: string, hasCsp: boolean): void {
  const photo = '__tests__/fixtures/astro-html/images/site/src/images/photo.png'
  write(join(root, 'src/photo.png'), readFileSync(join(ROOT, photo)))
  write(join(root, 'public/favicon.ico'), '')
  const components = {
    'Counter.jsx': REACT,
    'counter.css': '.counter { color: rgb(1, 2, 3) }',
    'Counter.svelte': SVELTE,
    'solid/Counter.jsx': SOLID,
  }
  for (const [name, text] of Object.entries(components)) {
    write(join(root, 'src/components', name), text)
  }
  for (const [name, text] of Object.entries(FEATURES)) {
    write(join(root, `src/features/${name}.astro`), text)
    for (const [folder, isPrerendered] of Object.entries({ live: false, file: true })) {
      const imported = `import Feature from '../../features/${name}.astro'`
      write(
        join(root, `src/pages/${folder}/${name}.astro`),
        `---\nexport const prerender = ${isPrerendered}\n${imported}\n---\n<Feature />`,
      )
    }
  }
  write(join(root, 'src/pages/file/markdown.md'), TEXT + TABLE)
  const counter = "import Counter from '../../components/Counter.jsx'"
  write(join(root, 'src/pages/file/mdx.mdx'), `${counter}\n\n${TEXT}\n<Counter client:load />\n`)
  write(join(root, 'ssr-pages.config.mjs'), CONFIG.replace('CSP', String(hasCsp)))
}
