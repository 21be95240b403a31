import { SsrPagesError } from '../shared/errors.ts'
import { isObject } from '../shared/is-object.ts'
import type { LiveCollection } from './live-collection.ts'
import type { Import, LiveCollections } from './sources.ts'

/**
 * Creates a function that imports `src/live.config` when a live collection is first asked for, and checks
 * what it exports: the loaders may open connections, which a page without live collections does not need.
 *
 * @param load - Imports the module. (default: there is none)
 * @returns A function that throws CONTENT_CALL_INVALID for a configuration that cannot be used.
 */
export function readLiveConfig(load: Import<object> | undefined): () => Promise<LiveCollections> {
  let known: Promise<LiveCollections> | undefined
  return () => {
    if (load === undefined) return NONE
    known ??= load().then(toCollections)
    // A failed import is tried again.
    known.catch(() => (known = undefined))
    return known
  }
}

const NONE: Promise<LiveCollections> = Promise.resolve(new Map())

function toCollections(module: object): LiveCollections {
  const collections: unknown = Reflect.get(module, 'collections')
  if (!isObject(collections)) {
    throw invalid(`src/live.config exports no \`collections\``)
  }
  return new Map(Object.entries(collections).map(([name, one]) => [name, check(name, one)]))
}

function check(name: string, collection: unknown): LiveCollection {
  const loader = isObject(collection) ? collection['loader'] : undefined
  const hasMethods =
    typeof loader === 'object' &&
    loader !== null &&
    ['loadCollection', 'loadEntry'].every((method) => {
      return typeof Reflect.get(loader, method) === 'function'
    })
  const what = `The live collection ${JSON.stringify(name)} of src/live.config`
  if (!hasMethods) throw invalid(`${what} has no loader with loadCollection() and loadEntry()`)
  if (typeof Reflect.get(Object(collection), 'schema') === 'function') {
    throw invalid(`${what} has a function as its schema, instead of a schema`)
  }
  return collection as LiveCollection
}

function invalid(what: string): SsrPagesError {
  const hint =
    'Write `export const collections = { products: defineLiveCollection({ loader, schema }) }`.'
  return new SsrPagesError('CONTENT_CALL_INVALID', `${what}.`, {}, hint)
}
