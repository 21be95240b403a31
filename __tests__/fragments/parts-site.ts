/** A view whose fragment has everything that a browser loads, under a policy that allows only nonces. */
export const PARTS: Readonly<Record<string, string>> = {
  'ssr-pages.config.js':
    "import preact from '@astrojs/preact'\nexport default { integrations: [preact()] }",
  'src/components/Counter.jsx': `import { useEffect, useState } from 'preact/hooks'
export default function Counter({ start }) {
  const [count, setCount] = useState(start)
  useEffect(() => () => { document.body.dataset.ended = start }, [])
  return <button id="count" onClick={() => setCount(count + 1)}>{count}</button>
}`,
  'src/components/Part.astro': `---
import Counter from './Counter.jsx'
const { text, start } = Astro.props
---
<div id="part"><p class="styled">{text}</p><b id="inline">-</b><Counter client:load start={start} /></div>
<script>document.body.dataset.runs = String(Number(document.body.dataset.runs ?? 0) + 1)</script>
<script define:vars={{ text }}>document.querySelector('#inline').textContent = text</script>
<style>.styled { color: rgb(4, 5, 6) }</style>`,
  'src/views/parts.astro': `---
import Part from '../components/Part.astro'
export const fragments = { part: Part }
const { cspNonce } = Astro.locals
const { text, isShown } = Astro.props
---
<html lang="en">
  <head>
    <title>Parts</title><link rel="icon" href="data:," />
    <meta name="htmx-config" content={JSON.stringify({ inlineScriptNonce: cspNonce })} />
    <meta name="csp-nonce" content={cspNonce} />
  </head>
  <body>
    <h1>Parts</h1>
    <button id="one" hx-get="/parts?text=one&start=5" hx-target="#slot">one</button>
    <button id="two" hx-get="/parts?text=two&start=7" hx-target="#slot" hx-push-url="true">two</button>
    <div id="slot">{isShown && <Part text={text} start={1} />}</div>
    <script>
      import 'htmx.org'
      document.addEventListener('htmx:after:swap', () => document.dispatchEvent(new Event('astro:after-swap')))
    </script>
  </body>
</html>`,
  'parts.js': `import { randomBytes } from 'node:crypto'
import express from 'express'
import { wantsFragment } from 'ssr-pages'

export const parts = express.Router()
parts.get('/', (req, res) => {
  const nonce = (res.locals.cspNonce = randomBytes(16).toString('base64'))
  if (!('open' in req.query)) res.set('Content-Security-Policy', \`default-src 'none'; connect-src 'self'; img-src data:; script-src 'nonce-\${nonce}'; style-src 'nonce-\${nonce}'\`)
  res.set('Cache-Control', 'private, max-age=600')
  const { text = 'none', start = 1 } = req.query
  res.render(wantsFragment(req) ? 'parts#part' : 'parts', { text, start: Number(start), isShown: 'text' in req.query })
})
parts.get('/away', (_req, res) => res.send('<link rel="icon" href="data:,"><p>away</p>'))`,
}
