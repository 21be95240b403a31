import { randomUUID } from 'node:crypto'
import { SourceMap } from 'node:module'
import { dirname, isAbsolute, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { readFileSync } from 'node:fs'
import MagicString from 'magic-string'
import type { Rolldown } from 'vite'
import { describeAbsent } from '../shared/absent-features.ts'
import { absentModule, astroModules } from '../shared/astro-modules.ts'
import { sourceError } from '../compiler/source-error.ts'
import { describeAbsentExport } from '../diagnostics/absent-export.ts'
import { toFailure } from '../diagnostics/failure.ts'
import { property } from '../shared/property.ts'
import { findImport } from '../diagnostics/find-place.ts'
import { loadRolldown } from '../project/build-tools.ts'
import { ownModule } from '../project/own-package.ts'
import { adaptersPlugin } from './adapter-modules.ts'
import { relativeName } from '../project/public-name.ts'

/** The argument of a configuration that is a function, the same as in Vite. */
export interface ConfigEnv {
  readonly command: 'serve' | 'build'
  readonly mode: 'development' | 'production'
}

/** The default export of a configuration file, and the files that it was read from. */
export interface ImportedConfig {
  readonly value: unknown
  /** Absolute paths of the file itself and of its imports. */
  readonly files: readonly string[]
}

/**
 * Imports a configuration file in any form of JavaScript or TypeScript. It is bundled in memory
 * with the project's own modules and with packages that ship TypeScript. No file is written,
 * because `node --watch` would see it appear and vanish. Every call evaluates the file again.
 *
 * @param root - Absolute path of the project.
 * @param path - Absolute path of the file.
 * @param env - The argument for a configuration that is a function.
 * @returns The default export or `module.exports`, after calling and awaiting it.
 * @throws {SsrPagesError} CONFIG_INVALID: with the place, when the file does not load or throws
 */
export async function importFile(
  root: string,
  path: string,
  env: ConfigEnv,
): Promise<ImportedConfig> {
  const chunk = await bundleFile(root, path)
  const url = JSON.stringify(pathToFileURL(path).href)
  const code = chunk.code.replace('createRequire(import.meta.url)', `createRequire(${url})`)
  const files = chunk.moduleIds.filter((id) => isAbsolute(id))
  try {
    // Node caches modules by URL, so each import needs a URL of its own.
    const data = Buffer.from(`${code}\n// ${randomUUID()}`).toString('base64')
    const exported = defaultOf(await import(`data:text/javascript;base64,${data}`))
    const value: unknown = typeof exported === 'function' ? exported(env) : exported
    return { value: await value, files }
  } catch (cause) {
    throw thrownError(cause, chunk, { root, path })
  }
}

// Returns `module.exports`, or its `default` when TypeScript compiled `export default` to CommonJS.
function defaultOf(module: unknown): unknown {
  const value = property(module, 'default')
  return property(value, '__esModule') === true ? property(value, 'default') : value
}

async function bundleFile(root: string, path: string): Promise<Rolldown.OutputChunk> {
  const { rolldown } = await loadRolldown(root)
  const bundle = await rolldown({
    input: path,
    cwd: root,
    platform: 'node',
    resolve: { mainFields: ['main'] },
    treeshake: false,
    tsconfig: false,
    logLevel: 'silent',
    transform: { define: FILE_NAMES },
    plugins: [adaptersPlugin(), packagesPlugin(root), fileNamesPlugin()],
  })
  try {
    const { output } = await bundle.generate({
      format: 'esm',
      // Paths in the source map are relative to it. Nothing is written.
      dir: root,
      sourcemap: 'hidden',
      codeSplitting: false,
    })
    return output[0]
  } finally {
    await bundle.close()
  }
}

/** Id of the module that stands for Astro's modules of types. */
const TYPES = '\0ssr-pages:types'

// Astro's modules are those of this package, whether `astro` is installed or not.
function configModule(id: string, importer: string, root: string): string | undefined {
  const module = astroModules.get(id)
  if (!module?.places.includes('config')) return undefined
  const absent = describeAbsentExport(id, readFileSync(importer, 'utf8'))
  if (absent !== undefined) throw importError(id, importer, { root, text: `'${id}': ${absent}` })
  return module.gives === 'types' ? TYPES : module.gives
}

// Packages stay imports, with absolute paths, because a module in a `data:` URL cannot resolve
// names. TypeScript of packages is bundled, because Node does not run it.
function packagesPlugin(root: string): Rolldown.Plugin {
  return {
    name: 'ssr-pages:config-packages',
    async resolveId(id, importer, { kind }) {
      if (importer === undefined || /^[./#]|^node:/.test(id) || isAbsolute(id)) return undefined
      const module = configModule(id, importer, root)
      if (module === TYPES) return TYPES
      if (module?.startsWith('ssr-pages/')) {
        return { id: pathToFileURL(ownModule(module)).href, external: true }
      }
      const found = await this.resolve(module ?? id, importer, { kind, skipSelf: true })
      if (!found) throw unresolvedError(id, importer, root)
      if (found.external || /\.(?:[cm]?tsx?|json)$/.test(found.id)) return found
      if (!isAbsolute(found.id)) return { id, external: true }
      const isRequired = kind === 'require-call'
      return { id: isRequired ? found.id : pathToFileURL(found.id).href, external: true }
    },
    load: (id) => (id === TYPES ? 'export {}' : undefined),
  }
}

const FILE_NAMES = {
  __dirname: '__ssr_pages_dirname',
  __filename: '__ssr_pages_filename',
  'import.meta.url': '__ssr_pages_url',
  'import.meta.dirname': '__ssr_pages_dirname',
  'import.meta.filename': '__ssr_pages_filename',
}

// The bundle is not at the path of its modules, so each module gets the paths of its own file.
function fileNamesPlugin(): Rolldown.Plugin {
  return {
    name: 'ssr-pages:config-names',
    transform: {
      filter: { code: /__dirname|__filename|import\.meta/ },
      handler(code, id) {
        const names = { dirname: dirname(id), filename: id, url: pathToFileURL(id).href }
        const constants = Object.entries(names).map(
          ([name, value]) => `const __ssr_pages_${name} = ${JSON.stringify(value)};`,
        )
        const text = new MagicString(code).prepend(constants.join(''))
        return { code: text.toString(), map: text.generateMap({ hires: true }) }
      },
    },
  }
}

function unresolvedError(id: string, importer: string, root: string): Error {
  const feature = absentModule(id)
  const absent = feature && describeAbsent(feature)
  const what = `Could not resolve '${id}'`
  const text = absent === undefined ? what : `The module '${id}' does not exist. ${absent}`
  return importError(id, importer, { root, text })
}

function importError(
  id: string,
  importer: string,
  { root, text }: { readonly root: string; readonly text: string },
): Error {
  return sourceError('CONFIG_INVALID', {
    file: nameIn(root, importer),
    text,
    ...placeOf(importer, (source) => findImport(source, id)),
  })
}

interface File {
  readonly root: string
  readonly path: string
}

// The stack names a line of the bundle.
function thrownError(cause: unknown, { map }: Rolldown.OutputChunk, { root, path }: File): Error {
  const { text } = toFailure(cause)
  const stack = String(property(cause, 'stack') ?? '')
  const [, line, column] = /base64,[\w+/=]*:(\d+):(\d+)/.exec(stack) ?? []
  const entry = new SourceMap(JSON.parse(String(map))).findEntry(
    Number(line ?? 0) - 1,
    Number(column ?? 0) - 1,
  )
  if (line === undefined || !('originalSource' in entry)) {
    return sourceError('CONFIG_INVALID', {
      file: `${nameIn(root, path)} could not be loaded`,
      text,
    })
  }
  const place = { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
  const file = toPath(entry.originalSource, root)
  return sourceError('CONFIG_INVALID', {
    file: nameIn(root, file),
    text: `This threw: ${text}`,
    ...placeOf(file, () => place),
  })
}

function toPath(source: string, root: string): string {
  if (source.startsWith('file:')) return fileURLToPath(source)
  return isAbsolute(source) ? source : `${root}${sep}${source}`
}

function placeOf(
  path: string,
  find: (source: string) => { line: number; column: number } | undefined,
) {
  const source = readFileSync(path, 'utf8')
  return { source, ...find(source) }
}

function nameIn(root: string, path: string): string {
  return relativeName(root, path)
}
