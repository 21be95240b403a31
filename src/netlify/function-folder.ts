import { randomUUID } from 'node:crypto'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AdapterBuild } from '../shared/config.ts'
import { copyPackages } from './copy-packages.ts'
import type { NetlifySettings } from './settings.ts'
import { toPrefix } from '../shared/pathname.ts'

/**
 * Replaces the folder of the function; everything beside it stays. All modules are named `.mjs`,
 * because Netlify's tools write their own `package.json` for `.js` files. They are in a subfolder,
 * because an `index.mjs` beside the entry would be taken for the entry.
 */
export async function writeFunction(build: AdapterBuild, settings: NetlifySettings): Promise<void> {
  const { root, manifest } = build
  const folder = join(root, settings.functionsDir, settings.name)
  const isNeeded = manifest.routes.some(({ prerendered }) => prerendered === undefined)
  if (!isNeeded) {
    await rm(folder, { recursive: true, force: true })
    return
  }
  // The draft is not in the folder of functions, where it would become a function itself.
  const draft = join(dirname(build.pagesDir), `.netlify-${randomUUID()}`)
  try {
    await fillFolder(draft, build, settings)
    await mkdir(dirname(folder), { recursive: true })
    await rename(folder, `${draft}-old`).catch(() => {})
    // Another build of the project may have finished first.
    await rename(draft, folder).catch(async () => {
      await rm(folder, { recursive: true, force: true })
      await rename(draft, folder)
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
    await rm(`${draft}-old`, { recursive: true, force: true })
  }
}

async function fillFolder(
  folder: string,
  build: AdapterBuild,
  settings: NetlifySettings,
): Promise<void> {
  const { name, external, includeFiles } = settings
  const files = await build.bundle({ code: toEntry(build, settings), external })
  for (const { path, content } of files) await write(join(folder, 'server', path), content)
  await write(join(folder, `${name}.mjs`), toMain(build, settings))
  for (const path of includeFiles) {
    await cp(join(build.root, path), join(folder, path), { recursive: true, dereference: true })
  }
  await copyPackages(external, build.root, join(folder, 'node_modules'))
}

async function write(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}

function toEntry({ pagesDir }: AdapterBuild, settings: NetlifySettings): string {
  const { cacheOnDemandPages, checkOrigin, imageCDN, session } = settings
  const options = JSON.stringify({ cacheOnDemandPages, checkOrigin, imageCDN, session })
  return `import { createHandler } from 'ssr-pages/netlify'
import { manifest, modules } from ${JSON.stringify(join(pagesDir, '_site.mjs'))}
export default createHandler(manifest, modules, ${options})
`
}

// Netlify's tools read the object from the source text, without running it.
function toMain({ manifest, generator }: AdapterBuild, settings: NetlifySettings): string {
  const { base } = manifest
  const { excludedPath } = settings
  const config = {
    name: 'ssr-pages',
    generator,
    path: base === '/' ? '/*' : [toPrefix(base), `${base}*`],
    ...(excludedPath.length > 0 && { excludedPath: [...new Set(excludedPath)] }),
    preferStatic: true,
    nodeBundler: 'none',
    includedFiles: ['**/*'],
  }
  return `import handler from './server/entry.mjs'

export default handler

export const config = ${JSON.stringify(config, null, 2)}
`
}
