import { fileURLToPath } from 'node:url'
import type { Alias, Plugin, ResolvedConfig, ResolveFn } from 'vite'
import { parsePart } from '../compiler/astro-part.ts'
import { isStyle } from './style-id.ts'

const SCRIPT = /^(?!.*\/node_modules\/)[^\0?]+\.[cm]?jsx?$/s
const RELATIVE = /^(?:[./\0]|[a-z]+:)/i

/** What a `url()` may name that is neither a path nor a URL; stylesheets are found by other resolvers. */
const ASSET =
  /^(?![./#\0]|[a-z]+:)[^?#]*\.(?!(?:css|s[ac]ss|less|styl|stylus|p(?:ost)?css)\b)\w+(?:[?#]|$)/i

/**
 * Creates the Vite plugin that lets components, JavaScript and stylesheets import what TypeScript files
 * can: what the `paths` of `tsconfig.json` name, and `file:` URLs.
 *
 * @returns A plugin for Vite's `plugins`.
 */
export function aliasesPlugin(): Plugin {
  let assets: Alias
  return {
    name: 'ssr-pages:aliases',
    enforce: 'pre',
    configResolved(config) {
      const resolve = config.createResolver({ tryIndex: false, extensions: [] })
      // Its type does not know that it is waited for.
      const customResolver = (id: string, importer = '') =>
        isStyle(importer) ? resolve(id, asTypeScript(importer)) : undefined
      assets = Object.assign<Alias, object>({ find: ASSET, replacement: '$&' }, { customResolver })
      aliasStyles(config)
    },
    // Vite's resolver of `url()` is made before any hook runs, but reads these at its first use.
    buildStart() {
      const { alias } = this.environment.config.resolve
      if (!alias.includes(assets)) alias.push(assets)
    },
    async resolveId(source, importer = '') {
      if (source.startsWith('file://')) {
        return this.resolve(toPath(source), importer || undefined, { skipSelf: true })
      }
      if (RELATIVE.test(source) || !SCRIPT.test(importer)) return undefined
      const found = await this.resolve(source, importer, { skipSelf: true })
      return found ?? this.resolve(source, asTypeScript(importer), { skipSelf: true })
    },
  }
}

/**
 * Names a module as one of TypeScript, which the aliases of `tsconfig.json` hold for.
 *
 * @param importer - Id of a module.
 * @returns Another name for components and what is taken out of them; the same for all else.
 */
export function toTypeScriptName(importer: string): string {
  const file = parsePart(importer)?.file ?? importer
  return file.endsWith('.astro') ? `${file}.ts` : importer
}

// The aliases of tsconfig.json hold for what TypeScript files import.
function asTypeScript(importer: string): string {
  return importer.replace(/(?:\?.*)?$/s, '.ts')
}

function aliasStyles(config: ResolvedConfig): void {
  const createResolver = config.createResolver.bind(config)
  Object.assign(config, {
    createResolver(...options: Parameters<typeof createResolver>): ResolveFn {
      const resolve = createResolver(...options)
      return async (id, importer, ...rest) =>
        (await resolve(id, importer, ...rest)) ??
        resolve(id, importer && asTypeScript(importer), ...rest)
    },
  })
}

function toPath(url: string): string {
  const { search, hash } = new URL(url)
  return fileURLToPath(url) + search + hash
}
