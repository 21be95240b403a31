import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Adapter, AdapterBuild } from '../config.ts'
import { type SessionConfig, toSessionSettings } from '../session/settings.ts'
import type { Manifest } from '../types.ts'

/** What is written into the function; a secret has no place here. */
export interface NetlifyOptions {
  /** How long a session lasts, and its cookie; `false` for pages without `Astro.session`. [all defaults] */
  session?: false | Pick<SessionConfig, 'ttl' | 'cookie'>
}

/**
 * Writes the build as a Netlify function as well, `netlify/functions/ssr-pages/`, with every page in
 * it but the prerendered ones, which are files. Let Netlify publish these and the browser files:
 * `publish = "dist/client"`.
 *
 *     export default defineConfig({ adapter: netlify() })
 *
 * @param options - See {@link NetlifyOptions}. [all defaults]
 * @returns The adapter for `ssr-pages.config`.
 * @see https://docs.netlify.com/build/functions/get-started/
 */
export function netlify(options: NetlifyOptions = {}): Adapter {
  toSessionSettings(options.session ?? {}, 'netlify-blobs')
  return { name: 'netlify', done: (build) => writeFunction(build, options) }
}

async function writeFunction(
  { root, pagesDir, manifest }: AdapterBuild,
  options: NetlifyOptions,
): Promise<void> {
  const folder = join(root, 'netlify', 'functions', 'ssr-pages')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await cp(pagesDir, join(folder, 'pages'), { recursive: true })
  const routes = manifest.routes.filter(({ prerendered }) => prerendered === undefined)
  await writeFile(join(folder, 'ssr-pages.mjs'), toEntry({ ...manifest, routes }, options))
}

function toEntry(manifest: Manifest, options: NetlifyOptions): string {
  const { routes, middleware } = manifest
  const files = [
    ...routes.map(({ file }) => file),
    ...(middleware === undefined ? [] : [middleware]),
  ]
  const modules = files.map((file) => {
    return `  ${JSON.stringify(file)}: () => import(${JSON.stringify(`./pages/${file}`)}),\n`
  })
  return `import { createHandler } from 'ssr-pages/netlify'

const manifest = ${JSON.stringify(manifest, null, 2)}

const modules = {
${modules.join('')}}

export default createHandler(manifest, modules, ${JSON.stringify(options)})

export const config = { path: ${JSON.stringify(`${manifest.base}*`)}, preferStatic: true }
`
}
