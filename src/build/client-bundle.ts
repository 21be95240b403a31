import { parse } from 'node:path'
import type { Plugin, PluginOption, Rolldown } from 'vite'
import { assetPathsPlugin } from '../plugin/asset-urls.ts'
import { keptStylesPlugins } from '../plugin/style-memory.ts'
import { type BuildContext, bundle, type OutputFile, toOutputFile } from './bundle.ts'

/** Browser files of styles. Paths are relative to the client folder. */
export interface StyleBundle {
  readonly files: readonly OutputFile[]
  /** Path of the stylesheet that contains a style, by the style's id. */
  readonly sheets: ReadonlyMap<string, string>
}

const GROUP = 'virtual:ssr-pages/styles/'

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
    [groupPlugin(groups), keptStylesPlugins(context.styleTexts ?? new Map())],
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

/** Whether a file has content: a style that contains only comments becomes an empty file. */
export function isNeeded({ path, content }: OutputFile): boolean {
  return !path.endsWith('.css') || String(content).trim() !== ''
}

/** Bundles entries for browsers, by their names. */
export function bundleBrowser(
  context: BuildContext,
  input: Readonly<Record<string, string>>,
  plugin?: PluginOption,
): Promise<Rolldown.RolldownOutput['output']> {
  return bundle(context, {
    plugins: [plugin, context.site.integrations.renderers.length > 0 && assetPathsPlugin()],
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

/**
 * Names entries after their files: `/src/pages/[id].astro?...` -> `id`, a second one `id-2`.
 *
 * @returns Names in the order of the ids: an object would put number-like keys such as `404` first.
 */
export function namesOf(ids: readonly string[]): string[] {
  const names = new Set<string>()
  for (const id of ids) {
    const plain = parse(id.replace(/[?\0].*$/s, '')).name.replaceAll(/[^\w-]+/g, '') || 'page'
    let name = plain
    for (let count = 2; names.has(name); count++) name = `${plain}-${count}`
    names.add(name)
  }
  return [...names]
}
