import type { HotUpdateOptions, Plugin } from 'vite'
import { toSheetPath } from '../astro-part.ts'
import type { Component, Components } from '../components.ts'
import { isLinkedStyle } from '../style-id.ts'

/** What the plugin asks and tells the development server. */
export interface HotUpdateHost {
  readonly components: () => Components
  /** Says whether a file that comes or goes, or one that failed to load, concerns the pages. */
  readonly concerns: (file: string, type: HotUpdateOptions['type']) => boolean
  /** Told that the next request wants new pages, and open browsers a new one. */
  readonly onChange: () => void
}

/**
 * Creates the Vite plugin that decides what a change of a file means: styles are exchanged in open
 * pages; whatever else a page is made of is imported anew, and open pages are loaded again.
 *
 * @param host - The development server.
 * @returns A plugin for Vite's `plugins`.
 */
export function hotUpdatePlugin(host: HotUpdateHost): Plugin {
  // Vite asks for each environment, the browser's first.
  let isStyleOnly = false
  return {
    name: 'ssr-pages:hot-update',
    async hotUpdate({ file, type, modules }) {
      if (this.environment.name === 'client') {
        const changes = type === 'update' ? await compileAnew(file, host.components()) : []
        if (changes.length === 0) {
          isStyleOnly = type === 'update' && modules.length > 0 && isSheet(file)
          return undefined
        }
        isStyleOnly = changes.every(({ isStyleOnly: only }) => only)
        if (!isStyleOnly) return []
        const { moduleGraph } = this.environment
        const sheets = changes.flatMap(({ file: path, indexes }) =>
          [...indexes].map((index) => toSheetPath({ file: path, index })),
        )
        return sheets.flatMap((sheet) => [...(moduleGraph.getModulesByFile(sheet) ?? [])])
      }
      if (!isStyleOnly && (modules.length > 0 || host.concerns(file, type))) host.onChange()
      return []
    },
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
