import { join } from 'node:path'
import type { Plugin } from 'vite'
import { imageStyles } from '../images/styles.ts'
import { createSiteImages } from '../project/site-images.ts'
import { FONTS_MODULE } from './fonts-plugin.ts'
import type { Site } from '../project/site.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { IMAGE_NAMES, IMAGES_MODULE } from '../shared/image-names.ts'
import {
  type ImageSettings,
  PASSTHROUGH_SERVICE,
  SHARP_SERVICE,
  type SiteImages,
} from '../shared/image-settings.ts'

/** The module of the site's images, on the server. */
export const SITE_IMAGES: string = `\0${IMAGES_MODULE}`

const ASSETS = '\0ssr-pages:assets'
const IMAGE = '\0ssr-pages:Image'
const PICTURE = '\0ssr-pages:Picture'
const STYLES = 'virtual:ssr-pages/images.css'

/**
 * Creates the Vite plugin that gives pages `astro:assets`, with the settings of the site.
 *
 * @param findSite - Finds the project by its root.
 */
export function imagesPlugin(findSite: (root: string) => Site): Plugin {
  let known: SiteImages | undefined
  let command: 'build' | 'dev' = 'build'
  let root = ''
  // Not before a page needs them: a build keeps the key in a file.
  const siteImages = () => (known ??= createSiteImages(findSite(root), command))
  return {
    name: 'ssr-pages:images',
    enforce: 'pre',
    configResolved(vite) {
      root = vite.root
      command = vite.command === 'build' ? 'build' : 'dev'
      known = undefined
    },
    resolveId: {
      filter: {
        id: /^(?:astro:assets|virtual:ssr-pages\/images(?:\.css)?|astro\/components\/(?:Image|Picture)\.astro)$/,
      },
      handler(id) {
        if (id === STYLES) return { id: STYLES, moduleSideEffects: true }
        if (id.endsWith('.astro')) return id.includes('Image') ? IMAGE : PICTURE
        return id === IMAGES_MODULE ? SITE_IMAGES : ASSETS
      },
    },
    load: {
      filter: {
        id: /^(?:\0ssr-pages:(?:assets|Image|Picture)|\0?virtual:ssr-pages\/images(?:\.css)?)$/,
      },
      async handler(id) {
        if (id === IMAGE || id === PICTURE) {
          return `export { ${id === IMAGE ? 'Image' : 'Picture'} as default } from 'astro:assets'\n`
        }
        const images = siteImages()
        if (id === STYLES) return imageStyles(images.settings)
        if (id === ASSETS) return toAssets(images.settings)
        if (this.environment.config.consumer === 'client') return toBrowserModule(images.settings)
        const service = serviceOf(images)
        if (service === undefined) return toModule(images)
        const found = await this.resolve(service, join(root, 'package.json'))
        if (found) return toModule(images, found.id)
        throw missingService(service)
      },
    },
  }
}

function toAssets({ responsiveStyles }: ImageSettings): string {
  const styles = responsiveStyles ? `import ${JSON.stringify(STYLES)}\n` : ''
  const modules = [IMAGES_MODULE, FONTS_MODULE]
  return styles + modules.map((module) => `export * from ${JSON.stringify(module)}\n`).join('')
}

// The services of Astro itself are part of this package.
function serviceOf({ settings }: SiteImages): string | undefined {
  const { entrypoint } = settings.service
  return entrypoint === SHARP_SERVICE || entrypoint === PASSTHROUGH_SERVICE ? undefined : entrypoint
}

function missingService(entrypoint: string): SsrPagesError {
  const what = `The image service ${entrypoint} is not found.`
  const hint = 'Correct `image.service.entrypoint`, or install its package.'
  return new SsrPagesError('IMAGE_SERVICE_INVALID', what, { entrypoint }, hint)
}

function toModule(images: SiteImages, service?: string): string {
  const start = service === undefined ? '' : `import service from ${JSON.stringify(service)}\n`
  const more = service === undefined ? '' : ', service'
  return `import { createAssets } from 'ssr-pages/assets'
${start}const assets = createAssets(${JSON.stringify(images)}${more})
export const { ${[...IMAGE_NAMES, 'prepareImage', 'markdownImage'].join(', ')} } = assets
`
}

// The components and the functions run on the server. What the service is told stays there, too.
function toBrowserModule({ service, ...settings }: ImageSettings): string {
  const shown = { ...settings, service: { entrypoint: service.entrypoint, config: {} } }
  const refused = IMAGE_NAMES.filter((name) => name !== 'imageConfig').map((name) => {
    const message = `${name} of astro:assets runs on the server. Call it in the frontmatter, and pass the browser the src that it returns.`
    return `export const ${name} = () => { throw new TypeError(${JSON.stringify(message)}) }\n`
  })
  return `export const imageConfig = ${JSON.stringify(shown)}\n${refused.join('')}`
}
