import { relative, sep } from 'node:path'
import type { DevEnvironment, EnvironmentModuleNode } from 'vite'
import type { RouteAssets } from '../../types.ts'
import { parsePart, toPartId, toSheetPath } from '../astro-part.ts'
import { type ModuleImports, reachableModules } from '../cascade.ts'
import { readMeta } from '../component-meta.ts'
import { toPublicName } from '../public-name.ts'
import { isLinkedStyle } from '../style-id.ts'

/**
 * Finds what a page that has been imported needs in the browser.
 *
 * @param entry - Id of the page's module.
 * @param server - The modules of the server.
 * @param root - The project's root, absolute.
 * @returns Paths relative to the base, in cascade order.
 */
export function collectAssets(entry: string, server: DevEnvironment, root: string): RouteAssets {
  const { moduleGraph, pluginContainer } = server
  const ids = reachableModules(entry, (id) => importsOf(moduleGraph.getModuleById(id)))
  const components = ids.flatMap((id) => {
    const component = readMeta(pluginContainer.getModuleInfo(id)?.meta ?? {})
    return component ? [{ file: id, ...component }] : []
  })
  const scripts = components.flatMap(({ file, scripts: count }) =>
    Array.from({ length: count }, (_, index) => ({ file, type: 'script', index }) as const),
  )
  return {
    styles: ids.filter(isLinkedStyle).map((id) => toStylePath(root, id)),
    scripts: Object.fromEntries(
      scripts.map((part) => [
        toPartId({ ...part, file: toPublicName(root, part.file) }),
        toPartId({ ...part, file: toBrowserPath(root, part.file) }),
      ]),
    ),
    hasHead: components.some(({ hasHead }) => hasHead),
  }
}

/**
 * Names a file for the browser, as Vite does.
 *
 * @param root - The project's root, absolute.
 * @param file - The file, absolute.
 * @returns A URL path relative to the base: `src/menu.ts`, or `@fs/...` outside of the root.
 */
export function toBrowserPath(root: string, file: string): string {
  const path = relative(root, file).replaceAll(sep, '/')
  return encodeURI(path.startsWith('../') ? `@fs${file.replaceAll(sep, '/')}` : path)
}

function toStylePath(root: string, id: string): string {
  const part = parsePart(id)
  if (part) return toSheetPath({ ...part, file: toBrowserPath(root, part.file) })
  const [file = id, query] = id.split('?')
  return toBrowserPath(root, file) + (query === undefined ? '' : `?${query}`)
}

// Vite keeps both kinds of imports in one list; the compiled code knows which are static.
function importsOf(module: EnvironmentModuleNode | undefined): ModuleImports | null {
  if (!module) return null
  const dynamic = new Set(module.transformResult?.dynamicDeps)
  const imported = [...module.importedModules].filter(({ id }) => id !== null)
  const idsOf = (nodes: readonly EnvironmentModuleNode[]) => nodes.map(({ id }) => id ?? '')
  return {
    importedIds: idsOf(imported.filter(({ url }) => !dynamic.has(url))),
    dynamicallyImportedIds: idsOf(imported.filter(({ url }) => dynamic.has(url))),
  }
}
