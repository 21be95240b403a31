import type { DevEnvironment, EnvironmentModuleNode, Plugin, ViteDevServer } from 'vite'
import { toSheetPath } from '../../compiler/astro-part.ts'
import type { Vite } from '../../project/build-tools.ts'
import type { Component, Components } from '../../plugin/components.ts'
import { isLinkedStyle, isStyle } from '../../plugin/style-id.ts'
import { CLIENT } from './client-script.ts'
import { isValueInGraphs } from './is-value.ts'
import type { ChangedFile, FileVerdict } from './judge-file.ts'
import { judgeComponent } from './judge-component.ts'
import type { UseSearch } from './static-uses.ts'

/** The parts of the development server that the plugin uses. */
export interface HotUpdateHost {
  /** Judges a file that no module was made from. */
  readonly judge: (changed: ChangedFile) => FileVerdict
  /**
   * Called when the next request needs new pages, and open pages must reload.
   *
   * @param modules - The modules of the server that were made from the file, if they alone concern
   *   pages. (default: none)
   */
  readonly onChange: (file: string, modules?: readonly EnvironmentModuleNode[]) => void
  /** Called when the files of the pages must be listed again for the next request. */
  readonly onList: () => void
  /** Called when styles have changed that open pages replace themselves. */
  readonly onStyleChange: (file: string) => void
  /**
   * Called when components have changed that open pages replace themselves, and keep their state.
   *
   * @param links - Styles of the components that pages link, as paths relative to the base.
   */
  readonly onLiveChange: (file: string, links: readonly string[]) => void
}

/**
 * Creates the Vite plugin that decides the effect of a change: open pages replace changed styles.
 * They replace islands, too, if no page prints the same component without its directive. For any
 * other file of a page, its modules are imported again and open pages reload.
 */
export function hotUpdatePlugin(vite: Pick<Vite, 'parseSync'>, host: HotUpdateHost): Plugin {
  let findComponents: () => Components
  const search = ({ environments: { ssr, client } }: ViteDevServer): UseSearch => {
    return { server: ssr, client, components: findComponents(), parse: vite.parseSync }
  }
  // Vite calls the hook once for each environment, the browser's first. Several changes may be
  // under way at once, each with a timestamp of its own.
  const updates = new Map<number, Update>()
  return {
    name: 'ssr-pages:hot-update',
    configResolved({ plugins }) {
      const own = plugins.find(({ name }) => name === 'ssr-pages')
      findComponents = () => own?.api.components
    },
    hotUpdate: {
      // Runs last, because Vite adds the modules of `import.meta.glob` in a hook of its own.
      order: 'post',
      async handler({ file, type, modules, timestamp, server, read }) {
        if (this.environment.name === 'client') {
          // Editors empty a file before they write it. Vite waits up to 100 ms for the text.
          if (type === 'update' && hasStyle(file)) await Promise.resolve(read()).catch(() => {})
          const changes = type === 'update' ? await compileAnew(file, findComponents()) : []
          const isStyle = type === 'update' && modules.length > 0 && isSheet(file)
          const isValue = changes.length > 0 || isStyle ? isValueInGraphs(file, server) : false
          const isComponent = changes.length === 0 && type === 'update' && (isValue || !isStyle)
          const live = isComponent ? await judgeComponent(file, modules, search(server)) : undefined
          const update =
            (live && ({ kind: 'live', ...live } as const)) ??
            (isValue ? RELOAD : await judge(changes, isStyle ? modules : [], this.environment))
          updates.set(timestamp, update)
          const sent = update.modules ?? modules
          const isPage = file.endsWith('.html') && sent.length === 0
          return isPage ? [await createIdleModule(this.environment)] : sent
        }
        if (this.environment.name !== 'ssr') return undefined
        const { kind, links = [] } = updates.get(timestamp) ?? {}
        updates.delete(timestamp)
        const isModule = kind === undefined && modules.length > 0
        const verdict = kind === undefined && !isModule ? host.judge({ file, type }) : undefined
        if (kind === 'styles') host.onStyleChange(file)
        else if (kind === 'live') host.onLiveChange(file, links)
        else if (isModule) host.onChange(file, modules)
        else if (kind === 'pages' || verdict === 'reload') host.onChange(file)
        else if (verdict === 'list') host.onList()
        // The next request imports them again.
        return modules
      },
    },
  }
}

// For any `.html` file without a module, even a cached page, Vite reloads all open pages, because
// it treats such files as entry pages. No browser listens to this module, so nothing reloads.
async function createIdleModule({ moduleGraph }: DevEnvironment): Promise<EnvironmentModuleNode> {
  const module = await moduleGraph.ensureEntryFromUrl(`/${CLIENT}`)
  module.isSelfAccepting = true
  return module
}

interface Update {
  /** What open pages need; `undefined` when the modules of the server decide. */
  readonly kind?: 'styles' | 'live' | 'pages' | 'nothing'
  /** The modules that Vite sends to open pages. (default: Vite's own choice) */
  readonly modules?: EnvironmentModuleNode[]
  /** Linked styles that open pages must request again. */
  readonly links?: readonly string[]
}

/** Open pages reload, and replace nothing before. */
const RELOAD: Update = { kind: 'pages', modules: [] }

async function judge(
  changes: readonly Change[],
  sheets: EnvironmentModuleNode[],
  client: DevEnvironment,
): Promise<Update> {
  if (changes.length === 0 && sheets.length === 0) return {}
  // A partial may be part of a component's style and of a stylesheet.
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

// A reloaded page shows an error of compilation; a browser that replaces styles would keep the old
// one.
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
  /** True when neither the printed HTML nor the scripts have changed. */
  readonly isStyleOnly: boolean
  /** Indexes of the changed styles. */
  readonly indexes: ReadonlySet<number>
}

function hasStyle(file: string): boolean {
  return file.endsWith('.astro') || isStyle(file)
}

// Class names of CSS modules are part of the HTML.
function isSheet(file: string): boolean {
  return isLinkedStyle(file) && !/\.module\.\w+$/.test(file)
}

// Compiles the component in the file and the components whose styles import the file.
async function compileAnew(file: string, components: Components): Promise<Change[]> {
  const known = await Promise.all([...components.all].map(settleAll))
  const concerned = known.filter(
    ([path, versions]) =>
      path === file || versions.some((version) => version?.dependencies.has(file)),
  )
  return Promise.all(
    concerned.map(async ([path]) => {
      // A request may have compiled it since the save: open pages can have any of these versions.
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
  // A version that did not compile has nothing to compare.
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
