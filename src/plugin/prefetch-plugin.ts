import type { Plugin } from 'vite'
import { PREFETCH } from '../shared/browser-modules.ts'
import type { Content } from '../shared/content.ts'
import type { PrefetchOptions } from '../shared/prefetch.ts'
import { ASTRO_CONTENT } from './content-ids.ts'
import { isStyle } from './style-id.ts'

/** The attribute of links that are fetched before a visitor follows them. */
const ATTRIBUTE = 'data-astro-prefetch'

const KEY = 'ssr-pages:prefetch'
const META = { [KEY]: true }

/** Whether a module can print a link with the attribute, by the `meta` that the bundler has stored. */
export function hasPrefetch(meta: Readonly<Record<string, unknown>> | undefined): boolean {
  return meta?.[KEY] === true
}

/**
 * Creates the Vite plugins that find which modules have links to fetch: only their pages load the script. A module
 * for browsers that creates such links loads it itself.
 *
 * @param prefetch - The option of the site.
 * @param content - The content of the project, whose texts may have links.
 */
export function prefetchPlugins(
  prefetch: boolean | PrefetchOptions | undefined,
  content: Content | undefined,
): Plugin[] {
  if (prefetch === undefined || prefetch === false) return []
  return [
    {
      name: 'ssr-pages:prefetch',
      enforce: 'post',
      transform: {
        filter: { code: ATTRIBUTE },
        handler(code, id) {
          if (isStyle(id)) return undefined
          if (this.environment.config.consumer === 'server') return { meta: META }
          if (id === `\0${PREFETCH}`) return undefined
          // At the end, so that the code keeps its lines.
          return { code: `${code}\nimport ${JSON.stringify(PREFETCH)}\n`, map: null }
        },
      },
    },
    {
      name: 'ssr-pages:prefetch-content',
      transform: {
        filter: { id: new RegExp(`^${ASTRO_CONTENT}$`) },
        async handler() {
          const collections = (await content?.load()) ?? new Map()
          const isFound = [...collections.values()]
            .flat()
            .some(({ rendered, body, deferredRender }) => {
              return !deferredRender && `${rendered?.html} ${body}`.includes(ATTRIBUTE)
            })
          return isFound ? { meta: META } : undefined
        },
      },
    },
  ]
}
