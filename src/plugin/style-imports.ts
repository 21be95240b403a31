import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { ResolvedConfig } from 'vite'

const URLS = /\burl\(\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s"'()]+))\s*\)/g
const configs = new WeakMap<ResolvedConfig, ResolvedConfig>()

/**
 * Gives the configuration by which Vite takes in what a stylesheet imports, and does nothing else: the
 * plugins of the project see the style later, once.
 *
 * @param config - Vite's configuration.
 * @returns Another one, the same for the same one.
 */
export function toImporting(config: ResolvedConfig): ResolvedConfig {
  const known = configs.get(config)
  if (known !== undefined) return known
  const plugins = [{ postcssPlugin: 'ssr-pages:urls', Once: moveAllUrls }]
  const css: ResolvedConfig['css'] = { ...config.css, transformer: 'postcss', postcss: { plugins } }
  const importing = { ...config, css }
  configs.set(config, importing)
  return importing
}

/** What is needed of PostCSS's declarations. */
interface Declaration {
  value: string
  readonly source?: { readonly input: { readonly file?: string } }
}

/** What is needed of PostCSS's stylesheets. */
interface Root {
  walkDecls(visit: (declaration: Declaration) => void): void
}

/** What is needed of what PostCSS hands to plugins. */
interface Helpers {
  readonly result: { readonly opts: { readonly from?: string | undefined } }
}

// Once: PostCSS visits a declaration again after each change.
function moveAllUrls(root: Root, { result }: Helpers): void {
  const [to = ''] = result.opts.from?.split('?') ?? []
  root.walkDecls((declaration) => moveUrls(declaration, to))
}

// A relative URL is meant from where it stands.
function moveUrls(declaration: Declaration, to: string): void {
  const [from = to] = declaration.source?.input.file?.split('?') ?? []
  if (from === to || !declaration.value.includes('url(')) return
  declaration.value = declaration.value.replaceAll(URLS, (whole, double, single, bare) => {
    const url: string = double ?? single ?? bare
    const [path = ''] = url.split(/[?#]/, 1)
    const isRelative =
      /^\.{1,2}\//.test(path) || (/^[\w@]/.test(path) && existsSync(join(dirname(from), path)))
    if (!isRelative) return whole
    const moved = relative(dirname(to), join(dirname(from), path)).replaceAll(sep, '/')
    return `url("${moved.startsWith('.') ? moved : `./${moved}`}${url.slice(path.length)}")`
  })
}
