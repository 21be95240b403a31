import type { InlineConfig, Logger, Rolldown } from 'vite'
import type { Vite } from '../project/load-vite.ts'
import type { BuildLog } from '../project/logger.ts'
import { ssrPagesPlugin } from '../plugin/plugin.ts'
import type { Site } from '../project/site.ts'

/** A file of the build that is not written yet. */
export interface OutputFile {
  /** With forward slashes. */
  readonly path: string
  readonly content: string | Uint8Array
}

/** What every step of a build needs. */
export interface BuildContext {
  readonly vite: Vite
  readonly site: Site
  readonly log: BuildLog
  readonly logger: Logger
  /** Stands for the project's `tsconfig.json`. (default: that file) */
  readonly tsconfig?: string | undefined
  /** Texts of the components that plugins make: what is taken out of them is asked for in later steps. */
  readonly sources?: Map<string, string>
}

type ConfigContext = Pick<BuildContext, 'vite' | 'site' | 'logger' | 'tsconfig' | 'sources'>

/**
 * Runs one Vite build in memory.
 *
 * @param context - The build.
 * @param step - Configuration of this step; it wins over the user's, which wins over ours.
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
 * Writes the configuration of Vite.
 *
 * @param context - The build, or the development server.
 * @param step - Configuration of this step; it wins over the user's, which wins over ours.
 * @returns All of it.
 */
export function toViteConfig(context: ConfigContext, step: InlineConfig): InlineConfig {
  const { vite, site, tsconfig } = context
  const custom = vite.mergeConfig(defaults(site), site.config.vite ?? {})
  const ours = { ...invariants(context), ...(tsconfig !== undefined && { tsconfig }) }
  return vite.mergeConfig(custom, vite.mergeConfig(ours, step))
}

/**
 * Reads what a chunk or asset holds.
 *
 * @param output - The chunk or asset.
 * @returns The same as a file.
 */
export function toOutputFile(output: Rolldown.OutputChunk | Rolldown.OutputAsset): OutputFile {
  const content = output.type === 'chunk' ? output.code : output.source
  return { path: output.fileName, content }
}

/**
 * Keeps `#`, `?`, `%`, brackets and the like out of URLs and import specifiers.
 *
 * @param name - Name of a source.
 * @returns A name for a built file.
 */
export function toSafeName(name: string): string {
  return name.replaceAll(/[^\w./-]+/g, '_')
}

function defaults({ config }: Site): InlineConfig {
  return {
    envPrefix: ['PUBLIC_', 'VITE_'],
    resolve: { tsconfigPaths: true },
    define: { 'import.meta.env.SITE': JSON.stringify(config.site) ?? 'undefined' },
    build: { assetsInlineLimit: 0, reportCompressedSize: false },
  }
}

function invariants({ site: project, logger, sources }: ConfigContext): InlineConfig {
  const { root, base, publicDir, config } = project
  const { site, scopedStyleStrategy, compact } = config
  return {
    root,
    base,
    publicDir,
    configFile: false,
    logLevel: 'warn',
    customLogger: logger,
    plugins: [ssrPagesPlugin({ site, scopedStyleStrategy, compact, sources })],
    // The pages may be mounted anywhere: what browser files say of each other is relative.
    experimental: {
      renderBuiltUrl: (_file, { hostType, ssr }) =>
        ssr && hostType === 'js' ? undefined : { relative: true },
    },
    build: {
      write: false,
      rolldownOptions: {
        // Its comments would hold paths that depend on where the build was started.
        experimental: { attachDebugInfo: 'none' },
        // On a busy machine it would warn of our own plugin.
        checks: { pluginTimings: false },
        output: {
          assetFileNames: '_assets/[name].[hash][extname]',
          sanitizeFileName: toSafeName,
        },
      },
    },
  }
}
