import { escapeAttribute } from '../../shared/escape.ts'
import type { RouteAssets } from '../../shared/types.ts'
import type { PageRender } from '../page-render.ts'

/** A file that an island imports. */
interface PreloadedFile {
  /** Under what name the page remembers that it has printed the link. */
  readonly key: string
  /** The path behind the mount, as part of an attribute. */
  readonly path: string
}

/** The files of each module, for as long as the build is loaded. */
const filesOfAssets = new WeakMap<RouteAssets, Map<string, readonly PreloadedFile[]>>()

/**
 * Prints links for what an island imports, and for what these files import: without the links, a
 * browser finds each file only when it has read the one that imports it.
 *
 * @param modules - Ids of the modules.
 * @param take - Tells whether the page has not yet printed what has this key.
 * @returns The links; nothing for a page whose build knows of none.
 */
export function preloadLinks(
  result: PageRender,
  modules: readonly string[],
  take: (key: string) => boolean,
): string {
  const { source, route } = result.visit
  if (route.assets.preloads === undefined) return ''
  const base = escapeAttribute(source.base)
  let html = ''
  for (const id of modules) {
    for (const { key, path } of filesOf(route.assets, id)) {
      if (!take(key)) continue
      html += `<link rel="modulepreload" href="${base}/${path}"${result.nonceAttribute}>`
    }
  }
  return html
}

function filesOf(assets: RouteAssets, id: string): readonly PreloadedFile[] {
  let known = filesOfAssets.get(assets)
  if (known === undefined) filesOfAssets.set(assets, (known = new Map()))
  let files = known.get(id)
  if (files === undefined) known.set(id, (files = readFiles(assets, id)))
  return files
}

function readFiles({ scripts, preloads = {} }: RouteAssets, id: string): PreloadedFile[] {
  const own = scripts[id]
  const paths = [...(typeof own === 'string' ? [own] : []), ...(preloads[id] ?? [])]
  return paths.map((path) => ({ key: `preload:${path}`, path: escapeAttribute(path) }))
}
