/** Names of the collections that a module reads; `undefined` when its code does not tell which. */
export type ReadCollections = ReadonlySet<string> | undefined

/** Functions of `astro:content` that read a collection, which is their first argument. */
const READERS = 'getCollection|getEntry|getEntries|getEntryBySlug|getDataEntryById'

const READ = new RegExp(String.raw`\.(?:${READERS})\b`, 'g')
const NAMED_READ = new RegExp(String.raw`\.(?:${READERS})\)?\(\s*(["'])([^"'\\\n]*)\1\s*[,)]`, 'g')
const IMPORT =
  /const (__vite_ssr_import_\d+__) = await __vite_ssr_import__\("[^"]*ssr-pages:content(?:\/zod)?"/g

/**
 * Reads from its code which collections a module reads: it names each of them in the call. For a
 * variable as the name, or functions that are handed on, the code does not tell.
 *
 * @param code - As Vite compiles a module of the server that imports `astro:content`.
 */
export function readCollections(code: string): ReadCollections {
  const imports = Array.from(code.matchAll(IMPORT), ([, name = '']) => name)
  // An `import()`, whose result may go anywhere.
  if (imports.length === 0 || imports.some((name) => isHandedOn(name, code))) return undefined
  const named = [...code.matchAll(NAMED_READ)]
  if (named.length < [...code.matchAll(READ)].length) return undefined
  return new Set(named.map(([, , name = '']) => name))
}

// Its declaration, and otherwise only members of it.
function isHandedOn(name: string, code: string): boolean {
  const uses = code.split(name).slice(1)
  return uses.some((after) => !/^(?:\.[\w$]| = await )/.test(after))
}
