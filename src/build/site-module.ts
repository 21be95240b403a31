import type { Manifest } from '../shared/types.ts'
import type { OutputFile } from './bundle.ts'

/** Its name; what starts with `_` is no route. */
export const SITE_MODULE = '_site.mjs'

/**
 * Makes the module that has a whole site in it, for hosts without a disk: the manifest, and a static
 * `import()` for each module that runs, which bundlers can follow.
 *
 * @param manifest - The manifest; prerendered routes, which are files, are left out.
 * @returns `_site.mjs` of the pages folder, which exports `manifest` and `modules`.
 */
export function toSiteModule(manifest: Manifest): OutputFile {
  const routes = manifest.routes.filter(({ prerendered }) => prerendered === undefined)
  const { middleware } = manifest
  const files = [
    ...routes.map(({ file }) => file),
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

// A specifier is a URL: these two would end the path, or be decoded.
function toSpecifier(file: string): string {
  return `./${file.replaceAll(/[%#]/g, encodeURIComponent)}`
}
