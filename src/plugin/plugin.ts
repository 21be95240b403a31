import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { Plugin, ResolvedConfig, ResolveFn } from 'vite'
import { absentKind } from '../shared/absent-features.ts'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import { transitionStyle } from '../compiler/compile.ts'
import { dataToText, mayHaveData } from '../compiler/data-to-text.ts'
import { optimize } from '../compiler/optimize.ts'
import type { Node } from '../compiler/syntax-tree.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { absentModulesPlugins, refuse } from './absent-modules.ts'
import { aliasesPlugin, toTypeScriptName } from './aliases.ts'
import { type AstroPart, parsePart, parseSheetPath } from '../compiler/astro-part.ts'
import { checkCssPlugin } from './check-css.ts'
import { toMeta } from './component-meta.ts'
import { type ComponentOptions, type Components, createComponents } from './components.ts'
import { toHtmlModule } from './html-module.ts'
import { jsonPlugin } from './json-plugin.ts'
import { createPackageCheck } from '../project/packages.ts'
import { toPublicName } from '../project/public-name.ts'
import { readEnvAtRunTime } from './run-time-env.ts'
import { isStyle } from './style-id.ts'

/** Keeps our `.html` modules out of the sight of Vite, which takes such files for its entry pages. */
const HTML = '?ssr-pages'

/** Stands for `astro:middleware`. */
const MIDDLEWARE = '\0ssr-pages:middleware'

/** Names of `import.meta.env` that Vite fills in although they are not in its `config.env`. */
const BUILT_IN = new Set(['SSR', 'SITE', 'LEGACY'])

/**
 * Creates the Vite plugin that compiles `.astro` files and `.html` components.
 *
 * @param options - How to compile.
 * @returns Plugins for Vite's `plugins`.
 */
export function ssrPagesPlugin(options: ComponentOptions = {}): Plugin[] {
  return [
    ...absentModulesPlugins(),
    checkCssPlugin(),
    aliasesPlugin(),
    componentPlugin(options),
    dataPlugin(),
    optimizePlugin(),
    envPlugin(),
    jsonPlugin(),
  ]
}

function componentPlugin(options: ComponentOptions): Plugin {
  let components: Components
  let resolveFile: ResolveFn
  let root = ''
  let needsBundling = createPackageCheck()
  async function compile(id: string, context: CompileContext, text?: string) {
    if (context.environment.config.consumer === 'client') throw serverOnly(id, context.environment)
    const component = await components.compile(id, text)
    for (const file of component.dependencies) context.addWatchFile(file)
    // What is no valid JavaScript has no map; the bundler says what is wrong with it.
    const map = component.map ? { ...JSON.parse(component.map), sources: [id] } : null
    return { code: component.code, map, meta: toMeta(component) }
  }
  return {
    name: 'ssr-pages',
    enforce: 'pre',
    api: {
      get components(): Components {
        return components
      },
    },
    configResolved(config) {
      root = config.root
      const { dedupe } = config.resolve
      if (config.command === 'build') needsBundling = createPackageCheck({ root, dedupe })
      resolveFile = config.createResolver({ external: [], noExternal: true })
      components = createComponents(config, options)
    },
    async resolveId(source, importer) {
      if (source === transitionStyle) return `\0${source}`
      const part = parsePart(source) ?? parseSheetPath(source)
      // The compiler prints a name for the part; the file that imports it is where it is.
      if (part) return componentFile(part, importer, root) + source.slice(part.file.length)
      const isServer = this.environment.config.consumer === 'server'
      if (isServer && source === 'astro:middleware') return MIDDLEWARE
      if (isServer && /^ssr-pages(?:\/|$)/.test(source)) {
        return { id: source, external: true }
      }
      const asker = importer && toTypeScriptName(importer)
      if (asker === importer && !isServer) return undefined
      const found = await this.resolve(source, asker, { skipSelf: true })
      if (!isServer || !found) return found
      if (importer?.endsWith('.astro') && absentKind(found.id) === 'islands') {
        const tag = (await components.get(importer)).tags.find((one) => one.specifier === source)
        if (tag) throw refuse('islands', { specifier: source, importer, at: tag.start }, root)
      }
      if (found.id.endsWith('.html')) return `${found.id}${HTML}`
      const isBundled = found.external && importer && needsBundling(source, importer)
      return isBundled ? resolveFile(source, importer, false, true) : found
    },
    async load(id) {
      if (id === `\0${transitionStyle}`) return ''
      if (id === MIDDLEWARE) return "export { defineMiddleware, sequence } from 'ssr-pages'"
      if (id.endsWith(`.html${HTML}`)) return loadHtml(id.slice(0, -HTML.length))
      if (isComponentFile(id)) return compile(id, this)
      const part = parsePart(id) ?? parseSheetPath(id)
      if (!part) return undefined
      const { css, scripts } = await components.get(part.file)
      // Of a part that is no more Vite would read the file: the code of the server.
      return (part.type === 'style' ? css : scripts)[part.index] ?? ''
    },
    transform: {
      filter: { id: /\.astro(?:\.\d+\.css)?(?:\?|$)/ },
      async handler(code, id) {
        const part = parseSheetPath(id)
        // A component that another plugin makes.
        if (id.endsWith('.astro') && !isComponentFile(id)) return compile(id, this, code)
        if (!part || !isComponentFile(part.file)) return undefined
        // A sheet has a path of its own, but is out of date when the file is that it stands in.
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
}

// In development Vite asks for what it could not resolve as well.
function isComponentFile(id: string): boolean {
  return id.endsWith('.astro') && isAbsolute(id) && existsSync(id)
}

// A stub would keep the secret of the component as well, but not tell why nothing works.
function serverOnly(id: string, environment: { config: { root: string } }): SsrPagesError {
  const file = toPublicName(environment.config.root, id).slice(1)
  const what = `${file} runs on the server; a <script> for the browser cannot import it.`
  const hint =
    'Move what both need into a .ts file, and import that from the component and the script.'
  return new SsrPagesError('COMPILE_FAILED', what, { file }, hint)
}

function dataPlugin(): Plugin {
  return {
    name: 'ssr-pages:data',
    enforce: 'pre',
    transform: {
      filter: { id: /\.astro$/, code: mayHaveData },
      handler(code) {
        let program: Node
        try {
          program = this.parse(code) as unknown as Node
        } catch {
          // The bundler, or Vite's runner, says what is wrong with the code.
          return undefined
        }
        return dataToText(code, program)
      },
    },
  }
}

function optimizePlugin(): Plugin {
  return {
    name: 'ssr-pages:optimize',
    enforce: 'pre',
    apply: 'build',
    transform: {
      filter: { id: /\.astro$/ },
      handler(code) {
        return optimize(code, this.parse(code) as unknown as Node)
      },
    },
  }
}

function envPlugin(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'ssr-pages:env',
    configResolved(resolved) {
      config = resolved
    },
    transform: {
      filter: { code: 'import.meta.env' },
      handler(code, id) {
        // Styles are not JavaScript yet.
        if (this.environment.config.consumer !== 'server' || isStyle(id)) return undefined
        const isInlined = (name: string): boolean => isInlinedName(name, config)
        return { code: readEnvAtRunTime(code, this.parse(code), isInlined), map: null }
      },
    },
  }
}

function isInlinedName(name: string, { env, envPrefix = 'VITE_' }: ResolvedConfig): boolean {
  const prefixes = Array.isArray(envPrefix) ? envPrefix : [envPrefix]
  return name in env || BUILT_IN.has(name) || prefixes.some((prefix) => name.startsWith(prefix))
}

// A browser that asks for a part knows the file as the compiler does, or by `/@fs/` and its path.
function componentFile({ file }: AstroPart, importer: string | undefined, root: string): string {
  if (importer?.endsWith('.astro')) return importer
  if (file.startsWith('/@fs/')) return file.slice('/@fs'.length)
  const below = join(root, file)
  return existsSync(below) ? below : file
}

async function loadHtml(file: string): Promise<string> {
  return toHtmlModule(withoutMark(await readFile(file, 'utf8')))
}
