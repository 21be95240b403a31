import { randomUUID } from 'node:crypto'
import { SourceMap } from 'node:module'
import { dirname, isAbsolute, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { readFileSync } from 'node:fs'
import MagicString from 'magic-string'
import type { Rolldown } from 'vite'
import { sourceError } from '../compiler/source-error.ts'
import { toFailure } from '../diagnostics/failure.ts'
import { property } from '../shared/property.ts'
import { configPackagesPlugin, missingModuleError } from './config-packages.ts'
import { loadRolldown } from '../project/build-tools.ts'
import { adaptersPlugin } from './adapter-modules.ts'
import { readVersion } from '../project/own-package.ts'
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
    plugins: [adaptersPlugin(), configPackagesPlugin(root), fileNamesPlugin(), pathImportsPlugin()],
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

/** `import(url.pathname)`, which packages write for a file that they have made. */
const PATH_IMPORT = /\bimport\(([A-Za-z_$][\w$]*\.pathname)\)/g

// The bundle is a `data:` URL, relative to which a path is nothing.
function pathImportsPlugin(): Rolldown.Plugin {
  return {
    name: 'ssr-pages:config-path-imports',
    transform: {
      filter: { code: PATH_IMPORT },
      handler(code) {
        const text = new MagicString(code).replaceAll(PATH_IMPORT, 'import(`file://${$1}`)')
        return { code: text.toString(), map: text.generateMap({ hires: true }) }
      },
    },
  }
}

interface File {
  readonly root: string
  readonly path: string
}

/** Advice for a package whose import of Astro was not found in its code. */
const OVERRIDE = `Add \`"overrides": { "astro": "npm:ssr-pages@^${readVersion()}" }\` to package.json and install again: docs/astro-modules.md.`

// The stack names a line of the bundle.
function thrownError(cause: unknown, { map }: Rolldown.OutputChunk, { root, path }: File): Error {
  const missing = missingModuleError(cause, root)
  if (missing !== undefined) return missing
  const { text } = toFailure(cause)
  const hint = /Cannot find package 'astro'/.test(text) ? OVERRIDE : undefined
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
      hint,
    })
  }
  const place = { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
  const file = toPath(entry.originalSource, root)
  return sourceError('CONFIG_INVALID', {
    file: nameIn(root, file),
    text: `This threw: ${text}`,
    hint,
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
