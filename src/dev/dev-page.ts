import { escapeHtml } from '../shared/escape.ts'
import type { Route } from '../shared/types.ts'

/**
 * Renders the page of an error when the site has no `500.astro`. The script shows the error.
 *
 * @param client - URL of the script.
 */
export function errorPage(client: string): string {
  const content = `<h1>This page failed</h1>
<p>The error is shown above this page and in the terminal.</p>`
  return toDocument('Error', content, client)
}

/**
 * Renders the page of a development server that did not start and has no script yet.
 *
 * @param message - What is wrong, and what to do.
 */
export function startFailedPage(message: string): string {
  return toDocument('Error', `<h1>Development did not start</h1><p>${escapeHtml(message)}</p>`)
}

/**
 * Renders the page of an unknown path: a list of all routes.
 *
 * @param pathname - The path of the request.
 * @param routes - In match order.
 * @param client - URL of the script.
 * @param base - Where the pages are mounted, without a slash at the end.
 */
export function notFoundPage(
  pathname: string,
  routes: readonly Route[],
  client: string,
  base: string,
): string {
  const rows = routes.map((route) => `<tr><td>${toLink(route, base)}<td>${toSource(route)}`)
  const content = `<h1>404 <code>${escapeHtml(pathname)}</code></h1>
<p>No page and no route of the server answers this path. The pages, in the order they are tried:</p>
<table><thead><tr><th>Path<th>File</thead><tbody>${rows.join('')}</tbody></table>`
  return toDocument('404', content, client)
}

function toLink({ pattern, params }: Route, base: string): string {
  const text = `<code>${escapeHtml(pattern)}</code>`
  return params.length > 0 ? text : `<a href="${escapeHtml(base + pattern)}">${text}</a>`
}

function toSource({ file, redirect }: Route): string {
  return escapeHtml(redirect === undefined ? file : `redirects to ${redirect.destination}`)
}

function toDocument(title: string, content: string, client?: string): string {
  const script = client && `<script type="module" src="${escapeHtml(client)}"></script>`
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>${script ?? ''}<style>
html { color-scheme: light dark; color: light-dark(#23262d, #e9e7e2); background: light-dark(#fbfaf8, #191b20) }
body { max-width: 52rem; margin: 10vh auto; padding: 0 1.5rem; font: 16px/1.6 system-ui, sans-serif }
h1 { font-size: 1.5rem } code { font-family: ui-monospace, monospace; font-size: .95em }
h1, td { overflow-wrap: anywhere }
table { width: 100%; margin-top: 1.5rem; border-collapse: collapse; text-align: left }
th { font-size: .8125rem } th, td + td { color: light-dark(#6a6e78, #a7a49d) }
th, td { padding: .5rem 1rem .5rem 0; border-bottom: 1px solid light-dark(#e4e1da, #34373f) }
th + th, td + td { padding-right: 0 } a { color: light-dark(#1b57b5, #9fc1ff) }
@media (max-width: 40rem) { table { font-size: .8125rem } }
</style></head><body>${content}</body></html>
`
}
