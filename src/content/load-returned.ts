import { isObject } from '../shared/is-object.ts'
import { property } from '../shared/property.ts'
import type { LoaderContext } from './loader-types.ts'

/**
 * Loads a collection whose loader is a function: it returns a list of entries with an `id`, or an
 * object whose keys are the ids.
 *
 * @throws {TypeError} when it returns anything else
 */
export async function loadReturned(
  loader: () => unknown,
  { store, parseData }: Pick<LoaderContext, 'store' | 'parseData'>,
): Promise<void> {
  const items = listItems(await loader())
  const parsed = await Promise.allSettled(items.map(([id, data]) => parseData({ id, data })))
  const failed = parsed.filter((one) => one.status === 'rejected').map(({ reason }) => reason)
  if (failed.length > 0) throw failed.length === 1 ? failed[0] : new AggregateError(failed)
  store.clear()
  parsed.forEach((one, index) => {
    if (one.status === 'fulfilled') store.set({ id: items[index]?.[0] ?? '', data: one.value })
  })
}

function listItems(returned: unknown): [id: string, data: unknown][] {
  if (Array.isArray(returned)) return returned.map((item, index) => [readId(item, index), item])
  if (!isObject(returned)) {
    throw new TypeError(
      `the loader returned neither a list nor an object (saw ${returned === null ? 'null' : typeof returned})`,
    )
  }
  return Object.entries(returned).map(([id, item]) => {
    const own = property(item, 'id')
    if (!isObject(item)) throw new TypeError(`the entry '${id}' is not an object`)
    if (own !== undefined && own !== '' && own !== id) {
      throw new TypeError(`the entry with the key '${id}' has the id ${JSON.stringify(own)}`)
    }
    return [id, item]
  })
}

function readId(item: unknown, index: number): string {
  const id = property(item, 'id')
  if (typeof id === 'string' && id !== '') return id
  const seen =
    id === undefined ? 'has no `id`' : `has an \`id\` that is no string (saw ${JSON.stringify(id)})`
  throw new TypeError(`the item ${index} of the list ${id === '' ? 'has an empty `id`' : seen}`)
}
