import type { Route } from '../shared/types.ts'
import { isErrorPage } from './error-page.ts'

/**
 * Names the file that answers a path on a static host: an API route becomes a file of its own name,
 * a page the index of a folder, and an error page the file that hosts look for.
 *
 *     /about -> about/index.html     / -> index.html     /feed.xml -> feed.xml     /404 -> 404.html
 *
 * @param path - The path, in canonical encoding.
 * @returns The file, relative to the folder of browser files.
 */
export function toFileName(route: Route, path: string): string {
  const name = decodeURIComponent(path.slice(1))
  if (route.kind === 'endpoint') return name
  if (isErrorPage(route)) return `${name}.html`
  return name === '' ? 'index.html' : `${name}/index.html`
}
