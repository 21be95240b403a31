import { randomUUID } from 'node:crypto'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AdapterBuild } from '../shared/config.ts'
import { copyPackages } from './copy-packages.ts'
import type { NetlifySettings } from './settings.ts'

/**
 * Writes the folder of the function in the place of the last one; all beside it stays. Every module is
 * named `.mjs`, since Netlify's tools write a `package.json` of their own for `.js`, and lies in a
 * folder below, since they would take an `index.mjs` beside the entry for the entry.
 *
 * @param build - The build.
 * @param settings - Complete settings.
 */
export async function writeFunction(build: AdapterBuild, settings: NetlifySettings): Promise<void> {
  const { root, manifest } = build
  const folder = join(root, settings.functionsDir, settings.name)
  const isNeeded = manifest.routes.some(({ prerendered }) => prerendered === undefined)
  if (!isNeeded) {
    await rm(folder, { recursive: true, force: true })
    return
  }
  // Not beside the function, where it would be one itself.
  const draft = join(dirname(build.pagesDir), `.netlify-${randomUUID()}`)
  try {
    await fillFolder(draft, build, settings)
    await mkdir(dirname(folder), { recursive: true })
    await rename(folder, `${draft}-old`).catch(() => {})
    // Another build of the project may have been quicker.
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
  const { cacheOnDemandPages, checkOrigin, session } = settings
  const options = JSON.stringify({ cacheOnDemandPages, checkOrigin, session })
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
    path: base === '/' ? '/*' : [base.slice(0, -1), `${base}*`],
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
