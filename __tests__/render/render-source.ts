import { transform } from '@astrojs/compiler-rs'
import type { PageModule, PageResult, RequestSource, Route } from '../../src/types.ts'
import { handle } from '../../src/handler.ts'
import * as runtime from '../../src/runtime.ts'

/** A module's text, and the modules that it imports by the names it uses. */
export interface Source {
  readonly page: string
  readonly components?: Readonly<Record<string, string>>
  readonly assets?: Partial<Route['assets']>
  readonly params?: Record<string, string>
  readonly locals?: App.Locals
  readonly headers?: Record<string, string>
  readonly base?: string
  readonly isStreaming?: boolean
}

/** Compiles `.astro` text and renders it as a page; components are in scope by their names. */
export async function renderSource(source: Source): Promise<PageResult> {
  const scope: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(source.components ?? {})) {
    scope[name] = evaluate(text, scope, `/src/components/${name}.astro`)
  }
  const component = evaluate(source.page, scope, '/src/pages/test.astro')
  const result = await handle(
    { route: toRoute({ default: component }, source), params: source.params ?? {} },
    toRequestSource(source),
    { locals: source.locals ?? {}, site: undefined, isStreaming: source.isStreaming ?? true },
  )
  if (result === undefined) throw new Error('The page left the request to the host.')
  return result
}

/** The page's whole HTML. */
export async function renderToText(source: Source): Promise<string> {
  const result = await renderSource(source)
  if ('response' in result) return result.response.text()
  if (typeof result.html === 'string') return result.html
  let text = ''
  for await (const chunk of result.html) text += chunk
  return text
}

function evaluate(text: string, scope: Record<string, unknown>, filename: string): unknown {
  const { code, diagnostics } = transform(text, {
    filename,
    normalizedFilename: filename,
    internalURL: 'ssr-pages/runtime',
    resultScopedSlot: true,
    resolvePath: (specifier: string) => specifier,
  })
  if (code === '') throw new Error(JSON.stringify(diagnostics))
  const body = code
    .replace(
      /^import \{(.*)\} from "ssr-pages\/runtime";/m,
      (_, names: string) => `const {${names.replaceAll(' as ', ': ')}} = $runtime;`,
    )
    .replaceAll(/^import .*$/gm, '')
    .replaceAll(/^export default (.*);$/gm, 'return $1;')
  const names = Object.keys(scope)
  // oxlint-disable-next-line typescript/no-implied-eval -- the compiled module, without its imports
  return new Function('$runtime', ...names, body)(runtime, ...Object.values(scope))
}

function toRoute(module: PageModule, source: Source): Route {
  return {
    pattern: '/test',
    file: 'test.mjs',
    params: [],
    assets: { styles: [], scripts: {}, hasHead: false, ...source.assets },
    load: () => module,
  }
}

function toRequestSource({ headers = {}, base = '' }: Source): RequestSource {
  const request = new Request('http://localhost/test', { headers })
  return {
    method: 'GET',
    base,
    request,
    url: new URL(request.url),
    clientAddress: '127.0.0.1',
    cookieHeader: headers['cookie'],
  }
}
