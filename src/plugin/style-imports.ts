import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Logger, ResolvedConfig } from 'vite'
import { isLateImport } from '../project/late-imports.ts'
import { relativeName } from '../project/public-name.ts'

const URLS = /\burl\(\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s"'()]+))\s*\)/g
const configs = new WeakMap<ResolvedConfig, ResolvedConfig>()

/**
 * Returns a configuration with which Vite inlines the imports of a stylesheet and does nothing
 * else. The plugins of the project process the style later, once.
 *
 * @returns Another configuration, which is cached for the given one.
 */
export function toImporting(config: ResolvedConfig): ResolvedConfig {
  const known = configs.get(config)
  if (known !== undefined) return known
  const plugins = [{ postcssPlugin: 'ssr-pages:urls', Once: moveAllUrls }]
  const css: ResolvedConfig['css'] = { ...config.css, transformer: 'postcss', postcss: { plugins } }
  const importing = { ...config, css, logger: withoutLateImports(config.logger) }
  configs.set(config, importing)
  return importing
}

// `checkStyles()` warns about them with their place in the file.
function withoutLateImports(logger: Logger): Logger {
  return {
    ...logger,
    warn(message, options) {
      if (!isLateImport(stripVTControlCharacters(message))) logger.warn(message, options)
    },
  }
}

/** The members of PostCSS's declarations that are used here. */
interface Declaration {
  value: string
  readonly source?: { readonly input: { readonly file?: string } }
}

/** The members of PostCSS's stylesheets that are used here. */
interface Root {
  walkDecls(visit: (declaration: Declaration) => void): void
}

/** The members of the second argument of PostCSS plugins that are used here. */
interface Helpers {
  readonly result: { readonly opts: { readonly from?: string | undefined } }
}

// `Once`: PostCSS calls other visitors again after each change of a declaration.
function moveAllUrls(root: Root, { result }: Helpers): void {
  const [to = ''] = result.opts.from?.split('?') ?? []
  root.walkDecls((declaration) => moveUrls(declaration, to))
}

// A relative URL is relative to the file that contains it.
function moveUrls(declaration: Declaration, to: string): void {
  const [from = to] = declaration.source?.input.file?.split('?') ?? []
  if (from === to || !declaration.value.includes('url(')) return
  declaration.value = declaration.value.replaceAll(URLS, (whole, double, single, bare) => {
    const url: string = double ?? single ?? bare
    const [path = ''] = url.split(/[?#]/, 1)
    const isRelative =
      /^\.{1,2}\//.test(path) || (/^[\w@]/.test(path) && existsSync(join(dirname(from), path)))
    if (!isRelative) return whole
    const moved = relativeName(dirname(to), join(dirname(from), path))
    return `url("${moved.startsWith('.') ? moved : `./${moved}`}${url.slice(path.length)}")`
  })
}
