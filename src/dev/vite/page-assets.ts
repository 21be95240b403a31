import { existsSync } from 'node:fs'
import { isAbsolute, sep } from 'node:path'
import type { RouteAssets } from '../../shared/types.ts'
import { parsePart, toPartId, toSheetPath } from '../../compiler/astro-part.ts'
import type { PageParts } from '../../plugin/page-parts.ts'
import { relativeName, toPublicName } from '../../project/public-name.ts'
import { toBrowserUrl } from './module-url.ts'

/**
 * Converts the styles and scripts of a page to paths that a browser can request.
 *
 * @param root - Absolute path of the project.
 * @returns Paths relative to the base, in cascade order.
 */
export function toAssets(parts: PageParts, root: string): RouteAssets {
  const { styles, scripts, hasHead } = parts
  return {
    styles: styles.map((id) => toStylePath(root, id)),
    scripts: Object.fromEntries(
      scripts.map((part) => [
        toPartId({ ...part, file: toPublicName(root, part.file) }),
        toPartId({ ...part, file: toBrowserPath(root, part.file) }),
      ]),
    ),
    hasHead,
  }
}

/**
 * Returns the path of a file for the browser, as Vite writes it.
 *
 * @param root - Absolute path of the project.
 * @param file - Absolute path, or the id of a module that a plugin generates.
 * @returns A URL path relative to the base: `src/menu.ts`, or `@fs/...` outside the root.
 */
export function toBrowserPath(root: string, file: string): string {
  if (!isAbsolute(file)) return encodeURI(toBrowserUrl(file).slice(1))
  const path = relativeName(root, file)
  return encodeURI(path.startsWith('../') ? `@fs${file.replaceAll(sep, '/')}` : path)
}

function toStylePath(root: string, id: string): string {
  const part = parsePart(id)
  if (part) return toSheetPath({ ...part, file: toBrowserPath(root, part.file) })
  const [file = id, query] = id.split('?')
  // A plugin generates the style.
  if (!isAbsolute(file) || !existsSync(file)) return encodeURI(toBrowserUrl(id).slice(1))
  return toBrowserPath(root, file) + (query === undefined ? '' : `?${query}`)
}
