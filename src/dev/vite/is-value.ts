import type { EnvironmentModuleNode, ViteDevServer } from 'vite'
import { isStyle } from '../../plugin/style-id.ts'

/** Queries that import a file as text or address, and the files whose class names are imported. */
const VALUE = /[?&](?:url|raw|inline)\b|\.module\.\w+(?:\?|$)/

/**
 * Says whether code takes a file for a value: its text, its address or the class names in it. A
 * page may print that, also where the file is a style as well.
 *
 * @param file - Absolute path of the file.
 * @param server - Vite, with the modules of pages and of browsers.
 * @returns Also true for what a stylesheet takes in that is a value itself.
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
