import type { ManifestRoute, Route } from '../shared/types.ts'

/**
 * Tells the pages that answer for others.
 *
 * @param route - Any route.
 * @returns True for `404.astro` and `500.astro`.
 */
export function isErrorPage(route: Pick<Route, 'pattern' | 'kind'>): boolean {
  const { pattern, kind } = route
  return kind !== 'endpoint' && (pattern === '/404' || pattern === '/500')
}

/**
 * Makes the route of a finished error page. It answers for paths that are not its own, on hosts
 * without a disk as well: beside its file it is kept as a module.
 *
 * @param route - The route of the page.
 * @returns A route whose module has styles and scripts in it, as they were printed.
 */
export function toErrorRoute(route: Pick<Route, 'pattern'>): ManifestRoute {
  const { pattern } = route
  const file = `_prerendered${pattern}.mjs`
  return { pattern, file, kind: 'page', styles: [], scripts: {}, hasHead: false }
}

/**
 * Makes the module of a finished error page.
 *
 * @param content - The page.
 * @returns JavaScript with the page in it, as compiled `.html` pages are.
 */
export function toErrorModule(content: string | Uint8Array): string {
  const html = typeof content === 'string' ? content : new TextDecoder().decode(content)
  return `export const partial = true
export default Object.assign(() => ${JSON.stringify(html)}, { 'astro:html': true })
`
}
