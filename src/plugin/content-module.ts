import { resolve, sep } from 'node:path'
import type { Collections } from '../shared/content.ts'
import { CONTENT_FUNCTIONS } from '../shared/content-names.ts'
import { IMAGES_MODULE } from '../shared/image-names.ts'
import { dataModuleId, imagesModuleId } from './content-ids.ts'
import { listImages } from './data-module.ts'

/** What the module `astro:content` of a site is made of. */
export interface ContentModuleSource {
  readonly root: string
  readonly collections: Collections
  /** Absolute path of `src/live.config`. (default: there is none) */
  readonly liveConfig: string | undefined
}

/** Writes the module that pages get for `astro:content`. */
export function toContentModule({ root, collections, liveConfig }: ContentModuleSource): string {
  const names = [...collections.keys()]
  const withImages = names.filter((name) => listImages(collections.get(name) ?? []).length > 0)
  const files = listContentModules(collections)
  return `import { createCollections } from 'ssr-pages/content'

export { defineCollection, defineLiveCollection } from 'ssr-pages/content'

export const { ${CONTENT_FUNCTIONS.join(', ')} } = createCollections({
  data: ${toPairs(names.map((name) => [name, dataModuleId(name)]))},
  images: ${toPairs(withImages.map((name) => [name, imagesModuleId(name)]))},
  print: ${hasTextImages(collections) ? toImport(IMAGES_MODULE) : 'undefined'},
  modules: ${toPairs(files.map((file) => [file, toModuleId(root, file)]))},
  live: ${liveConfig === undefined ? 'undefined' : toImport(liveConfig.replaceAll(sep, '/'))},
})
`
}

function hasTextImages(collections: Collections): boolean {
  return [...collections.values()].some((entries) =>
    entries.some(({ rendered }) => rendered?.html.includes('__ASTRO_IMAGE_')),
  )
}

/**
 * Lists the entries that are rendered by importing their file.
 *
 * @returns Files relative to the root, each once.
 */
export function listContentModules(collections: Collections): string[] {
  const entries = [...collections.values()].flat()
  const files = entries.flatMap(({ deferredRender, filePath }) => {
    return deferredRender && filePath !== undefined ? [filePath] : []
  })
  return [...new Set(files)]
}

/** Returns the id of a content module. */
export function toModuleId(root: string, file: string): string {
  return resolve(root, file).replaceAll(sep, '/')
}

// An object would take the name `__proto__` for its prototype.
function toPairs(modules: readonly (readonly [name: string, id: string])[]): string {
  const pairs = modules.map(([name, id]) => `    [${JSON.stringify(name)}, ${toImport(id)}],\n`)
  return pairs.length === 0 ? '[]' : `[\n${pairs.join('')}  ]`
}

function toImport(id: string): string {
  return `() => import(${JSON.stringify(id)})`
}
