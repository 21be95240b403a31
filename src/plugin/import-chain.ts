import type { Environment, Rolldown } from 'vite'
import { parsePart } from '../compiler/astro-part.ts'
import { toPublicName } from '../project/public-name.ts'

/** A longer chain is shortened. */
const MAX_LENGTH = 8

/**
 * Describes how a module came to be imported: `src/b.ts is imported by src/a.ts, which is imported by
 * src/pages/index.astro`.
 *
 * @param root - Absolute path of the project.
 * @param id - The module.
 * @param importersOf - Returns the ids of the modules that import one.
 * @returns A sentence without its full stop; `undefined` if the module is itself part of a page.
 */
export function describeChain(
  root: string,
  id: string,
  importersOf: (id: string) => readonly string[],
): string | undefined {
  const files = [toFile(id)]
  const seen = new Set([id])
  let current: string | undefined = id
  while (files.length < MAX_LENGTH) {
    current = importersOf(current).find((one) => !one.startsWith('\0') && !seen.has(one))
    if (current === undefined) break
    seen.add(current)
    // A component and its parts are one file.
    if (files.at(-1) !== toFile(current)) files.push(toFile(current))
  }
  const [first, second, ...more] = files.map((file) => toPublicName(root, file).slice(1))
  if (first === undefined || second === undefined) return undefined
  const rest = more.map((file) => `, which is imported by ${file}`)
  return `${first} is imported by ${second}${rest.join('')}`
}

/** Returns a function that finds the modules which import one, of those that are known by now. */
export function importersIn(
  context: Rolldown.PluginContext & { readonly environment: Environment },
): (id: string) => readonly string[] {
  const { environment } = context
  if (environment.mode === 'dev') {
    const { moduleGraph } = environment
    return (id) => {
      const importers = moduleGraph.getModuleById(id)?.importers ?? []
      return [...importers].flatMap((module) => module.id ?? [])
    }
  }
  // The bundler completes `importers` later.
  return (id) =>
    [...context.getModuleIds()].filter((other) => {
      const { importedIds = [], dynamicallyImportedIds = [] } = context.getModuleInfo(other) ?? {}
      return importedIds.includes(id) || dynamicallyImportedIds.includes(id)
    })
}

function toFile(id: string): string {
  return parsePart(id)?.file ?? id.replace(/\?.*$/s, '')
}
