import { readFileSync } from 'node:fs'
import { sourceError } from '../compiler/source-error.ts'
import { placeAt } from '../compiler/place.ts'
import { relativeName } from '../project/public-name.ts'
import { isObject } from '../shared/is-object.ts'
import { property } from '../shared/property.ts'
import type { Collection, Loader } from './loader-types.ts'
import { isSchema } from './validate.ts'

/** The module of the configuration. */
export interface ConfigSource {
  readonly root: string
  /** Absolute path. */
  readonly file: string
}

const GLOB =
  "`loader: glob({ pattern: '**/*.md', base: './src/content/blog' })`, with `glob` from 'astro/loaders'"

/**
 * Reads the collections of an imported configuration.
 *
 * @param module - What the file exports.
 * @throws {SsrPagesError} CONTENT_CONFIG_INVALID: with the collection and its place
 */
export function readCollections(module: object, source: ConfigSource): Collection[] {
  const collections = property(module, 'collections')
  if (!isObject(collections)) {
    throw refuse(source, undefined, {
      text: `The file exports no object \`collections\`${collections === undefined ? '' : ` (saw ${typeof collections})`}`,
      hint: 'Write `export const collections = { blog: defineCollection({ loader }) }`.',
    })
  }
  return Object.entries(collections).map(([name, value]) => readCollection(name, value, source))
}

function readCollection(name: string, value: unknown, source: ConfigSource): Collection {
  const fail = (text: string, hint: string) => refuse(source, name, { text, hint })
  if (name === '') throw fail('has no name', 'Name it: `{ blog: defineCollection({ loader }) }`.')
  if (!isObject(value)) {
    throw fail(`is not a collection (saw ${typeof value})`, 'Create it by defineCollection().')
  }
  const { loader, schema, type } = value
  if (type === 'live') {
    throw fail('is live', 'Export it from src/live.config.ts.')
  }
  if (type === 'content' || type === 'data' || loader === undefined) {
    const seen = type === undefined ? 'has no loader' : `has the type '${String(type)}' of Astro 4`
    const folder = GLOB.replace('/blog', `/${name}`)
    throw fail(
      seen,
      `${type === undefined ? '' : 'Remove `type`, and '}give it ${folder}.`.replace(/^g/, 'G'),
    )
  }
  if (schema !== undefined && typeof schema !== 'function' && !isSchema(schema)) {
    throw fail(
      `has a schema of an unknown kind (saw ${typeof schema})`,
      'Write `z.object({ ... })`, or a schema of a library that implements Standard Schema.',
    )
  }
  return { name, loader: readLoader(loader, fail), schema: schema as Collection['schema'] }
}

function readLoader(
  loader: unknown,
  fail: (text: string, hint: string) => Error,
): Collection['loader'] {
  if (typeof loader === 'function') return loader as () => unknown
  const isLive = isObject(loader) && ('loadEntry' in loader || 'loadCollection' in loader)
  if (isObject(loader) && typeof loader['load'] === 'function') return loader as unknown as Loader
  if (isLive) throw fail('has a loader of a live collection', 'Define it in src/live.config.ts.')
  throw fail(
    `has a loader without a function \`load\` (saw ${loader === null ? 'null' : typeof loader})`,
    `Write ${GLOB}, or an object with \`name\` and \`load\`.`,
  )
}

function refuse(
  { root, file }: ConfigSource,
  name: string | undefined,
  { text, hint }: { readonly text: string; readonly hint: string },
): Error {
  const code = readFileSync(file, 'utf8')
  const what = name === undefined ? text : `The collection '${name}' ${text}`
  return sourceError('CONTENT_CONFIG_INVALID', {
    file: relativeName(root, file),
    text: what,
    hint,
    source: code,
    ...(name !== undefined && placeOf(name, code)),
  })
}

// Where the name is a key, else where it is written first.
function placeOf(name: string, code: string): { line: number; column: number } | undefined {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const found =
    new RegExp(`(?<![\\w$.])['"]?${escaped}['"]?\\s*[:,}=]`).exec(code)?.index ?? code.indexOf(name)
  return found < 0 ? undefined : placeAt(code, found)
}
