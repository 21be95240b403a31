import { basename, join, resolve, sep } from 'node:path'
import type { Plugin, ResolvedConfig, Rolldown } from 'vite'
import type { Config } from '../shared/config.ts'
import { prefetchesAll } from '../shared/prefetch.ts'
import type { RouteKind } from '../shared/types.ts'
import { toPartId } from '../compiler/astro-part.ts'
import type { Exported } from '../project/check-handlers.ts'
import { type BuildContext, bundle, type OutputFile, toOutputFile, toSafeName } from './bundle.ts'
import type { BuildLog } from '../project/logger.ts'
import { mountedAssetsPlugin } from '../plugin/asset-urls.ts'
import { isServerEnv } from '../plugin/environment-plugin.ts'
import { listContentModules, toModuleId } from '../plugin/content-module.ts'
import type { Collections } from '../shared/content.ts'
import { bundleData } from './data-bundle.ts'
import { SITE_IMAGES } from '../plugin/images-plugin.ts'
import { findOwnFiles } from '../plugin/own-files.ts'
import { NO_PARTS, type PageParts } from '../plugin/page-parts.ts'
import { type BuiltContent, graphPlugin, listContent } from './graph-parts.ts'
import type { PageSource } from '../project/pages.ts'
import { canImportRuntime } from '../plugin/runtime-import.ts'
import { serverModulePlugins } from '../plugin/server-modules.ts'

/** A page and the browser parts that it can reach, as ids of modules for Vite. */
export interface BuiltPage extends PageSource, Exported, Omit<PageParts, 'scripts'> {
  /** The built module, relative to the pages folder. */
  readonly module: string
  readonly kind: RouteKind
  readonly isPrerendered: boolean
  readonly scripts: readonly string[]
}

/** The sources of the pages folder's modules. */
export interface ServerSources {
  readonly pages: readonly PageSource[]
  /** The pages that are rendered at build and do not run on the server. */
  readonly prerendered: ReadonlySet<PageSource>
  /** Absolute path of the page middleware, if there is one. */
  readonly middleware: string | undefined
  readonly collections: Collections
}

/** The page middleware of a build. */
interface BuiltMiddleware extends Exported {
  /** The built module, relative to the pages folder. */
  readonly module: string
}

/** All modules of the pages folder. */
export interface ServerBundle {
  readonly pages: readonly BuiltPage[]
  readonly middleware: BuiltMiddleware | undefined
  /** The content modules that load something in browsers. */
  readonly content: readonly BuiltContent[]
  /** True if modules that the server needs import `astro:env/server`. */
  readonly readsEnv: boolean
  /** True if a module of the pages folder can print images that are made. */
  readonly hasImages: boolean
  /** Modules that the server needs. */
  readonly modules: readonly OutputFile[]
  /** Modules that only prerendered pages need. */
  readonly buildModules: readonly OutputFile[]
  /** Files whose URLs the server code contains. */
  readonly assets: readonly OutputFile[]
}

/** Name of the built page middleware. Names that start with `_` are never routes. */
const MIDDLEWARE = '_middleware'

/**
 * Vite's name for a file with the CSS of all server modules. Pages get stylesheets of their own.
 */
const ALL_STYLES = 'style.css'

/**
 * Compiles the pages and API routes for Node.
 *
 * @returns The modules, and the parts that each page needs in the browser.
 */
export async function bundleServer(
  context: BuildContext,
  sources: ServerSources,
): Promise<ServerBundle> {
  const { pagesDir, root } = context.site
  const { prerendered, middleware } = sources
  const input = Object.fromEntries(
    sources.pages.map(({ name, file }) => [name, join(pagesDir, file)]),
  )
  if (middleware !== undefined) input[MIDDLEWARE] = middleware
  const printed = new Set<string>()
  const parts = new Map<string, PageParts>()
  const contentFiles = listContentModules(sources.collections)
  const content = new Map(contentFiles.map((file) => [toModuleId(root, file), file]))
  const output = await bundle(context, {
    plugins: [
      graphPlugin(
        parts,
        context.site.integrations.renderers.map(({ name }) => name),
        content,
      ),
      printedPlugin(printed),
      inlineStylesPlugin(),
      canImportRuntime(context.site) && [
        serverModulePlugins(),
        mountedAssetsPlugin(context.site.base),
      ],
      progressPlugin(context.log),
    ],
    build: {
      outDir: 'dist/pages',
      ssr: true,
      ssrEmitAssets: true,
      minify: false,
      cssCodeSplit: false,
      rolldownOptions: {
        input,
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          entryFileNames: '[name].mjs',
          chunkFileNames: ({ name, facadeModuleId }) => {
            const folder = content.has(facadeModuleId ?? '') ? '_content' : '_chunks'
            return `${folder}/${toSafeName(basename(name))}-[hash].mjs`
          },
          // Names of pages stay unchanged: they are routes.
          sanitizeFileName: (name) => (Object.hasOwn(input, name) ? name : toSafeName(name)),
        },
      },
    },
  })
  const chunks = output.filter((file) => file.type === 'chunk')
  const files = output.filter((file) => !isAllStyles(file))
  const pages = sources.pages.map((source) => ({
    ...withPrefetch(toPage(source, chunks, parts), context.site.config),
    isPrerendered: prerendered.has(source),
  }))
  const built = pages.filter(({ isPrerendered }) => isPrerendered)
  const buildOnly = findOwnFiles(chunks, new Set(built.map(({ module }) => module)))
  const isBuildOnly = ({ path }: OutputFile) => buildOnly.has(path.replace(/\.map$/, ''))
  const modules = files.filter((file) => isForServer(file) || isWasm(file)).map(toOutputFile)
  const data = bundleData(sources.collections, chunks, buildOnly)
  return {
    pages,
    middleware: middleware === undefined ? undefined : toModule(MIDDLEWARE, chunks),
    content: contentFiles.flatMap((file) => listContent(parts, file)),
    readsEnv: chunks.some(
      ({ fileName, moduleIds }) => !buildOnly.has(fileName) && moduleIds.some(isServerEnv),
    ),
    hasImages: chunks.some(({ moduleIds }) => moduleIds.includes(SITE_IMAGES)),
    modules: [...modules.filter((module) => !isBuildOnly(module)), ...data.modules],
    buildModules: [...modules.filter(isBuildOnly), ...data.buildModules],
    assets: files.filter((file) => !isForServer(file) && !isServerWasm(file)).map(toOutputFile),
  }

  // WebAssembly of the server is not published, unless a page prints its URL.
  function isServerWasm(file: Rolldown.OutputChunk | Rolldown.OutputAsset): boolean {
    if (!isWasm(file)) return false
    const names = file.type === 'asset' ? file.originalFileNames : []
    return !names.some((name) => printed.has(resolve(context.site.root, name).replaceAll(sep, '/')))
  }
}

// Server modules read WebAssembly from a file beside them.
function isWasm({ fileName }: { readonly fileName: string }): boolean {
  return fileName.endsWith('.wasm')
}

function isAllStyles(file: Rolldown.OutputChunk | Rolldown.OutputAsset): boolean {
  return file.type === 'asset' && file.originalFileNames.includes(ALL_STYLES)
}

// Source maps are assets too, but those of server modules contain server sources.
function isForServer({ fileName }: { readonly fileName: string }): boolean {
  return /\.mjs(?:\.map)?$/.test(fileName) && !fileName.startsWith('_assets/')
}

// Reports how many modules have been compiled.
function progressPlugin(log: BuildLog): Plugin {
  let count = 0
  return {
    name: 'ssr-pages:progress',
    moduleParsed() {
      count += 1
      log.progress?.(`compiling pages and API routes (${count} modules)`)
    },
  }
}

// Collects the files whose URLs the pages import.
function printedPlugin(files: Set<string>): Plugin {
  return {
    name: 'ssr-pages:printed',
    moduleParsed({ id }) {
      const [file = '', query = ''] = id.split('?')
      if (/(?:^|&)url(?:=|&|$)/.test(query)) files.add(file)
    },
  }
}

// Minifies only the CSS of `?inline`. Linked CSS is bundled and minified in a later step.
function inlineStylesPlugin(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'ssr-pages:inline-styles',
    configResolved(resolved) {
      config = resolved
    },
    buildEnd() {
      Object.assign(config.build, { cssMinify: false })
    },
  }
}

function toPage(
  source: PageSource,
  chunks: readonly Rolldown.OutputChunk[],
  parts: ReadonlyMap<string, PageParts>,
): Omit<BuiltPage, 'isPrerendered'> {
  const found = parts.get(source.name) ?? NO_PARTS
  const built = toModule(source.name, chunks)
  return {
    ...source,
    ...built,
    // The same rule as in the handler: a default export is a page and answers every method.
    kind: built.exports.includes('default') ? 'page' : 'endpoint',
    ...found,
    scripts: found.scripts.map(toPartId),
  }
}

function withPrefetch<Page extends Pick<BuiltPage, 'kind' | 'hasPrefetch'>>(
  page: Page,
  { prefetch }: Config,
): Page {
  return page.kind === 'page' && prefetchesAll(prefetch) ? { ...page, hasPrefetch: true } : page
}

function toModule(
  name: string,
  chunks: readonly Rolldown.OutputChunk[],
): Exported & { readonly module: string } {
  const chunk = chunks.find((one) => one.isEntry && one.name === name)
  if (!chunk) throw new TypeError(`The bundler produced no module for ${name}`)
  return {
    // Not always the page's name: on a disk that ignores case, the files of `a` and `A` need two
    // names.
    module: chunk.fileName,
    exports: chunk.exports,
    // The bundler does not list names that a chunk re-exports from a package.
    isOpen: /^export \* from /m.test(chunk.code),
  }
}
