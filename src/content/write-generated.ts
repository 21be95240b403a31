import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GENERATED, toFileName } from './content-types.ts'
import type { LoadedConfig } from './import-config.ts'
import { toJsonSchema } from './json-schema.ts'
import { loaderSchema } from './loader-schema.ts'

/**
 * Writes what editors read: JSON schemas of the collections, and types that loaders bring. Files of
 * collections that are gone are removed. Unchanged files are not touched, because watchers see them.
 *
 * @param types - By path relative to the root.
 * @param warn - Told why nothing was written: an editor can do without.
 */
export async function writeGenerated(
  root: string,
  config: LoadedConfig,
  types: ReadonlyMap<string, string>,
  warn: (message: string) => void,
): Promise<void> {
  const files = new Map(types)
  for (const collection of config.collections) {
    const schema = collection.schema ?? (await loaderSchema(collection, () => {}))
    const json = schema && toJsonSchema(collection, schema, config.zod)
    if (json !== undefined) {
      files.set(`${GENERATED}/${toFileName(collection.name)}.schema.json`, json)
    }
  }
  try {
    const folder = join(root, GENERATED)
    if (files.size === 0 && !existsSync(folder)) return
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder)) {
      if (!files.has(`${GENERATED}/${name}`)) rmSync(join(folder, name), { force: true })
    }
    for (const [path, text] of files) writeChanged(join(root, path), text)
    // Nothing in it belongs into a repository.
    writeChanged(join(root, '.ssr-pages', '.gitignore'), '*\n')
  } catch (error) {
    warn(`the files for editors in ${GENERATED} were not written: ${String(error)}`)
  }
}

function writeChanged(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  writeFileSync(file, text)
}
