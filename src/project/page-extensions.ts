import { isMarkdown } from '../shared/markdown.ts'
import type { Site } from './site.ts'

const CODE = /(?<!\.d)\.(?:mjs|js|ts)$/
const TEMPLATE = /\.(?:astro|html)$/

/**
 * Returns the extension of a page: that of a template, of Markdown, or one that an integration has
 * added, such as `.mdx`.
 *
 * @param file - Name or path of the file.
 * @returns The extension with its dot; `undefined` for all other files, API routes among them.
 */
export function pageExtension({ integrations }: Site, file: string): string | undefined {
  const added = integrations.pageExtensions.find((extension) => file.endsWith(extension))
  if (added !== undefined) return added
  return TEMPLATE.test(file) || isMarkdown(file) ? extensionOf(file) : undefined
}

/**
 * Returns the extension of a file that can answer a request: a page or an API route.
 *
 * @param file - Name or path of the file.
 * @returns The extension with its dot; `undefined` for all other files.
 */
export function routeExtension(site: Site, file: string): string | undefined {
  return pageExtension(site, file) ?? (CODE.test(file) ? extensionOf(file) : undefined)
}

/**
 * Returns the extension of a view: any that a page can have, except `.html`.
 *
 * @param file - Name or path of the file.
 */
export function viewExtension(site: Site, file: string): string | undefined {
  const extension = pageExtension(site, file)
  return extension === '.html' ? undefined : extension
}

function extensionOf(file: string): string {
  return file.slice(file.lastIndexOf('.'))
}
