import { expect } from '@jest/globals'
import type { DirectRequest, RequestSource } from '../../src/shared/request-source.ts'
import type { PageModule, PageResult, Pages, Route } from '../../src/shared/types.ts'
import type { VisitOptions } from '../../src/context/visit.ts'
import { handle } from '../../src/core/handler.ts'
import { importAstro } from './astro-modules.ts'

/** The request that a page is rendered for. */
export interface PageRequest {
  readonly assets?: Partial<Route['assets']>
  readonly params?: Record<string, string>
  readonly locals?: App.Locals
  readonly headers?: Record<string, string>
  readonly base?: string
  readonly site?: string
  /** False to render the whole page before it is sent. (default: `true`) */
  readonly isStreaming?: boolean
  /** The nonce of the content security policy. */
  readonly nonce?: unknown
  /** Aborts when the client leaves. */
  readonly signal?: AbortSignal
  /** Finds the browser files of content modules. */
  readonly content?: Pages['content']
  /** Prints the head content instead of links to styles. */
  readonly head?: VisitOptions['head']
}

/** A page's text, with the components in its scope by name. */
export interface Source extends PageRequest {
  /** True to optimize the compiled code as a build does. (default: `false`) */
  readonly isOptimized?: boolean
  readonly page: string
  readonly components?: Readonly<Record<string, string>>
}

/** Compiles `.astro` text and renders it as a page; it need not import its components. */
export async function renderSource(source: Source): Promise<PageResult> {
  const { page, components = {} } = source
  const names = Object.keys(components)
  const sources = Object.entries({ test: page, ...components }).map(([name, text]) => [
    `${name}.astro`,
    withImports(text, names),
  ])
  const { isOptimized = false } = source
  const module = await importAstro(Object.fromEntries(sources), 'test.astro', { isOptimized })
  return renderModule(module, source)
}

/** Renders the page that a module exports. */
export async function renderModule(module: PageModule, request: PageRequest): Promise<PageResult> {
  const route = toRoute(module, request)
  const result = await handle(
    toPages(route, request),
    { route, params: request.params ?? {} },
    toRequestSource(request),
    {
      locals: request.locals ?? {},
      isStreaming: request.isStreaming ?? true,
      nonce: request.nonce,
      ...(request.head && { head: request.head }),
    },
  )
  if (result === undefined) throw new Error('The page left the request to the host.')
  return result
}

/**
 * Renders a page to its whole HTML, which must be the same with and without the optimizations of a
 * build.
 */
export async function renderToText(source: Source): Promise<string> {
  const text = await toText(await renderSource(source))
  expect(await toText(await renderSource({ ...source, isOptimized: true }))).toBe(text)
  return text
}

/** The whole body of a result. */
export async function toText(result: PageResult): Promise<string> {
  if ('response' in result) return result.response.text()
  if (typeof result.html === 'string') return result.html
  let text = ''
  for await (const chunk of result.html) text += chunk
  return text
}

// The compiler removes unused imports.
function withImports(text: string, names: readonly string[]): string {
  const imports = names
    .filter((name) => !text.includes(`import ${name} `))
    .map((name) => `import ${name} from './${name}.astro';`)
    .join('')
  return text.startsWith('---\n')
    ? `---\n${imports}${text.slice(4)}`
    : `---\n${imports}\n---\n${text}`
}

function toRoute(module: PageModule, request: PageRequest): Route {
  return {
    pattern: '/test',
    file: 'test.mjs',
    params: [],
    assets: { styles: [], scripts: {}, hasHead: false, ...request.assets },
    load: () => module,
  }
}

function toPages(route: Route, { site, content }: PageRequest): Pages {
  return {
    base: '/',
    site,
    trailingSlash: 'ignore',
    routes: [route],
    matcher: () => undefined,
    views: new Map(),
    notFound: route,
    serverError: undefined,
    loadMiddleware: undefined,
    content,
  }
}

function toRequestSource({ headers = {}, base = '', signal }: PageRequest): RequestSource {
  const request = new Request('http://localhost/test', { headers })
  return {
    method: 'GET',
    base,
    request,
    direct: onlyReadable(request),
    url: new URL(request.url),
    clientAddress: '127.0.0.1',
    node: undefined,
    header: (name) => headers[name],
    onAbort: (listener) => signal?.addEventListener('abort', listener),
  }
}

// The members that code which keeps its request may read, and no others.
function onlyReadable(request: Request): DirectRequest {
  const { method, url, signal, bodyUsed, headers } = request
  return {
    method,
    url,
    signal,
    bodyUsed,
    headers: { get: (name) => headers.get(name), has: (name) => headers.has(name) },
    json: () => request.json(),
    text: () => request.text(),
    arrayBuffer: () => request.arrayBuffer(),
    blob: () => request.blob(),
    formData: () => request.formData(),
  }
}
