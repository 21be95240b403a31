import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Adapter, AdapterBuild } from '../config.ts'
import type { Manifest } from '../types.ts'

/**
 * Writes the build as a Netlify function as well, `netlify/functions/ssr-pages/`, with every page in
 * it. Let Netlify publish the browser files: `publish = "dist/client"`.
 *
 *     export default defineConfig({ adapter: netlify() })
 *
 * @returns The adapter for `ssr-pages.config`.
 * @see https://docs.netlify.com/build/functions/get-started/
 */
export function netlify(): Adapter {
  return { name: 'netlify', done: writeFunction }
}

async function writeFunction({ root, pagesDir, manifest }: AdapterBuild): Promise<void> {
  const folder = join(root, 'netlify', 'functions', 'ssr-pages')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await cp(pagesDir, join(folder, 'pages'), { recursive: true })
  await writeFile(join(folder, 'ssr-pages.mjs'), toEntry(manifest))
}

function toEntry(manifest: Manifest): string {
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

export default createHandler(manifest, modules)

export const config = { path: ${JSON.stringify(`${manifest.base}*`)}, preferStatic: true }
`
}
