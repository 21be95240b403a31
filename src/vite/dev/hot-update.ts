import type { DevEnvironment, EnvironmentModuleNode, HotUpdateOptions, Plugin } from 'vite'
import { toSheetPath } from '../astro-part.ts'
import type { Component, Components } from '../components.ts'
import { isLinkedStyle } from '../style-id.ts'

/** What the plugin asks and tells the development server. */
export interface HotUpdateHost {
  /** Says whether a file that comes or goes, or one that failed to load, concerns the pages. */
  readonly concerns: (file: string, type: HotUpdateOptions['type']) => boolean
  /** Told that the next request wants new pages, and open browsers a new one. */
  readonly onChange: () => void
  /** Told that styles have changed, which open browsers exchange. */
  readonly onStyleChange: () => void
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
  // Vite asks for each environment, the browser's first.
  let update: Update = {}
  return {
    name: 'ssr-pages:hot-update',
    configResolved({ plugins }) {
      const own = plugins.find(({ name }) => name === 'ssr-pages')
      findComponents = () => own?.api.components
    },
    async hotUpdate({ file, type, modules }) {
      if (this.environment.name === 'client') {
        const changes = type === 'update' ? await compileAnew(file, findComponents()) : []
        const isStyle = type === 'update' && modules.length > 0 && isSheet(file)
        update = await judge(changes, isStyle ? modules : [], this.environment)
        return update.modules
      }
      if (update.kind === 'styles') host.onStyleChange()
      else if (update.kind === 'pages' || modules.length > 0 || host.concerns(file, type)) {
        host.onChange()
      }
      return []
    },
  }
}

interface Update {
  /** What open pages need; `undefined` where the other environments decide. */
  readonly kind?: 'styles' | 'pages'
  /** What Vite sends to open pages. [what it would send by itself] */
  readonly modules?: EnvironmentModuleNode[]
}

async function judge(
  changes: readonly Change[],
  sheets: EnvironmentModuleNode[],
  client: DevEnvironment,
): Promise<Update> {
  if (changes.length === 0 && sheets.length === 0) return {}
  const modules =
    changes.length === 0 ? sheets : changes.flatMap((change) => sheetsOf(change, client))
  const isStyleOnly = changes.every((change) => change.isStyleOnly)
  if (isStyleOnly && (await areSound(modules, client))) return { kind: 'styles', modules }
  return { kind: 'pages', modules: [] }
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
  const known = await Promise.all([...components.all].map(settle))
  const concerned = known.filter(
    ([path, before]) => path === file || before?.dependencies.has(file) === true,
  )
  return Promise.all(
    concerned.map(async ([path, before]) => {
      const [, after] = await settle([path, components.compile(path)])
      return compare(path, before, after)
    }),
  )
}

function compare(file: string, before?: Component, after?: Component): Change {
  if (!before || !after) return { file, isStyleOnly: false, indexes: new Set() }
  const indexes = after.css.flatMap((css, index) => (css === before.css[index] ? [] : [index]))
  const isSame = after.code === before.code && String(after.scripts) === String(before.scripts)
  return { file, isStyleOnly: isSame, indexes: new Set(indexes) }
}

// A file that did not compile has nothing that could be compared.
async function settle([file, pending]: readonly [string, Promise<Component>]): Promise<
  readonly [string, Component | undefined]
> {
  return [file, await pending.catch(() => undefined)]
}
