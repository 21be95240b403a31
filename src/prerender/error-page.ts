import type { ManifestRoute, Route } from '../shared/types.ts'

/** Whether a route is `404.astro` or `500.astro`, the pages that answer for other paths. */
export function isErrorPage(route: Pick<Route, 'pattern' | 'kind'>): boolean {
  const { pattern, kind } = route
  return kind !== 'endpoint' && (pattern === '/404' || pattern === '/500')
}

/**
 * Creates the route of a rendered error page. Besides its file it is kept as a module, because it
 * also answers for other paths, even on hosts without a disk.
 *
 * @param policy - Its Content Security Policy. (default: none)
 * @returns A route whose module contains the page with its styles and scripts.
 */
export function toErrorRoute(route: Pick<Route, 'pattern'>, policy?: string): ManifestRoute {
  const { pattern } = route
  const file = `_prerendered${pattern}.mjs`
  const parts = { pattern, file, kind: 'page', styles: [], scripts: {}, hasHead: false } as const
  return policy === undefined ? parts : { ...parts, policy }
}

/**
 * Creates the module of a rendered error page.
 *
 * @param content - The page's HTML.
 * @returns JavaScript of the form that compiled `.html` pages have.
 */
export function toErrorModule(content: string | Uint8Array): string {
  const html = typeof content === 'string' ? content : new TextDecoder().decode(content)
  return `export const partial = true
export default Object.assign(() => ${JSON.stringify(html)}, { 'astro:html': true })
`
}
