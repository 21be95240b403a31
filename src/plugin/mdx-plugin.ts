import { readFileSync } from 'node:fs'
import type { Plugin, ResolveFn } from 'vite'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import { type IslandSupport, judgeIsland } from '../compiler/islands.ts'
import { type Place, placeAt } from '../compiler/place.ts'
import type { Node } from '../compiler/syntax-tree.ts'
import { toPageUrl } from '../markdown/page-url.ts'
import { toPublicName } from '../project/public-name.ts'
import type { Site } from '../project/site.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { islandMeta } from './component-meta.ts'
import { FRAMEWORK_FILE, renderersOf } from './frameworks.ts'
import { type LinkContext, linkTags, tagError } from './link-islands.ts'
import { checkedNames, rewriteMdx } from './mdx-code.ts'
import { findMdxIslands, findTag, type MdxIsland } from './mdx-islands.ts'
import { createMdxMap } from './mdx-map.ts'
import { splitMdx } from './mdx-source.ts'
import { missingRenderer } from './missing-renderer.ts'
import { readMdx, sourceOf } from './mdx-tree.ts'
import { resolveForBrowser } from './resolve-for-browser.ts'

/**
 * Creates the Vite plugin that makes what `@astrojs/mdx` has compiled print itself in our engine, and links
 * its islands. What other tools compile is left alone.
 *
 * @param site - The project.
 */
export function mdxPlugin(site: Site): Plugin {
  const { root, integrations } = site
  const support: IslandSupport = {
    renderers: integrations.renderers.map(({ name }) => name),
    directives: [...integrations.directives.keys()],
  }
  let resolveFile: ResolveFn
  let isMapped = false
  return {
    name: 'ssr-pages:mdx',
    enforce: 'post',
    configResolved(config) {
      isMapped = Boolean(config.build.sourcemap)
      resolveFile = config.createResolver({ external: [], noExternal: true })
    },
    transform: {
      filter: { id: /\.mdx$/ },
      async handler(code, id) {
        const program = this.parse(code) as unknown as Node
        const tree = readMdx(program)
        if (tree === undefined) return undefined
        if (this.environment.config.consumer === 'client') throw serverOnly(root, id)
        const source = withoutMark(readFileSync(id, 'utf8'))
        for (const specifier of tree.body.map(sourceOf)) {
          checkFramework({ specifier, source, id }, support, root)
        }
        const found = findMdxIslands(tree.calls, source)
        const context: LinkContext = {
          root,
          file: id,
          source,
          renderers: support.renderers,
          resolve: (specifier) => resolveForBrowser(specifier, id, this, resolveFile),
          parse: (text, lang) => this.parse(text, { lang }),
        }
        for (const text of judge(found, support, context)) this.warn(text)
        const linked = await linkTags(
          found.map(({ tag }) => tag),
          context,
        )
        const rewritten = rewriteMdx(code, tree, {
          file: toPublicName(root, id),
          constants: constantsOf(id, source, site),
          islands: found,
          ids: linked.ids,
          only: linked.only,
          missing: placesOf(checkedNames(tree), source),
          hasRenderers: support.renderers.length > 0,
        })
        // Only `unified()` creates a map, if the configuration asks for it.
        const hasMap = isMapped && !code.includes('function _createMdxContent(props) {\n    ')
        const map = hasMap
          ? rewritten.generateMap({ hires: 'boundary' })
          : createMdxMap(rewritten, program, source, id)
        return { code: rewritten.toString(), map, meta: islandMeta(linked.islands) }
      },
    },
  }
}

interface MdxImport {
  readonly specifier: unknown
  readonly source: string
  /** Path of the file that imports it. */
  readonly id: string
}

// By the name: `@astrojs/mdx` resolves imports by itself, and would hide an error of that.
function checkFramework(
  { specifier, source, id }: MdxImport,
  support: IslandSupport,
  root: string,
): void {
  if (typeof specifier !== 'string' || !FRAMEWORK_FILE.test(specifier)) return
  if (renderersOf(specifier, support.renderers).length > 0) return
  const found = { specifier, importer: id, at: Math.max(source.indexOf(specifier), 0) }
  throw missingRenderer(found, { component: specifier, root })
}

function placesOf(names: readonly string[], source: string): Map<string, Place> {
  return new Map(
    names.flatMap((name) => {
      const at = findTag(source, name)
      return at < 0 ? [] : [[name, placeAt(source, at)] as const]
    }),
  )
}

// Warnings; an error is thrown.
function judge(
  islands: readonly MdxIsland[],
  support: IslandSupport,
  context: LinkContext,
): string[] {
  return islands.flatMap(({ tag, attribute }) => {
    const { name, specifier, directive } = tag
    const use = { tag: name, isComponent: true, specifier }
    const judged = judgeIsland(directive, attribute.node, use, support)
    if (judged === undefined) return []
    if (judged.error !== undefined) throw tagError(tag, context, judged.text)
    return tagError(tag, context, judged.text).message
  })
}

// As in an `.astro` file.
function serverOnly(root: string, id: string): SsrPagesError {
  const file = toPublicName(root, id).slice(1)
  const what = `${file} runs on the server; a <script> for the browser cannot import it.`
  const hint = 'Move what both need into a .ts file, and import that from the file and the script.'
  return new SsrPagesError('COMPILE_FAILED', what, { file }, hint)
}

/**
 * Returns the new values of the exports `file` and `url`, and of the id: what `@astrojs/mdx` writes may be a path of
 * this computer, and its URL depends on the names of the folders above the project.
 */
function constantsOf(id: string, source: string, site: Site): Map<string, string> {
  const file = toPublicName(site.root, id)
  const { esm } = splitMdx(source)
  const isOwn = (name: string): boolean =>
    new RegExp(`\\bexport\\s+(?:const|let|var)\\s+${name}\\b`).test(esm)
  const constants = new Map([['Content.moduleId', file]])
  if (!isOwn('file')) constants.set('file', file)
  // As in Astro, a file that is no page has its path.
  if (!isOwn('url')) constants.set('url', toPageUrl(site, id) ?? file.slice(1))
  return constants
}
