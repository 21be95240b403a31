import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import { relativeName } from '../project/public-name.ts'
import { property } from '../shared/property.ts'
import { IMAGE_MARK } from './find-images.ts'
import { findField, type ParseScript } from './field-places.ts'
import type { Collection, EntrySchema, ParseDataOptions } from './loader-types.ts'
import { parseData } from './parse-data.ts'
import { InvalidEntryError, type Problem } from './problems.ts'
import { type FoundIssue, isSchema, validate } from './validate.ts'

/** The parts of Zod that `image()` is made of. */
interface ImageZod {
  string(): {
    transform(change: (path: string, context: IssueContext) => unknown): unknown
  }
}

interface IssueContext {
  addIssue(issue: { readonly code: 'custom'; readonly message: string }): void
}

/** What validating needs, besides the entry. */
export interface ParseContext {
  readonly root: string
  readonly parseScript: ParseScript
  /** Zod as the project has it, or what throws when it is used. */
  readonly zod: unknown
}

/**
 * Validates an entry by the schema of its collection.
 *
 * @returns What the schema made of the data; without a schema, the data.
 * @throws {InvalidEntryError} with one problem for each field that is wrong
 */
export async function parseEntry(
  collection: Pick<Collection, 'name'> & { readonly schema: Collection['schema'] },
  entry: ParseDataOptions,
  context: ParseContext,
): Promise<unknown> {
  const schema = toSchema(collection.schema, entry, context)
  if (schema === undefined) return entry.data
  const result = await validate(schema, entry.data)
  if (result.issues === undefined) return result.data
  throw new InvalidEntryError(toProblems(collection.name, entry, result.issues, context))
}

function toSchema(
  schema: Collection['schema'],
  { filePath }: ParseDataOptions,
  { zod }: ParseContext,
): EntrySchema | undefined {
  if (schema === undefined || isSchema(schema)) return schema
  return schema({ image: () => imageField(zod as ImageZod, filePath) })
}

/** Creates the schema of a field with the path of an image, as `image()` returns it. */
export function imageField(zod: ImageZod, filePath: string | undefined): unknown {
  return zod.string().transform((path, context) => {
    const isRemote = /^(?:[a-z][a-z\d+.-]*:|\/)/i.test(path)
    if (isRemote || filePath === undefined || path === '') return IMAGE_MARK + path
    const isThere = existsSync(resolve(dirname(filePath), path))
    if (isThere) return IMAGE_MARK + (path.startsWith('.') ? path : `./${path}`)
    // Any other path may be an alias.
    if (!/^\.{1,2}\//.test(path)) return IMAGE_MARK + path
    context.addIssue({ code: 'custom', message: `The image '${path}' does not exist` })
    return path
  })
}

function toProblems(
  collection: string,
  { id, data, filePath }: ParseDataOptions,
  issues: readonly FoundIssue[],
  { root, parseScript }: ParseContext,
): Problem[] {
  const text = filePath === undefined ? undefined : readText(filePath)
  const file =
    filePath === undefined ? `the collection '${collection}'` : relativeName(root, filePath)
  return issues.map(({ message, path }) => {
    const place =
      text === undefined || filePath === undefined
        ? {}
        : { source: text, ...placeOf({ file: filePath, text, id }, path, parseScript) }
    const field = path.length === 0 ? '' : `${path.join('.')}: `
    const what = `The entry '${id}' of the collection '${collection}' does not match its schema: `
    const seen = describeSeen(message, data, path)
    return {
      code: 'CONTENT_INVALID',
      collection,
      file,
      text: what + field + message + seen,
      ...place,
    }
  })
}

// A file of many entries has this one below its id, or in a list.
function placeOf(
  source: { file: string; text: string; id: string },
  path: FoundIssue['path'],
  parse: ParseScript,
): Partial<{ line: number; column: number }> {
  try {
    const plain = findField(source, path, parse)
    const inside = findField(source, [keyOf(source), ...path], parse)
    return inside.line > plain.line ? inside : plain
  } catch {
    return {}
  }
}

function keyOf({ file, text, id }: { file: string; text: string; id: string }): string | number {
  const index = /\.(?:json|ya?ml|toml)$/.test(file) ? indexesOf(file, text).get(id) : undefined
  return index ?? id
}

/** The list that was read last. A file with many mistakes is read once. */
let last:
  | { readonly file: string; readonly text: string; readonly indexes: ReadonlyMap<string, number> }
  | undefined

function indexesOf(file: string, text: string): ReadonlyMap<string, number> {
  if (last?.file === file && last.text === text) return last.indexes
  const data = parseData(file, text)
  const indexes = new Map<string, number>()
  for (const [index, item] of Array.isArray(data) ? data.entries() : []) {
    const id = String(property(item, 'id') ?? property(item, 'slug'))
    if (!indexes.has(id)) indexes.set(id, index)
  }
  last = { file, text, indexes }
  return indexes
}

function describeSeen(message: string, data: unknown, path: FoundIssue['path']): string {
  const value = path.reduce<unknown>((inner, key) => property(inner, String(key)), data)
  if (value === undefined || message.includes('does not exist')) return ''
  const json = toJson(value)
  return json === undefined ? '' : ` (saw ${json.length > 60 ? `${json.slice(0, 57)}...` : json})`
}

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

function readText(file: string): string | undefined {
  try {
    return withoutMark(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
