import { readFile } from 'node:fs/promises'
import type { Plugin, ResolvedConfig } from 'vite'
import { transitionStyle } from '../compiler/compile.ts'
import { parsePart, toPartId } from './astro-part.ts'
import { toMeta } from './component-meta.ts'
import { type ComponentOptions, type Components, createComponents } from './components.ts'
import { toHtmlModule } from './html-module.ts'
import { packagesWithComponents } from './packages.ts'
import { readEnvAtRunTime } from './run-time-env.ts'
import { isStyle } from './style-id.ts'

/** Keeps our `.html` modules out of the sight of Vite, which takes such files for its entry pages. */
const HTML = '?ssr-pages'

/** Names of `import.meta.env` that Vite fills in although they are not in its `config.env`. */
const BUILT_IN = new Set(['SSR', 'SITE', 'LEGACY'])

/**
 * Creates the Vite plugin that compiles `.astro` files and `.html` components.
 *
 * @param options - How to compile.
 * @returns Plugins for Vite's `plugins`.
 */
export function ssrPagesPlugin(options: ComponentOptions = {}): Plugin[] {
  return [componentPlugin(options), envPlugin()]
}

function componentPlugin(options: ComponentOptions): Plugin {
  let components: Components
  return {
    name: 'ssr-pages',
    enforce: 'pre',
    config: ({ root = process.cwd() }) => ({
      ssr: { noExternal: packagesWithComponents(root) },
    }),
    configResolved(config) {
      components = createComponents(config, options)
    },
    async resolveId(source, importer) {
      if (source === transitionStyle) return `\0${source}`
      const part = parsePart(source)
      // The compiler prints a name for the part; the file that imports it is where it is.
      if (part) return toPartId({ ...part, file: componentFile(importer) ?? part.file })
      if (this.environment.config.consumer === 'server' && /^ssr-pages(?:\/|$)/.test(source)) {
        return { id: source, external: true }
      }
      // Vite applies the aliases of tsconfig.json to what TypeScript files import, so ask for one.
      const asker = importer?.endsWith('.astro') ? `${importer}.ts` : importer
      if (asker === importer && !source.endsWith('.html')) return undefined
      const found = await this.resolve(source, asker, { skipSelf: true })
      return found && this.environment.config.consumer === 'server' && found.id.endsWith('.html')
        ? `${found.id}${HTML}`
        : found
    },
    async load(id) {
      if (id === `\0${transitionStyle}`) return ''
      if (id.endsWith(`.html${HTML}`)) return loadHtml(id.slice(0, -HTML.length))
      if (id.endsWith('.astro')) {
        const component = await components.compile(id)
        for (const warning of component.warnings) this.environment.logger.warn(warning)
        const map = { ...JSON.parse(component.map), sources: [id] }
        return { code: component.code, map, meta: toMeta(component) }
      }
      const part = parsePart(id)
      if (!part) return undefined
      const { css, scripts } = await components.get(part.file)
      return (part.type === 'style' ? css : scripts)[part.index]
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

function componentFile(importer: string | undefined): string | undefined {
  return importer?.endsWith('.astro') ? importer : undefined
}

async function loadHtml(file: string): Promise<string> {
  return toHtmlModule(await readFile(file, 'utf8'))
}
