import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Plugin } from 'vite'
import type { Site } from '../project/site.ts'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import { fromTypeScriptName } from './aliases.ts'
import { FRAMEWORK_FILE } from './frameworks.ts'
import { type ImageFacts, readImageFacts } from './image-facts.ts'
import { type Import, importErrorOf } from './import-error.ts'
import { sourceError } from '../compiler/source-error.ts'
import { toPublicName } from '../project/public-name.ts'
import { canImportRuntime } from './runtime-import.ts'
import { readSvg, type SvgSource } from './svg-source.ts'

/** The images that Astro imports as objects. Names with a query, such as `?url`, are not these. */
const IMAGE = /\.(?:jpe?g|a?png|tiff|webp|gif|svg|avif)$/i

/** Marks the import of a drawing in a file of a framework, for which it is no component. */
const PLAIN = '?ssr-pages-image'

/**
 * Creates the Vite plugin that gives an imported image the form of Astro: an object with `src`,
 * `width`, `height` and `format`; on the server, a drawing is a component with these fields. As a
 * string it is its address. Images that a plugin before it compiles are left to that one.
 *
 * @param findSite - Returns the project, by the root of Vite.
 * @see https://docs.astro.build/en/guides/images/
 */
export function imageImportsPlugin(findSite: (root: string) => Site): Plugin {
  /** Who imports each file first, for errors. */
  const imports = new Map<string, Import>()
  return {
    name: 'ssr-pages:image-imports',
    // Before Vite's own plugin for files.
    enforce: 'pre',
    resolveId: {
      filter: { id: IMAGE },
      async handler(specifier, importer, options) {
        if (importer === undefined) return undefined
        const found = await this.resolve(specifier, importer, { ...options, skipSelf: true })
        if (found === null || found.external !== false) return found
        imports.set(found.id, { specifier, importer: fromTypeScriptName(importer) })
        const isForFramework = FRAMEWORK_FILE.test(importer.replace(/\?.*$/s, ''))
        return isForFramework && isSvg(found.id) ? { ...found, id: found.id + PLAIN } : found
      },
    },
    load: {
      filter: { id: /\.(?:jpe?g|a?png|tiff|webp|gif|svg|avif)(?:\?ssr-pages-image)?$/i },
      async handler(id) {
        const file = id.replace(PLAIN, '')
        // Files of the public folder and modules of other plugins have names that are no paths.
        if (!existsSync(file)) return undefined
        const { config } = this.environment
        const site = findSite(config.root)
        const bytes = await readFile(file)
        const facts = readImageFacts(bytes, extname(file))
        if (typeof facts === 'string') throw unreadable(site.root, file, facts, imports.get(file))
        const isComponent = isSvg(id) && config.consumer === 'server' && canImportRuntime(site)
        const svg = isComponent ? readSvg(withoutMark(bytes.toString())) : undefined
        return { code: svg ? toComponent(file, facts, svg) : toModule(file, facts), map: null }
      },
    },
  }
}

function isSvg(id: string): boolean {
  return /\.svg$/i.test(id)
}

// The address is read each time, because it may depend on where the pages are mounted.
function toModule(file: string, facts: ImageFacts): string {
  const fields = JSON.stringify(facts).slice(1, -1)
  return `import url from ${JSON.stringify(`${file}?url`)}
const image = { get src() { return url }, ${fields} }
Object.defineProperty(image, 'toString', { value: () => url })
export default image
`
}

function toComponent(file: string, fields: ImageFacts, svg: SvgSource): string {
  return `import url from ${JSON.stringify(`${file}?url`)}
import { createSvgComponent } from 'ssr-pages/runtime'
export default createSvgComponent({ url: () => url, ...${JSON.stringify({ fields, ...svg })} })
`
}

function unreadable(root: string, file: string, why: string, found: Import | undefined): Error {
  const name = toPublicName(root, file).slice(1)
  const text = `the image ${name} cannot be read: ${why}`
  if (found !== undefined) return importErrorOf('IMAGE_UNREADABLE', root, found, { text })
  return sourceError('IMAGE_UNREADABLE', { file: name, text })
}
