import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { imageSize } from 'image-size'
import type { Plugin } from 'vite'

/** The images that Astro imports as objects. Names with a query, such as `?url`, are not these. */
const IMAGE = /\.(?:jpe?g|a?png|tiff|webp|gif|svg|avif)$/i

/**
 * Creates the Vite plugin that gives an imported image the form of Astro: an object with `src`,
 * `width`, `height` and `format`. As a string it is its address. Images that a plugin before it
 * compiles are left to that one.
 *
 * @see https://docs.astro.build/en/guides/images/#images-in-ui-framework-components
 */
export function imageImportsPlugin(): Plugin {
  return {
    name: 'ssr-pages:image-imports',
    // Before Vite's own plugin for files.
    enforce: 'pre',
    load: {
      filter: { id: IMAGE },
      async handler(id) {
        // Files of the public folder and modules of other plugins have names that are no paths.
        if (!existsSync(id)) return undefined
        return { code: toModule(id, await readSize(id)), map: null }
      },
    },
  }
}

interface Size {
  readonly width?: number
  readonly height?: number
  readonly format?: string | undefined
}

// A drawing may have no size.
async function readSize(file: string): Promise<Size> {
  try {
    const { width, height, type, orientation = 1 } = imageSize(await readFile(file))
    // Cameras store pictures that were taken upright on their side.
    const isOnItsSide = orientation >= 5
    return {
      width: isOnItsSide ? height : width,
      height: isOnItsSide ? width : height,
      format: type,
    }
  } catch {
    return { format: extname(file).slice(1).toLowerCase().replace('jpeg', 'jpg') }
  }
}

// The address is read each time, because it may depend on where the pages are mounted.
function toModule(id: string, size: Size): string {
  const fields = JSON.stringify(size).slice(1, -1)
  return `import url from ${JSON.stringify(`${id}?url`)}
const image = { get src() { return url }, ${fields} }
Object.defineProperty(image, 'toString', { value: () => url })
export default image
`
}
