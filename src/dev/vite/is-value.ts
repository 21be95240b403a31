import type { EnvironmentModuleNode, ViteDevServer } from 'vite'
import { isStyle } from '../../plugin/style-id.ts'

/** Queries that import a file as text or URL, and files whose class names are imported. */
const VALUE = /[?&](?:url|raw|inline)\b|\.module\.\w+(?:\?|$)/

/**
 * Tells whether code uses a file as a value: its text, its URL or its class names. A page may print
 * that, even if the file is also linked as a style.
 *
 * @param file - Absolute path.
 * @param server - Vite, with the modules of pages and of browsers.
 * @returns Also true for a file that is imported by a stylesheet which is a value itself.
 */
export function isValueInGraphs(file: string, server: ViteDevServer): boolean {
  const found = Object.values(server.environments).flatMap(({ moduleGraph }) => [
    ...(moduleGraph.getModulesByFile(file) ?? []),
  ])
  const seen = new Set<EnvironmentModuleNode>(found)
  for (const { id, url, importers } of seen) {
    if (VALUE.test(id ?? url)) return true
    for (const importer of importers) if (isStyle(importer.id ?? importer.url)) seen.add(importer)
  }
  return false
}
