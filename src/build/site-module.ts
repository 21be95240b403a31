import type { Manifest } from '../shared/types.ts'
import type { OutputFile } from './bundle.ts'

/** File name of the module. Names that start with `_` are never routes. */
export const SITE_MODULE = '_site.mjs'

/**
 * Creates a module that contains a whole site, for hosts without a disk: the manifest, and an
 * `import()` with a constant specifier for each module that runs, which bundlers can follow.
 *
 * @param manifest - The manifest. Prerendered routes are left out, because they are files.
 * @returns `_site.mjs` of the pages folder, which exports `manifest` and `modules`.
 */
export function toSiteModule(manifest: Manifest): OutputFile {
  const routes = manifest.routes.filter(({ prerendered }) => prerendered === undefined)
  const { middleware, views = [] } = manifest
  const files = [
    ...routes.map(({ file }) => file),
    ...views.map(({ file }) => file),
    ...(middleware === undefined ? [] : [middleware]),
  ]
  const modules = files.map((file) => {
    return `  ${JSON.stringify(file)}: () => import(${JSON.stringify(toSpecifier(file))}),\n`
  })
  const content = `export const manifest = ${JSON.stringify({ ...manifest, routes }, null, 2)}

export const modules = {
${modules.join('')}}
`
  return { path: SITE_MODULE, content }
}

// A specifier is a URL: `#` would end its path, and `%` would start an escape.
function toSpecifier(file: string): string {
  return `./${file.replaceAll(/[%#]/g, encodeURIComponent)}`
}
