import type { Rolldown } from 'vite'

/**
 * Finds the modules that only certain entries can load.
 *
 * @param entries - File names of the entries.
 * @returns File names of these entries and of the chunks that no other entry reaches.
 */
export function findOwnFiles(
  chunks: readonly Rolldown.OutputChunk[],
  entries: ReadonlySet<string>,
): ReadonlySet<string> {
  const names = chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName)
  const shared = reach(
    chunks,
    names.filter((name) => !entries.has(name)),
  )
  return new Set([...reach(chunks, [...entries])].filter((name) => !shared.has(name)))
}

function reach(
  chunks: readonly Rolldown.OutputChunk[],
  entries: readonly string[],
): ReadonlySet<string> {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const found = new Set(entries)
  // The loop also visits items that are added to the set meanwhile.
  for (const name of found) {
    const { imports = [], dynamicImports = [] } = byName.get(name) ?? {}
    for (const imported of [...imports, ...dynamicImports]) found.add(imported)
  }
  return found
}
