import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { ROOT } from '../support/root.ts'

/** A renderer that notes each call, and what the island looks like then. */
const RENDERER = `export default (island) => async (component, props, slots, options) => {
  ran.push({ name: island.id, component: component?.name ?? String(component), props, slots, options,
    hasSsr: island.hasAttribute('ssr'), state: document.readyState })
}`

const COMPONENT = `export default function One() {}
export function Named() {}
export const box = { Inner: { Deep: function Deep() {} }, toString: undefined }
delete box.toString
class Base { static Inherited() {} }
export class Derived extends Base { static Own() {} }`

const HEAD = `<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,">
<script>globalThis.ran = []; globalThis.failed = []
addEventListener('astro:hydration-error', (event) => {
  failed.push([event.target.id, event.detail.error.message, event.detail.componentUrl])
  if (document.documentElement.dataset.quiet !== undefined) event.preventDefault()
})
document.addEventListener('astro:hydrate', (event) => ran.push('hydrated ' + event.target.id + ' ' + event.target.hasAttribute('ssr')), true)
</script>`

/** The script that loads the element, as pages print it. */
export const ELEMENT = '<script type="module" async src="/island.js"></script>'

/** Pages by path: the parts of the body, each sent when the browser asks for `/next`. */
export interface ElementServer {
  readonly server: Server
  readonly pages: Map<string, readonly string[]>
  /** All paths that were asked for. */
  readonly requests: string[]
}

/** Serves the element of the package, a renderer, components, and the pages of a test. */
export function startElementServer(): ElementServer {
  const pages = new Map<string, readonly string[]>()
  const requests: string[] = []
  const island = readFileSync(`${ROOT}/dist/island.js`, 'utf8')
  let failures = 1
  let next: (() => void) | undefined
  const server = createServer(async (req, res) => {
    const path = req.url ?? ''
    const { pathname } = new URL(path, 'http://localhost')
    requests.push(path)
    if (pathname.endsWith('.js')) {
      const isFailing = pathname === '/gone.js' || (pathname === '/shaky.js' && failures-- > 0)
      res.statusCode = isFailing ? 503 : 200
      res.setHeader('content-type', 'text/javascript')
      return res.end(isFailing ? '' : codeOf(pathname, island))
    }
    if (pathname === '/next') {
      next?.()
      return res.end('ok')
    }
    const parts = pages.get(pathname)
    if (!parts) return res.writeHead(404).end()
    res.setHeader('content-type', 'text/html')
    res.write(HEAD)
    for (const [index, part] of parts.entries()) {
      if (index > 0) await new Promise<void>((resolve) => (next = resolve))
      res.write(part)
    }
    return res.end()
  }).listen(0)
  return { server, pages, requests }
}

function codeOf(pathname: string, island: string): string {
  if (pathname === '/island.js' || pathname === '/island-copy.js') return island
  if (pathname === '/renderer.js') return RENDERER
  if (pathname === '/throwing.js') return "export default () => () => { throw new Error('no') }"
  if (pathname === '/before.js')
    return "await new Promise((done) => setTimeout(done, 20)); ran.push('before')"
  return COMPONENT
}

/** An island as the server prints it. */
export function island(
  id: string,
  attributes: Readonly<Record<string, string>> = {},
  content = '',
): string {
  const all: Record<string, string> = {
    id,
    'component-url': '/component.js',
    'component-export': 'default',
    'renderer-url': '/renderer.js',
    props: '{}',
    ssr: '',
    client: 'load',
    opts: '{"name":"One","value":true}',
    ...attributes,
    ...(content !== '' && { 'await-children': '' }),
  }
  const printed = Object.entries(all).map(
    ([name, value]) => ` ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`,
  )
  return `<astro-island${printed.join('')}>${content}${content && '<!--astro:end-->'}</astro-island>`
}
