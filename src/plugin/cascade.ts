import { parsePart } from '../compiler/astro-part.ts'

/** The imports of a module, in source order. */
export interface ModuleImports {
  readonly importedIds: readonly string[]
  readonly dynamicallyImportedIds: readonly string[]
}

/**
 * Lists all modules that a module can reach, in cascade order: for each module its static imports,
 * its dynamic imports, its own styles, and then itself. So the global styles of a layout, a static
 * import, precede all others.
 *
 * @param entry - Id of the module to start from.
 * @param importsOf - Returns the imports of a module.
 * @returns Ids without duplicates. The entry is the last.
 */
export function reachableModules(
  entry: string,
  importsOf: (id: string) => ModuleImports | null,
): string[] {
  const reached = new Set<string>()
  const ordered: string[] = []

  function visit(id: string): void {
    if (reached.has(id)) return
    reached.add(id)
    const { importedIds = [], dynamicallyImportedIds = [] } = importsOf(id) ?? {}
    const isOwn = (imported: string): boolean => parsePart(imported)?.file === id
    importedIds.filter((imported) => !isOwn(imported)).forEach(visit)
    dynamicallyImportedIds.forEach(visit)
    importedIds.filter(isOwn).forEach(visit)
    ordered.push(id)
  }
  visit(entry)
  return ordered
}

/**
 * Splits lists of styles into files that several lists can share without changing the order of any
 * list: two neighbours stay together if they are neighbours in every list that has one of them.
 *
 *     [a, b, c] and [a, b, d] -> [a, b], [c], [d]
 *
 * @param lists - The styles of each page in cascade order.
 * @returns Groups in order of appearance. Every style is in exactly one.
 */
export function shareStyles(lists: readonly (readonly string[])[]): string[][] {
  const after = neighbours(lists)
  const before = neighbours(lists.map((list) => list.toReversed()))
  const groups: string[][] = []
  const grouped = new Set<string>()
  const byLast = new Map<string, string[]>()
  for (const style of lists.flat()) {
    if (grouped.has(style)) continue
    grouped.add(style)
    const previous = before.get(style)
    const isNext = previous !== undefined && after.get(previous) === style
    const known = isNext ? byLast.get(previous) : undefined
    const group = known ?? []
    group.push(style)
    if (known === undefined) groups.push(group)
    else byLast.delete(known.at(-2) ?? '')
    byLast.set(style, group)
  }
  return groups
}

// Maps each style to the one that follows it in all lists; `undefined` when the lists disagree.
function neighbours(lists: readonly (readonly string[])[]): Map<string, string | undefined> {
  const next = new Map<string, string | undefined>()
  for (const list of lists) {
    list.forEach((style, index) => {
      const follower = list[index + 1]
      next.set(style, next.has(style) && next.get(style) !== follower ? undefined : follower)
    })
  }
  return next
}
