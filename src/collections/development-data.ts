import type { DataModule } from './data-module.ts'

/** Global, because the modules of pages may come from another copy of this package. */
const KEY = Symbol.for('ssr-pages.data')

/**
 * The collections of development by the ids of their data modules: nothing is written as text, sent through
 * Vite and parsed again after each save.
 */
export const developmentData: Map<string, DataModule> = findData()

/** Writes a data module that reads {@link developmentData}. */
export function toDevelopmentModule(key: string): string {
  return `const data = globalThis[Symbol.for('ssr-pages.data')].get(${JSON.stringify(key)})
export const { records, bodies, rendered } = data
`
}

function findData(): Map<string, DataModule> {
  const found: unknown = Reflect.get(globalThis, KEY)
  if (found instanceof Map) return found as Map<string, DataModule>
  const created = new Map<string, DataModule>()
  Object.defineProperty(globalThis, KEY, { value: created })
  return created
}
