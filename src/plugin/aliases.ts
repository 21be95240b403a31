import { fileURLToPath } from 'node:url'
import type { Alias, Plugin, ResolvedConfig, ResolveFn } from 'vite'
import { parsePart } from '../compiler/astro-part.ts'
import { isMarkdown } from '../shared/markdown.ts'
import { isStyle } from './style-id.ts'

const SCRIPT = /^(?!.*\/node_modules\/)[^\0?]+\.[cm]?jsx?$/s
const RELATIVE = /^(?:[./\0]|[a-z]+:)/i

/** Matches a `url()` that is neither a path nor a URL. Stylesheets have resolvers of their own. */
const ASSET =
  /^(?![./#\0]|[a-z]+:)[^?#]*\.(?!(?:css|s[ac]ss|less|styl|stylus|p(?:ost)?css)\b)\w+(?:[?#]|$)/i

/**
 * Creates the Vite plugin that lets components, JavaScript and stylesheets import what TypeScript
 * files can: names from `paths` of `tsconfig.json`, and `file:` URLs.
 */
export function aliasesPlugin(): Plugin {
  let assets: Alias
  return {
    name: 'ssr-pages:aliases',
    enforce: 'pre',
    configResolved(config) {
      const resolve = config.createResolver({ tryIndex: false, extensions: [] })
      // The type does not allow a promise, but Vite awaits it.
      const customResolver = (id: string, importer = '') =>
        isStyle(importer) ? resolve(id, asTypeScript(importer)) : undefined
      assets = Object.assign<Alias, object>({ find: ASSET, replacement: '$&' }, { customResolver })
      aliasStyles(config)
    },
    // Vite creates its resolver of `url()` before any hook runs, but reads the aliases on its first
    // use.
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
 * Returns a TypeScript file name for a component, one of its parts, or Markdown, so that the aliases of
 * `tsconfig.json` apply to its imports. Other ids are returned unchanged.
 */
export function toTypeScriptName(importer: string): string {
  const file = parsePart(importer)?.file ?? importer
  return /\.(?:astro|mdx)$/.test(file) || isMarkdown(file) ? `${file}.ts` : importer
}

/** Returns the importer whose name `toTypeScriptName()` has changed. */
export function fromTypeScriptName(importer: string): string {
  const file = importer.replace(/\.ts$/, '')
  return toTypeScriptName(file) === importer ? file : importer
}

// The aliases of `tsconfig.json` apply only to importers with the name of a TypeScript file.
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
