import { randomUUID } from 'node:crypto'
import { posix } from 'node:path'
import type { Plugin, ResolvedConfig } from 'vite'
import { developmentData, toDevelopmentModule } from '../collections/development-data.ts'
import type { Collections, Content } from '../shared/content.ts'
import { SsrPagesError } from '../shared/errors.ts'
import {
  ASTRO_CONTENT,
  collectionOf,
  CONTENT_WITH_ZOD,
  DATA,
  DATA_FILE,
  IMAGES,
} from './content-ids.ts'
import { toContentModule, toModuleId } from './content-module.ts'
import { dataFiles, listImages, toDevelopmentData } from './data-module.ts'
import { readSource } from './import-error.ts'

/**
 * Creates the Vite plugin that gives pages `astro:content`. A build writes the data of collections into files
 * of its own: a bundler would parse and print many megabytes that it cannot improve.
 *
 * @param content - The content of the project. (default: it has none)
 */
export function contentPlugin(content: Content | undefined): Plugin {
  let vite: ResolvedConfig
  const session = randomUUID()
  const load = async (): Promise<Collections> => (await content?.load()) ?? new Map()
  return {
    name: 'ssr-pages:content',
    enforce: 'pre',
    configResolved: (config) => void (vite = config),
    resolveId: {
      filter: { id: /^astro:content$|^\0ssr-pages:content/ },
      async handler(id, importer) {
        const { config, mode } = this.environment
        // Code for browsers is refused with the other modules of the server.
        if (config.consumer !== 'server') return undefined
        if (id === 'astro:content') {
          const use = zodUse(importer)
          const hasZod =
            use === 'asked' || (use === 'perhaps' && (await this.resolve('zod/v4', importer)))
          return hasZod ? CONTENT_WITH_ZOD : ASTRO_CONTENT
        }
        const name = collectionOf(id, DATA)
        if (name === undefined || mode !== 'build') return id
        return { id: DATA_FILE + (dataFiles(await load()).get(name) ?? ''), external: true }
      },
    },
    load: {
      filter: { id: /^\0ssr-pages:content/ },
      async handler(id) {
        if (id === CONTENT_WITH_ZOD) return WITH_ZOD
        const { root } = vite
        const collections = await load()
        if (id === ASTRO_CONTENT) {
          return toContentModule({ root, collections, liveConfig: content?.liveConfig })
        }
        const name = collectionOf(id, DATA)
        if (name !== undefined) {
          const key = `${session} ${name}`
          developmentData.set(key, toDevelopmentData(collections.get(name) ?? []))
          return toDevelopmentModule(key)
        }
        const images = listImages(collections.get(collectionOf(id, IMAGES) ?? '') ?? [])
        const ids = images.map(async ({ source, filePath }) => {
          const found = await this.resolve(source, toModuleId(root, filePath))
          if (found) return found.id
          throw missingImage(source, filePath)
        })
        return toImages(await Promise.all(ids))
      },
    },
    closeBundle() {
      for (const key of developmentData.keys()) {
        if (key.startsWith(session)) developmentData.delete(key)
      }
    },
    renderChunk(code, { fileName }) {
      if (!code.includes(DATA_FILE)) return null
      const from = posix.dirname(fileName)
      return code.replaceAll(
        /(["'`])ssr-pages-content:([^"'`]+)\1/g,
        (_whole, _quote, file: string) => {
          const path = posix.relative(from, file)
          return JSON.stringify(path.startsWith('.') ? path : `./${path}`)
        },
      )
    },
  }
}

// Pages seldom need Zod: without it, they do not load it.
function zodUse(importer: string | undefined): 'asked' | 'perhaps' | 'never' {
  if (importer === undefined) return 'never'
  const source = readSource(importer)
  const lists = [...source.matchAll(LIST)].map(([, names = '']) => names)
  if (lists.some((names) => /\b(?:z|reference)\b/.test(names))) return 'asked'
  return WHOLE.test(source) ? 'perhaps' : 'never'
}

/** The names of an import or export of `astro:content`; the limits keep the time linear. */
const LIST = /\{([^{}]{0,2000})\}\s{0,99}from\s{0,99}["']astro:content["']/g

/** An import or export of everything. */
const WHOLE = /\*(?:\s{1,99}as\s{1,99}[\w$]{1,99})?\s{0,99}from\s{0,99}["']astro:content["']/

const WITH_ZOD = `import { createReference } from 'ssr-pages/content'
import * as z from ${JSON.stringify('astro/zod')}

export * from ${JSON.stringify('astro:content')}
export { z }
export const reference = createReference(z)
`

function toImages(ids: readonly string[]): string {
  const imports = ids.map((id, index) => `import image${index} from ${JSON.stringify(id)}\n`)
  return `${imports.join('')}\nexport default [${ids.map((_, index) => `image${index}`).join(', ')}]\n`
}

function missingImage(source: string, filePath: string): SsrPagesError {
  const what = `${filePath}: the image '${source}' does not exist.`
  return new SsrPagesError('CONTENT_INVALID', what, { file: filePath, image: source })
}
