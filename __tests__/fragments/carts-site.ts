import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { write } from '../support/project.ts'

/** What the cart of the guide does not have: a boosted link, a form that is refused, a configuration. */
const MORE = `<a hx-boost="true" href="/cart/both">Both</a>
    <button hx-post="/cart/refused" hx-target="#lines" hx-swap="outerHTML">Refused</button>`

const CONFIG = `<meta name="htmx-config" content={Astro.url.searchParams.get('config') ?? '{}'} />`

const ROUTES = `app.get('/cart/both', (req, res) => {
  res.render(wantsFragment(req) ? 'cart#lines' : 'cart', { lines })
})
app.post('/cart/refused', (req, res) => {
  res.status(422).render('cart#lines', { lines: [] })
})
`

/** Changes the cart of the guide for more requests of htmx, and adds the same with htmx 2 at `/cart2`. */
export function writeCarts(root: string): void {
  const read = (file: string): string => readFileSync(join(root, file), 'utf8')
  const view = read('src/views/cart.astro')
    .replace('</head>', `${CONFIG}$&`)
    .replace('<script>', `${MORE}\n    $&`)
  write(join(root, 'src/views/cart.astro'), view)
  write(join(root, 'src/views/cart2.astro'), toSecond(view).replace("'htmx.org'", "'htmx2'"))
  write(
    join(root, 'src/components/CartLines2.astro'),
    toSecond(read('src/components/CartLines.astro')),
  )

  const server = read('server.js')
  const [, setUp = '', lines = '', use = '', routes = '', listen = ''] =
    /^(.*?)(^let lines.*?^\]\n)(.*?)(^app\.get.*?)(^app\.listen.*)$/ms.exec(server) ?? []
  const all = routes + ROUTES
  write(
    join(root, 'server.js'),
    `${setUp}${use}${block(lines + all)}${block(lines + toSecond(all))}${listen}`,
  )
}

function toSecond(text: string): string {
  return text.replaceAll(/\/cart|'cart|CartLines/g, '$&2')
}

function block(code: string): string {
  return `{\n${code}}\n`
}
