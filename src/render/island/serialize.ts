import { SsrPagesError } from '../../shared/errors.ts'
import { isImportedImage } from '../../shared/imported-image.ts'
import { remember } from '../../shared/remember.ts'
import { describeTag, type TagPlace } from './tag-place.ts'

/** Kinds of values that JSON does not have; each value is written as `[kind, data]`. */
const VALUE = 0
const ARRAY = 1
const REG_EXP = 2
const DATE = 3
const MAP = 4
const SET = 5
const BIG_INT = 6
const URL = 7
const INFINITE = 11
const BYTES: Readonly<Record<string, number>> = { Uint8Array: 8, Uint16Array: 9, Uint32Array: 10 }

/** How deep values may be nested: each level takes a part of the stack, here and in the browser. */
const MAX_DEPTH = 500

/** The values around the one that is written. */
interface Place {
  readonly tag: TagPlace
  readonly parents: Set<object>
  /** The prop's name and the members below it. */
  readonly path: string[]
}

const nameToJson = remember((name) => `${JSON.stringify(name)}:`)

/**
 * Writes the props of an island as JSON that its script in the browser reads back: also dates,
 * regular expressions, maps, sets, bigints, URLs, arrays of bytes, infinities and `undefined`.
 * Functions, symbols and members called `__proto__` are left out; other objects become plain ones.
 *
 * @param props - The attributes of the tag.
 * @param tag - The tag and its file, for errors.
 * @returns JSON.
 * @throws {SsrPagesError} ISLAND_PROPS_INVALID: when a value contains itself or is nested too deep
 */
export function serializeProps(props: Readonly<Record<string, unknown>>, tag: TagPlace): string {
  return membersToJson(props, { tag, parents: new Set(), path: [] })
}

function membersToJson(value: object, place: Place): string {
  enter(value, place)
  let json = ''
  for (const key of Object.keys(value)) {
    if (key === '__proto__') continue
    const member = withoutComponent(value[key as keyof typeof value])
    if (typeof member === 'function' || typeof member === 'symbol') continue
    if (json !== '') json += ','
    json += nameToJson(key) + memberToJson(member, key, place)
  }
  place.parents.delete(value)
  return `{${json}}`
}

// An imported drawing is a component on the server, and an image in browsers.
function withoutComponent(value: unknown): unknown {
  if (typeof value !== 'function' || !isImportedImage(value)) return value
  const { src, width, height, format } = value
  return { src, width, height, format }
}

function listToJson(values: readonly unknown[], owner: object, place: Place): string {
  enter(owner, place)
  let json = ''
  for (let i = 0; i < values.length; i++) {
    if (i > 0) json += ','
    json += memberToJson(withoutComponent(values[i]), i, place)
  }
  place.parents.delete(owner)
  return `[${json}]`
}

function memberToJson(value: unknown, key: string | number, place: Place): string {
  if (typeof value !== 'object' || value === null) return primitiveToJson(value)
  place.path.push(String(key))
  const json = objectToJson(value, place)
  place.path.pop()
  return json
}

function primitiveToJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return `[${VALUE},${JSON.stringify(value)}]`
    case 'number':
      return numberToJson(value)
    case 'bigint':
      return `[${BIG_INT},"${value}"]`
    case 'undefined':
      return `[${VALUE}]`
    default:
      // `null`. Also functions in a list, where the places of the others must not change.
      return `[${VALUE},null]`
  }
}

function numberToJson(value: number): string {
  const isInfinite = value === Infinity || value === -Infinity
  return isInfinite ? `[${INFINITE},${value > 0 ? 1 : -1}]` : `[${VALUE},${JSON.stringify(value)}]`
}

function objectToJson(value: object, place: Place): string {
  if (Array.isArray(value)) return `[${ARRAY},${listToJson(value, value, place)}]`
  return builtInToJson(value, place) ?? `[${VALUE},${membersToJson(value, place)}]`
}

// By the name of the class, which works across realms. An object may choose that name, so what it
// contains is read with the methods of the real class, which throw for any other object.
function builtInToJson(value: object, place: Place): string | undefined {
  const name = Object.prototype.toString.call(value).slice('[object '.length, -1)
  if (name === 'Object') return undefined
  switch (name) {
    case 'Date': {
      const time = attempt(() => Date.prototype.getTime.call(value))
      return time === undefined ? undefined : `[${DATE},${dateToJson(time)}]`
    }
    case 'RegExp': {
      const { source, flags } = value as RegExp
      if (typeof source !== 'string' || typeof flags !== 'string') return undefined
      const rest = flags === '' ? '' : `,${JSON.stringify(flags)}`
      return `[${REG_EXP},${JSON.stringify(source)}${rest}]`
    }
    case 'Map': {
      const entries = attempt(() => [...Map.prototype.entries.call(value)])
      return entries && `[${MAP},${listToJson(entries, value, place)}]`
    }
    case 'Set': {
      const values = attempt(() => [...Set.prototype.values.call(value)])
      return values && `[${SET},${listToJson(values, value, place)}]`
    }
    case 'URL': {
      const { href } = value as { href?: unknown }
      return typeof href === 'string' ? `[${URL},${JSON.stringify(href)}]` : undefined
    }
    case 'String':
    case 'Number':
    case 'Boolean': {
      const primitive: unknown = value.valueOf()
      return typeof primitive === 'object' ? undefined : primitiveToJson(primitive)
    }
    default:
      return bytesToJson(value, name)
  }
}

function bytesToJson(value: object, name: string): string | undefined {
  const kind = BYTES[name]
  if (kind === undefined || !ArrayBuffer.isView(value)) return undefined
  return `[${kind},[${String(value as Uint8Array | Uint16Array | Uint32Array)}]]`
}

// An invalid date has no ISO form. The browser creates an invalid one from this.
function dateToJson(time: number): string {
  return JSON.stringify(Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString())
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

function enter(value: object, place: Place): void {
  const { parents } = place
  if (parents.has(value)) throw invalid(place, 'contains itself')
  if (parents.size > MAX_DEPTH) {
    throw invalid(place, `is nested more than ${MAX_DEPTH} deep`)
  }
  parents.add(value)
}

function invalid({ tag, path }: Place, why: string): SsrPagesError {
  const [prop = ''] = path
  const shown = path.slice(0, 4).join('.') + (path.length > 4 ? '...' : '')
  const what = `The prop "${prop}" of ${describeTag(tag)} cannot be sent to the browser: ${shown} ${why}.`
  return new SsrPagesError('ISLAND_PROPS_INVALID', what, {
    component: tag.component,
    file: tag.file,
    prop,
  })
}
