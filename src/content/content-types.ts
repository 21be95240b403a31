import { relativeName } from '../project/public-name.ts'
import type { ContentFiles } from './find-config.ts'
import type { Collection } from './loader-types.ts'
import { createSchema } from './loader-schema.ts'
import { isSchema } from './validate.ts'

/** The types of a project's collections, and files that they need. */
export interface ContentTypes {
  /** A part of `ssr-pages-env.d.ts`. */
  readonly text: string
  /** Types of entries that loaders write themselves, by path relative to the root. */
  readonly files: ReadonlyMap<string, string>
}

/** Folder of generated files, relative to the root. */
export const GENERATED = '.ssr-pages/collections'

/**
 * Declares the collections of a project: their names stand in the file, and their types are inferred
 * from the configuration.
 *
 * @param root - Absolute path of the project.
 */
export async function toContentTypes(
  root: string,
  { config, liveConfig }: ContentFiles,
  collections: readonly Collection[],
): Promise<ContentTypes> {
  const files = new Map<string, string>()
  const types = await Promise.all(
    collections.map(async (collection) => {
      const { type, text } = await typeOf(collection)
      if (text !== undefined) files.set(`${GENERATED}/${toFileName(collection.name)}.ts`, text)
      const name = JSON.stringify(collection.name)
      return `    ${name}: Record<string, DataEntry<${name}, ${type}>>\n`
    }),
  )
  const declared = [
    ...interfaceOf('ContentConfig', root, config),
    ...interfaceOf('LiveContentConfig', root, liveConfig),
    ...(types.length > 0 ? [`  interface DataEntryMap {\n${types.join('')}  }\n`] : []),
  ]
  return { text: `\ndeclare module 'astro:content' {\n${declared.join('')}}\n`, files }
}

/** Returns the name of a collection as a part of a file name. */
export function toFileName(name: string): string {
  return name.replaceAll(/[^\w.-]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
}

function interfaceOf(name: string, root: string, file: string | undefined): string[] {
  if (file === undefined) return []
  const path = `./${relativeName(root, file).replace(/\.(m?)ts$/, '.$1js')}`
  return [
    `  interface ${name} {\n    collections: (typeof import(${JSON.stringify(path)}))['collections']\n  }\n`,
  ]
}

async function typeOf({
  name,
  loader,
  schema,
}: Collection): Promise<{ type: string; text?: string }> {
  const quoted = JSON.stringify(name)
  if (schema !== undefined) return { type: `InferEntrySchema<${quoted}>` }
  if (typeof loader === 'function') return { type: 'any' }
  if (isSchema(loader.schema)) return { type: `InferLoaderSchema<${quoted}>` }
  const created = await createSchema(loader)
  if (created === undefined) return { type: 'any' }
  const path = JSON.stringify(`./${GENERATED}/${toFileName(name)}.js`)
  return { type: `import(${path}).Entry`, text: created.types }
}
