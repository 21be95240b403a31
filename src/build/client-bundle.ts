import { parse } from 'node:path'
import type { Plugin, Rolldown } from 'vite'
import type { RouteScript } from '../shared/types.ts'
import { type BuildContext, bundle, type OutputFile, toOutputFile } from './bundle.ts'

/** Browser files of scripts. Paths are relative to the client folder. */
export interface ScriptBundle {
  readonly files: readonly OutputFile[]
  /** The built form of each script, by the script's id: the path of a module, or code. */
  readonly modules: ReadonlyMap<string, RouteScript>
  /** Stylesheets that a script imports, by the script's id. */
  readonly styles: ReadonlyMap<string, readonly string[]>
}

/** Browser files of styles. Paths are relative to the client folder. */
export interface StyleBundle {
  readonly files: readonly OutputFile[]
  /** Path of the stylesheet that contains a style, by the style's id. */
  readonly sheets: ReadonlyMap<string, string>
}

const GROUP = 'virtual:ssr-pages/styles/'

/**
 * Bundles the processed `<script>`s of pages.
 *
 * @returns Hashed modules and the stylesheets that they import.
 */
export async function bundleScripts(
  context: BuildContext,
  ids: readonly string[],
): Promise<ScriptBundle> {
  if (ids.length === 0) return { files: [], modules: new Map(), styles: new Map() }
  const output = await bundleBrowser(context, toInput(ids))
  const chunks = output.filter((file) => file.type === 'chunk')
  const entries = chunks.filter(({ isEntry }) => isEntry)
  const inlined = new Set(entries.filter((chunk) => isSmall(chunk, chunks, context)))
  const files = output
    .filter((file) => file.type === 'asset' || !inlined.has(file))
    .map(toOutputFile)
    .filter(isNeeded)
  return {
    files,
    modules: new Map(
      entries.map((chunk) => [
        chunk.facadeModuleId ?? '',
        inlined.has(chunk) ? { code: chunk.code.trim() } : chunk.fileName,
      ]),
    ),
    styles: new Map(
      entries.map((chunk) => [
        chunk.facadeModuleId ?? '',
        importedStyles(chunk, chunks).filter((path) => files.some((file) => file.path === path)),
      ]),
    ),
  }
}

// A script is inlined only if the project asks for it, because a strict content security policy
// forbids inline scripts, and only if its code does the same inline as in a file.
function isSmall(
  chunk: Rolldown.OutputChunk,
  chunks: readonly Rolldown.OutputChunk[],
  { site }: BuildContext,
): boolean {
  const limit = site.config.vite?.build?.assetsInlineLimit
  if (typeof limit !== 'number' || Buffer.byteLength(chunk.code) >= limit) return false
  const isAlone =
    chunk.imports.length + chunk.dynamicImports.length === 0 &&
    !chunks.some(({ imports }) => imports.includes(chunk.fileName))
  return isAlone && !/<\/script|<!--|import\.meta/i.test(chunk.code)
}

/**
 * Bundles each group of styles into one file.
 *
 * @param groups - Ids of styles, in cascade order within a group.
 * @returns Hashed stylesheets.
 */
export async function bundleStyles(
  context: BuildContext,
  groups: readonly (readonly string[])[],
): Promise<StyleBundle> {
  if (groups.length === 0) return { files: [], sheets: new Map() }
  const names = namesOf(groups.map((group) => group.at(-1) ?? ''))
  const output = await bundleBrowser(
    context,
    Object.fromEntries(names.map((name, index) => [name, `${GROUP}${index}`])),
    groupPlugin(groups),
  )
  const files = output
    .map(toOutputFile)
    .filter((file) => isNeeded(file) && !/\.js(?:\.map)?$/.test(file.path))
  const sheets = new Map<string, string>()
  groups.forEach((group, index) => {
    const chunk = output.find((file) => file.type === 'chunk' && file.name === names[index])
    const [sheet] = (chunk?.type === 'chunk' && chunk.viteMetadata?.importedCss) || []
    if (sheet === undefined || !files.some(({ path }) => path === sheet)) return
    for (const id of group) sheets.set(id, sheet)
  })
  return { files, sheets }
}

// A style that contains only comments becomes an empty file, which no page should load.
function isNeeded({ path, content }: OutputFile): boolean {
  return !path.endsWith('.css') || String(content).trim() !== ''
}

function bundleBrowser(
  context: BuildContext,
  input: Readonly<Record<string, string>>,
  plugin?: Plugin,
): Promise<Rolldown.RolldownOutput['output']> {
  return bundle(context, {
    plugins: [plugin],
    build: {
      outDir: 'dist/client',
      // Each page links its own stylesheets. Without splitting, Vite does not report which styles
      // the one file contains.
      cssCodeSplit: true,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input,
        preserveEntrySignatures: 'exports-only',
        output: {
          entryFileNames: '_assets/[name].[hash].js',
          chunkFileNames: '_assets/[name].[hash].js',
        },
      },
    },
  })
}

// Gives every group a module that imports its styles in order.
function groupPlugin(groups: readonly (readonly string[])[]): Plugin {
  return {
    name: 'ssr-pages:styles',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source.startsWith(GROUP)) return `\0${source}`
      // Styles are listed by their ids, and a plugin may not be able to resolve an id that it
      // returned.
      const isListed = importer?.startsWith(`\0${GROUP}`) === true
      return isListed ? { id: source, moduleSideEffects: true } : undefined
    },
    load(id) {
      if (!id.startsWith(`\0${GROUP}`)) return undefined
      const group = groups[Number(id.slice(GROUP.length + 1))] ?? []
      // Exports keep the styles of CSS modules although no code reads their class names. They also
      // keep the chunk, which holds the name of the CSS file.
      return group
        .map((style, index) => `export * as style${index} from ${JSON.stringify(style)}\n`)
        .join('')
    },
  }
}

// Names entries after their files: `/src/pages/[id].astro?...` -> `id`, a second one `id-2`.
function toInput(ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(namesOf(ids).map((name, index) => [name, ids[index] ?? '']))
}

// Returns names in the order of the ids. An object would put number-like keys such as `404` first.
function namesOf(ids: readonly string[]): string[] {
  const names = new Set<string>()
  for (const id of ids) {
    const plain = parse(id.replace(/[?\0].*$/s, '')).name.replaceAll(/[^\w-]+/g, '') || 'page'
    let name = plain
    for (let count = 2; names.has(name); count++) name = `${plain}-${count}`
    names.add(name)
  }
  return [...names]
}

function importedStyles(
  chunk: Rolldown.OutputChunk,
  chunks: readonly Rolldown.OutputChunk[],
  seen: Set<string> = new Set(),
): string[] {
  if (seen.has(chunk.fileName)) return []
  seen.add(chunk.fileName)
  const imported = chunks.filter(({ fileName }) => chunk.imports.includes(fileName))
  const before = imported.flatMap((other) => importedStyles(other, chunks, seen))
  return [...before, ...(chunk.viteMetadata?.importedCss ?? [])]
}
