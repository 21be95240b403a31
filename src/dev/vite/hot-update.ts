import type { DevEnvironment, EnvironmentModuleNode, Plugin } from 'vite'
import { toSheetPath } from '../../compiler/astro-part.ts'
import type { Component, Components } from '../../plugin/components.ts'
import { isLinkedStyle } from '../../plugin/style-id.ts'
import { CLIENT } from './client-script.ts'
import { isValueInGraphs } from './is-value.ts'
import type { ChangedFile, FileVerdict } from './judge-file.ts'

/** What the plugin asks and tells the development server. */
export interface HotUpdateHost {
  /** Judges a file that no module was made of. */
  readonly judge: (changed: ChangedFile) => FileVerdict
  /** Told that the next request wants new pages, and open browsers a new one. */
  readonly onChange: (file: string) => void
  /** Told that the next request wants the files of the pages listed anew. */
  readonly onList: () => void
  /** Told that styles have changed, which open browsers exchange. */
  readonly onStyleChange: (file: string) => void
}

/**
 * Creates the Vite plugin that decides what a change of a file means: styles are exchanged in open
 * pages; whatever else a page is made of is imported anew, and open pages are loaded again.
 *
 * @param host - The development server.
 * @returns A plugin for Vite's `plugins`.
 */
export function hotUpdatePlugin(host: HotUpdateHost): Plugin {
  let findComponents: () => Components
  // Vite asks for each environment, the browser's first. Several changes may be under way at once: each has
  // a time of its own.
  const updates = new Map<number, Update>()
  return {
    name: 'ssr-pages:hot-update',
    configResolved({ plugins }) {
      const own = plugins.find(({ name }) => name === 'ssr-pages')
      findComponents = () => own?.api.components
    },
    hotUpdate: {
      // The modules of `import.meta.glob` are known last.
      order: 'post',
      async handler({ file, type, modules, timestamp, server }) {
        if (this.environment.name === 'client') {
          const changes = type === 'update' ? await compileAnew(file, findComponents()) : []
          const isStyle = type === 'update' && modules.length > 0 && isSheet(file)
          const isValue = changes.length > 0 || isStyle ? isValueInGraphs(file, server) : false
          const update = isValue
            ? RELOAD
            : await judge(changes, isStyle ? modules : [], this.environment)
          updates.set(timestamp, update)
          const sent = update.modules ?? modules
          const isPage = file.endsWith('.html') && sent.length === 0
          return isPage ? [await createIdleModule(this.environment)] : sent
        }
        if (this.environment.name !== 'ssr') return undefined
        const { kind } = updates.get(timestamp) ?? {}
        updates.delete(timestamp)
        const isModule = kind === undefined && modules.length > 0
        const verdict = kind === undefined && !isModule ? host.judge({ file, type }) : undefined
        if (kind === 'styles') host.onStyleChange(file)
        else if (kind === 'pages' || isModule || verdict === 'reload') host.onChange(file)
        else if (verdict === 'list') host.onList()
        // The next request imports them anew.
        return modules
      },
    },
  }
}

// Vite loads all open pages again for any `.html` file without a module, be it the cache of a page: it takes
// such files for its entry pages. No browser listens to this one.
async function createIdleModule({ moduleGraph }: DevEnvironment): Promise<EnvironmentModuleNode> {
  const module = await moduleGraph.ensureEntryFromUrl(`/${CLIENT}`)
  module.isSelfAccepting = true
  return module
}

interface Update {
  /** What open pages need; `undefined` where the modules of the server decide. */
  readonly kind?: 'styles' | 'pages' | 'nothing'
  /** What Vite sends to open pages. (default: what it would send by itself) */
  readonly modules?: EnvironmentModuleNode[]
}

/** Open pages are loaded again, and exchange nothing before. */
const RELOAD: Update = { kind: 'pages', modules: [] }

async function judge(
  changes: readonly Change[],
  sheets: EnvironmentModuleNode[],
  client: DevEnvironment,
): Promise<Update> {
  if (changes.length === 0 && sheets.length === 0) return {}
  // A partial may be in the style of a component and in a stylesheet.
  const modules = [...sheets, ...changes.flatMap((change) => sheetsOf(change, client))]
  const isStyleOnly = changes.every((change) => change.isStyleOnly)
  if (isStyleOnly && modules.length === 0) return { kind: 'nothing', modules }
  if (isStyleOnly && (await areSound(modules, client))) return { kind: 'styles', modules }
  return RELOAD
}

function sheetsOf({ file, indexes }: Change, { moduleGraph }: DevEnvironment) {
  return [...indexes].flatMap((index) => [
    ...(moduleGraph.getModulesByFile(toSheetPath({ file, index })) ?? []),
  ])
}

// What does not compile is shown by a page that is loaded again; a browser would keep the old style.
async function areSound(
  modules: readonly EnvironmentModuleNode[],
  client: DevEnvironment,
): Promise<boolean> {
  const concerned = new Set(modules)
  for (const { importers } of concerned) for (const importer of importers) concerned.add(importer)
  const linked = [...concerned].filter(({ url }) => /[?&]direct\b/.test(url))
  try {
    for (const module of linked) client.moduleGraph.invalidateModule(module)
    await Promise.all(linked.map(({ url }) => client.transformRequest(url)))
    return true
  } catch {
    return false
  }
}

interface Change {
  readonly file: string
  /** What the page prints has not changed, and neither have its scripts. */
  readonly isStyleOnly: boolean
  /** Of the styles that have changed. */
  readonly indexes: ReadonlySet<number>
}

// The class names of CSS modules are in the HTML.
function isSheet(file: string): boolean {
  return isLinkedStyle(file) && !/\.module\.\w+$/.test(file)
}

// The components that a file is, or whose styles take it in.
async function compileAnew(file: string, components: Components): Promise<Change[]> {
  const known = await Promise.all([...components.all].map(settleAll))
  const concerned = known.filter(
    ([path, versions]) =>
      path === file || versions.some((version) => version?.dependencies.has(file)),
  )
  return Promise.all(
    concerned.map(async ([path]) => {
      // A request may have compiled it since it was saved: open pages have one of all these versions.
      const after = await components.compile(path).catch(() => undefined)
      const [, versions] = await settleAll([path, components.all.get(path) ?? []])
      components.keepLast(path)
      return compare(path, versions, after)
    }),
  )
}

function compare(
  file: string,
  versions: readonly (Component | undefined)[],
  after: Component | undefined,
): Change {
  // A file that did not compile has nothing that could be compared.
  const known = versions.filter((version) => version !== undefined)
  if (!after || known.length < versions.length) {
    return { file, isStyleOnly: false, indexes: new Set() }
  }
  const indexes = known.flatMap((before) =>
    after.css.flatMap((css, index) => (css === before.css[index] ? [] : [index])),
  )
  const isSame = known.every(
    ({ code, scripts }) => code === after.code && String(scripts) === String(after.scripts),
  )
  return { file, isStyleOnly: isSame, indexes: new Set(indexes) }
}

async function settleAll([file, pending]: readonly [
  string,
  readonly Promise<Component>[],
]): Promise<readonly [string, readonly (Component | undefined)[]]> {
  return [file, await Promise.all(pending.map((each) => each.catch(() => undefined)))]
}
