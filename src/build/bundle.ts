import type { InlineConfig, Logger, Rolldown } from 'vite'
import type { Vite } from '../project/build-tools.ts'
import type { Content } from '../shared/content.ts'
import { PUBLIC_PREFIXES } from '../shared/environment.ts'
import type { BuildLog } from '../project/logger.ts'
import { browserEntriesPlugin } from '../plugin/browser-entries.ts'
import { middlewarePlugin } from '../plugin/middleware.ts'
import { mdxPlugin } from '../plugin/mdx-plugin.ts'
import { pageSsrPlugin } from '../plugin/page-ssr.ts'
import { ssrPagesPlugin } from '../plugin/plugin.ts'
import type { Site } from '../project/site.ts'
import { keepStylesPlugin, type StyleTexts } from '../plugin/style-memory.ts'

/** A file of the build that is not on disk yet. */
export interface OutputFile {
  /** With forward slashes. */
  readonly path: string
  readonly content: string | Uint8Array
}

/** The values that every step of a build needs. */
export interface BuildContext {
  readonly vite: Vite
  readonly site: Site
  readonly log: BuildLog
  readonly logger: Logger
  /** Path of a generated `tsconfig.json`. (default: the project's own) */
  readonly tsconfig?: string | undefined
  /** Sources of components that plugins generate. Later steps need them for styles and scripts. */
  readonly sources?: Map<string, string>
  /** The collections of the site. (default: none) */
  readonly content?: Content | undefined
  /** Texts of styles that plugins make of components. The bundle of styles needs them. */
  readonly styleTexts?: StyleTexts
}

type ConfigContext = Pick<
  BuildContext,
  'vite' | 'site' | 'logger' | 'tsconfig' | 'sources' | 'styleTexts' | 'content'
>

/**
 * Runs one Vite build in memory.
 *
 * @param step - Configuration of this step. It overrides the user's, which overrides our defaults.
 * @returns The chunks and assets.
 */
export async function bundle(
  context: BuildContext,
  step: InlineConfig,
): Promise<Rolldown.RolldownOutput['output']> {
  const result = await context.vite.build(toViteConfig(context, step))
  const [output] = Array.isArray(result) ? result : [result]
  if (!output || !('output' in output)) throw new TypeError('Vite did not return an output')
  return output.output
}

/**
 * Creates the configuration of Vite for a build or a development server.
 *
 * @param step - Configuration of this step. It overrides the user's, which overrides our defaults.
 * @returns The complete configuration.
 */
export function toViteConfig(context: ConfigContext, step: InlineConfig): InlineConfig {
  const { vite, site, tsconfig } = context
  const custom = vite.mergeConfig(defaults(site), site.config.vite ?? {})
  const ours = { ...invariants(context), ...(tsconfig !== undefined && { tsconfig }) }
  return vite.mergeConfig(custom, vite.mergeConfig(ours, step))
}

/** Converts a chunk or asset of the bundler to a file of the build. */
export function toOutputFile(output: Rolldown.OutputChunk | Rolldown.OutputAsset): OutputFile {
  const content = output.type === 'chunk' ? output.code : output.source
  return { path: output.fileName, content }
}

/**
 * Replaces `#`, `?`, `%`, brackets and other characters that are special in URLs and import
 * specifiers.
 */
export function toSafeName(name: string): string {
  return name.replaceAll(/[^\w./-]+/g, '_')
}

function defaults({ config }: Site): InlineConfig {
  return {
    envPrefix: [...PUBLIC_PREFIXES],
    resolve: { tsconfigPaths: true },
    define: { 'import.meta.env.SITE': JSON.stringify(config.site) ?? 'undefined' },
    build: { assetsInlineLimit: 0, reportCompressedSize: false },
  }
}

function invariants({
  site: project,
  logger,
  sources,
  styleTexts,
  content,
}: ConfigContext): InlineConfig {
  const { root, base, publicDir, config, integrations } = project
  const { site, scopedStyleStrategy, compact } = config
  return {
    root,
    base,
    publicDir,
    configFile: false,
    logLevel: 'warn',
    customLogger: logger,
    plugins: [
      ssrPagesPlugin({
        site,
        scopedStyleStrategy,
        compact,
        sources,
        integrations,
        config,
        content,
        project,
      }),
      browserEntriesPlugin(integrations, config.prefetch),
      integrations.list.length > 0 && middlewarePlugin(project),
      pageSsrPlugin(project),
      integrations.pageExtensions.includes('.mdx') && mdxPlugin(project),
      styleTexts && keepStylesPlugin(styleTexts),
    ],
    // The pages may be mounted at any path, so browser files refer to each other by relative URLs.
    experimental: {
      renderBuiltUrl: (_file, { hostType, ssr }) =>
        ssr && hostType === 'js' ? undefined : { relative: true },
    },
    build: {
      write: false,
      rolldownOptions: {
        // Its comments would contain paths that depend on the folder the build is started in.
        experimental: { attachDebugInfo: 'none' },
        // On a busy machine it would warn about our own plugin.
        checks: { pluginTimings: false },
        output: {
          assetFileNames: '_assets/[name].[hash][extname]',
          sanitizeFileName: toSafeName,
        },
      },
    },
  }
}
