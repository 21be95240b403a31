import { basename } from 'node:path'
import type { Plugin, Rolldown } from 'vite'
import type { RouteScript } from '../shared/types.ts'
import { reachableModules } from '../plugin/cascade.ts'
import { isLinkedStyle } from '../plugin/style-id.ts'
import type { BrowserModule } from './browser-modules.ts'
import { type BuildContext, type OutputFile, toOutputFile } from './bundle.ts'
import { bundleBrowser, isNeeded, namesOf } from './client-bundle.ts'

/** A module for browsers after the build. */
export interface BuiltModule {
  /** Path of the module, relative to the client folder; or code. */
  readonly file: RouteScript
  /** Stylesheets that a script imports. Styles of islands are linked by their pages. */
  readonly styles: readonly string[]
  /** Ids of the styles that a `client:only` component imports, which no server module does. */
  readonly styleIds: readonly string[]
  /** Modules that the module of an island or renderer imports statically. */
  readonly preloads: readonly string[]
}

/** Browser files of scripts and islands. Paths are relative to the client folder. */
export interface ScriptBundle {
  readonly files: readonly OutputFile[]
  /** By the id for Vite. */
  readonly modules: ReadonlyMap<string, BuiltModule>
}

type Chunk = Rolldown.OutputChunk

/**
 * Bundles the modules that pages load: processed `<script>`s, islands, and what these need.
 *
 * @param modules - The entries, each once.
 * @returns Hashed modules and the stylesheets that they import.
 */
export async function bundleScripts(
  context: BuildContext,
  modules: readonly BrowserModule[],
): Promise<ScriptBundle> {
  if (modules.length === 0) return { files: [], modules: new Map() }
  const names = namesOf(modules.map(({ module }) => module))
  const input = Object.fromEntries(names.map((name, index) => [name, modules[index]?.module ?? '']))
  const styleIds = new Map<string, readonly string[]>()
  const output = await bundleBrowser(context, input, stylesPlugin(styleIds))
  const chunks = output.filter((file) => file.type === 'chunk')
  const inlined = new Set<unknown>()
  const built = new Map<string, BuiltModule>()
  modules.forEach(({ module, kind, isFile = false }, index) => {
    const chunk = chunks.find(({ isEntry, name }) => isEntry && name === names[index])
    if (!chunk) throw new TypeError(`The bundler produced no module for ${module}`)
    const isInline = kind === 'script' && !isFile && isSmall(chunk, chunks, context)
    if (isInline) inlined.add(chunk)
    built.set(module, {
      file: isInline ? { code: chunk.code.trim() } : chunk.fileName,
      styles: kind === 'script' ? importedStyles(chunk, chunks) : [],
      styleIds: kind === 'only' ? (styleIds.get(chunk.fileName) ?? []) : [],
      preloads: kind === 'script' ? [] : importedFiles(chunk, chunks),
    })
  })
  return toBundle(
    output.filter((file) => !inlined.has(file)),
    chunks,
    built,
  )
}

function toBundle(
  output: readonly (Chunk | Rolldown.OutputAsset)[],
  chunks: readonly Chunk[],
  modules: ReadonlyMap<string, BuiltModule>,
): ScriptBundle {
  const linked = new Set([...modules.values()].flatMap(({ styles }) => styles))
  // A module that is imported dynamically loads its styles itself.
  const isUsed = (path: string): boolean =>
    linked.has(path) || chunks.some(({ code }) => code.includes(basename(path)))
  const files = output
    .map(toOutputFile)
    .filter((file) => isNeeded(file) && (!file.path.endsWith('.css') || isUsed(file.path)))
  const paths = new Set(files.map(({ path }) => path))
  const entries = [...modules].map(([id, module]) => {
    return [id, { ...module, styles: module.styles.filter((path) => paths.has(path)) }] as const
  })
  return { files, modules: new Map(entries) }
}

// A script is inlined only if the project asks for it, because a strict content security policy
// forbids inline scripts, and only if its code does the same inline as in a file.
function isSmall(chunk: Chunk, chunks: readonly Chunk[], { site }: BuildContext): boolean {
  const limit = site.config.vite?.build?.assetsInlineLimit
  if (typeof limit !== 'number' || Buffer.byteLength(chunk.code) >= limit) return false
  const isAlone =
    chunk.imports.length + chunk.dynamicImports.length === 0 &&
    !chunks.some(({ imports }) => imports.includes(chunk.fileName))
  return isAlone && !/<\/script|<!--|import\.meta/i.test(chunk.code)
}

// Lists the styles that each entry reaches, while the bundler's module graph still exists.
function stylesPlugin(styleIds: Map<string, readonly string[]>): Plugin {
  return {
    name: 'ssr-pages:island-styles',
    generateBundle(_options, files) {
      for (const file of Object.values(files)) {
        if (file.type !== 'chunk' || !file.isEntry || file.facadeModuleId === null) continue
        const ids = reachableModules(file.facadeModuleId, (id) => this.getModuleInfo(id))
        styleIds.set(file.fileName, ids.filter(isLinkedStyle))
      }
    },
  }
}

/** The chunks that a chunk imports statically, each after its own imports; without itself. */
function importedChunks(chunk: Chunk, chunks: readonly Chunk[]): Chunk[] {
  const found = new Set<Chunk>()
  function visit(one: Chunk): void {
    const imported = chunks.filter(({ fileName }) => one.imports.includes(fileName))
    for (const other of imported.filter((it) => it !== chunk && !found.has(it))) {
      visit(other)
      found.add(other)
    }
  }
  visit(chunk)
  return [...found]
}

function importedStyles(chunk: Chunk, chunks: readonly Chunk[]): string[] {
  const all = [...importedChunks(chunk, chunks), chunk]
  return all.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])])
}

function importedFiles(chunk: Chunk, chunks: readonly Chunk[]): string[] {
  return importedChunks(chunk, chunks).map(({ fileName }) => fileName)
}
