import type { Rolldown } from 'vite'

/**
 * Finds the modules that only certain entries can load.
 *
 * @param chunks - All chunks of the bundle.
 * @param entries - File names of those entries.
 * @returns File names of those entries and of what nothing else imports.
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
  // A set can grow while it is walked through.
  for (const name of found) {
    const { imports = [], dynamicImports = [] } = byName.get(name) ?? {}
    for (const imported of [...imports, ...dynamicImports]) found.add(imported)
  }
  return found
}
