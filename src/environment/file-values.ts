import type { EnvSource } from '../shared/environment.ts'

/** Global, because the modules of pages may come from another copy of this package. */
const KEY = Symbol.for('ssr-pages.env')

/**
 * In development, what the `.env` files of each project contain, by the id of its server. The values
 * are not written into modules, whose code errors may show.
 */
export const fileValues: Map<string, EnvSource> = findValues()

function findValues(): Map<string, EnvSource> {
  const found: unknown = Reflect.get(globalThis, KEY)
  if (found instanceof Map) return found as Map<string, EnvSource>
  const created = new Map<string, EnvSource>()
  Object.defineProperty(globalThis, KEY, { value: created })
  return created
}
