import { basename, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin, Rolldown } from 'vite'
import type { AdapterBuild, BuiltFile, HostModule } from '../shared/config.ts'
import { toBuildError } from '../diagnostics/build-error.ts'
import { type BuildContext, toOutputFile, toSafeName } from './bundle.ts'
import { relativeName } from '../project/public-name.ts'
import { realPath } from '../project/real-path.ts'
import { SITE_MODULE } from './site-module.ts'

const ENTRY = '\0ssr-pages:host'

/** Matches specifiers of packages, but not of files. */
const BARE = /^(?:@[\w.-]+\/)?[\w.-]+(?:\/|$)/

/** Vite resolves an optional peer dependency that is not installed to an id with this prefix. */
const STUB = '__vite-optional-peer-dep:'

/**
 * Creates the bundler that an adapter receives, for hosts without `node_modules`.
 *
 * @param pagesDir - Absolute path of the built pages.
 * @returns A function that bundles a module with everything it imports. Each page stays a file of
 *   its own, which is loaded on its first request.
 */
export function createHostBundler(context: BuildContext, pagesDir: string): AdapterBuild['bundle'] {
  return async function bundleForHost(module) {
    try {
      return await bundleModule(context, realPath(pagesDir), module)
    } catch (error) {
      throw toBuildError(error, context.site)
    }
  }
}

async function bundleModule(
  { vite, site, logger }: BuildContext,
  pagesDir: string,
  { code, external = [] }: HostModule,
): Promise<readonly BuiltFile[]> {
  const result = await vite.build({
    root: site.root,
    configFile: false,
    envDir: false,
    // Public files are already in the published folder.
    publicDir: false,
    logLevel: 'warn',
    customLogger: logger,
    plugins: [entryPlugin(code, site.root), packagesPlugin()],
    // Otherwise the function would contain what frameworks do only in development.
    define: { 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: true, external: [...external], target: 'node' },
    build: {
      ssr: true,
      write: false,
      target: 'node20',
      rolldownOptions: {
        input: { entry: ENTRY },
        checks: { pluginTimings: false },
        experimental: { attachDebugInfo: 'none' },
        output: {
          format: 'es',
          entryFileNames: '[name].mjs',
          chunkFileNames: (chunk) => toChunkName(chunk, pagesDir),
          sanitizeFileName: toSafeName,
          comments: false,
          // Names and lines are kept, so that stack traces in the host's log are readable.
          minify: {
            compress: { keepNames: { function: true, class: true } },
            mangle: false,
            codegen: false,
          },
        },
      },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  if (!output || !('output' in output)) throw new TypeError('Vite did not return an output')
  return output.output.filter((file) => file.type === 'chunk').map(toOutputFile)
}

function toChunkName(chunk: Rolldown.PreRenderedChunk, pagesDir: string): string {
  const id = chunk.facadeModuleId ?? ''
  if (!id.startsWith(pagesDir + sep)) return 'chunks/[name]-[hash].mjs'
  const path = relativeName(pagesDir, id).replace(/\.mjs$/, '')
  return `pages/${toSafeName(path)}.mjs`
}

function entryPlugin(code: string, root: string): Plugin {
  return {
    name: 'ssr-pages:host-entry',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source === ENTRY) return { id: ENTRY, moduleSideEffects: true }
      return importer === ENTRY ? this.resolve(source, `${root}/`, { skipSelf: true }) : undefined
    },
    load: (id) => (id === ENTRY ? code : undefined),
  }
}

// `ssr-pages` resolves to the package that built the pages. A package that is not installed stays
// an import, which fails when it runs, as it does on a host with `node_modules`.
function packagesPlugin(): Plugin {
  return {
    name: 'ssr-pages:host-packages',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (importer && basename(importer) === SITE_MODULE) {
        return join(dirname(importer), decodeURIComponent(source))
      }
      if (/^ssr-pages(?:\/|$)/.test(source)) return fileURLToPath(import.meta.resolve(source))
      if (!BARE.test(source) || importer === undefined) return undefined
      const found = await this.resolve(source, importer, { skipSelf: true })
      return found && !found.id.startsWith(STUB) ? found : { id: source, external: true }
    },
  }
}
