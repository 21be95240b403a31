import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { Plugin, ResolveFn } from 'vite'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import { islandStyle, transitionStyle } from '../compiler/compile.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { toTypeScriptName } from './aliases.ts'
import { type AstroPart, parsePart, parseSheetPath } from '../compiler/astro-part.ts'
import type { IslandSupport } from '../compiler/islands.ts'
import { toMeta } from './component-meta.ts'
import { type ComponentOptions, type Components, createComponents } from './components.ts'
import { FRAMEWORK_FILE, renderersOf } from './frameworks.ts'
import { toHtmlModule } from './html-module.ts'
import { linkIslands } from './link-islands.ts'
import { missingRenderer } from './missing-renderer.ts'
import { resolveForBrowser } from './resolve-for-browser.ts'
import { loadCompiler } from '../project/build-tools.ts'
import { OWN_MODULES } from '../project/own-package.ts'
import { createPackageCheck } from '../project/packages.ts'
import { toPublicName } from '../project/public-name.ts'

/** Files of our own that components import, by the names that the compiler prints. */
const OWN_STYLES: ReadonlyMap<string, string> = new Map([
  [islandStyle, join(OWN_MODULES, 'island.css')],
  [transitionStyle, join(OWN_MODULES, 'transitions.css')],
])

/** Suffix for our `.html` modules: Vite treats ids that end in `.html` as entry pages. */
const HTML = '?ssr-pages'

/**
 * Creates the Vite plugin that compiles `.astro` files and `.html` components, and gives browsers their
 * parts.
 */
export function componentPlugin(
  options: ComponentOptions & { readonly support: IslandSupport },
): Plugin {
  const { renderers } = options.support
  let components: Components
  let resolveFile: ResolveFn
  let root = ''
  let needsBundling = createPackageCheck()
  async function compile(id: string, context: CompileContext, text?: string) {
    if (context.environment.config.consumer === 'client') throw serverOnly(id, context.environment)
    const component = await components.compile(id, text)
    for (const file of component.dependencies) context.addWatchFile(file)
    const { islands, ...linked } = await linkIslands(component, {
      root,
      renderers,
      file: id,
      source: text,
      resolve: (specifier) => resolveForBrowser(specifier, id, context, resolveFile),
      parse: (code, lang) => context.parse(code, { lang }),
    })
    // Invalid JavaScript has no source map. The bundler reports the error.
    const map = linked.map ? { ...JSON.parse(linked.map), sources: [id] } : null
    return { code: linked.code, map, meta: toMeta(component, islands) }
  }
  return {
    name: 'ssr-pages',
    enforce: 'pre',
    api: {
      get components(): Components {
        return components
      },
    },
    async configResolved(config) {
      root = config.root
      const { dedupe } = config.resolve
      if (config.command === 'build') needsBundling = createPackageCheck({ root, dedupe })
      resolveFile = config.createResolver({ external: [], noExternal: true })
      components = createComponents(config, options)
      await loadCompiler(root)
    },
    async resolveId(source, importer) {
      const ownStyle = OWN_STYLES.get(source)
      // `sideEffects: false` of our own package must not drop it.
      if (ownStyle !== undefined) return { id: ownStyle, moduleSideEffects: true }
      const part = parsePart(source) ?? parseSheetPath(source)
      // The compiler prints a name for the part, relative to the importing file.
      if (part) return componentFile(part, importer, root) + source.slice(part.file.length)
      const isServer = this.environment.config.consumer === 'server'
      if (isServer && /^ssr-pages(?:\/|$)/.test(source)) {
        return { id: source, external: true }
      }
      const asker = importer && toTypeScriptName(importer)
      if (asker === importer && !isServer) return undefined
      const found = await this.resolve(source, asker, { skipSelf: true })
      if (!isServer || !found) return found
      const [component = ''] = found.id.split('?')
      const isHomeless =
        FRAMEWORK_FILE.test(component) && renderersOf(component, renderers).length === 0
      if (isHomeless && importer?.endsWith('.astro')) {
        const tag = (await components.get(importer)).tags.find((one) => one.specifier === source)
        const at = { specifier: source, importer, at: tag?.start ?? 0 }
        if (tag) throw missingRenderer(at, { component, root })
      }
      if (found.id.endsWith('.html')) return `${found.id}${HTML}`
      if (!found.external || importer === undefined) return found
      // A generated module, such as the middleware of integrations, imports from the project.
      const from = importer.startsWith('\0') ? join(root, 'package.json') : importer
      return needsBundling(source, from) ? resolveFile(source, from, false, true) : found
    },
    async load(id) {
      if (id.endsWith(`.html${HTML}`)) return loadHtml(id.slice(0, -HTML.length))
      if (isComponentFile(id)) return compile(id, this)
      const part = parsePart(id) ?? parseSheetPath(id)
      if (!part) return undefined
      const { css, scripts } = await components.get(part.file)
      // A part may have been removed. Without a result Vite would read the file and serve server
      // code.
      return (part.type === 'style' ? css : scripts)[part.index] ?? ''
    },
    transform: {
      filter: { id: /\.astro(?:\.\d+\.css)?(?:\?|$)/ },
      async handler(code, id) {
        const part = parseSheetPath(id)
        // The source comes from another plugin.
        if (id.endsWith('.astro') && !isComponentFile(id)) return compile(id, this, code)
        if (!part || !isComponentFile(part.file)) return undefined
        // A sheet has a path of its own, but depends on the file that contains it.
        const { dependencies } = await components.get(part.file)
        for (const file of [part.file, ...dependencies]) this.addWatchFile(file)
        return undefined
      },
    },
  }
}

interface CompileContext {
  readonly environment: { readonly config: { readonly root: string; readonly consumer: string } }
  addWatchFile(file: string): void
  parse(code: string, options: { readonly lang: 'js' | 'jsx' | 'ts' | 'tsx' }): unknown
  resolve(
    specifier: string,
    importer?: string,
  ): Promise<{ readonly id: string; readonly external?: unknown } | null>
}

// In development Vite also loads ids that it could not resolve.
function isComponentFile(id: string): boolean {
  return id.endsWith('.astro') && isAbsolute(id) && existsSync(id)
}

// A stub would also keep server code out of the browser, but would hide why nothing works.
function serverOnly(id: string, environment: { config: { root: string } }): SsrPagesError {
  const file = toPublicName(environment.config.root, id).slice(1)
  const what = `${file} runs on the server; a <script> for the browser cannot import it.`
  const hint =
    'Move what both need into a .ts file, and import that from the component and the script.'
  return new SsrPagesError('COMPILE_FAILED', what, { file }, hint)
}

// A browser asks for a part by the compiler's name of the file, or by `/@fs/` and its absolute
// path.
function componentFile({ file }: AstroPart, importer: string | undefined, root: string): string {
  if (importer?.endsWith('.astro')) return importer
  if (file.startsWith('/@fs/')) return file.slice('/@fs'.length)
  const below = join(root, file)
  return existsSync(below) ? below : file
}

async function loadHtml(file: string): Promise<string> {
  return toHtmlModule(withoutMark(await readFile(file, 'utf8')))
}
