import { SsrPagesError } from '../../shared/errors.ts'
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
  return within(value, place, () => {
    let json = ''
    for (const key of Object.keys(value)) {
      if (key === '__proto__') continue
      const member: unknown = value[key as keyof typeof value]
      if (typeof member === 'function' || typeof member === 'symbol') continue
      if (json !== '') json += ','
      json += `${JSON.stringify(key)}:${memberToJson(member, key, place)}`
    }
    return `{${json}}`
  })
}

function listToJson(values: readonly unknown[], owner: object, place: Place): string {
  return within(owner, place, () => {
    let json = ''
    for (let i = 0; i < values.length; i++) {
      if (i > 0) json += ','
      json += memberToJson(values[i], String(i), place)
    }
    return `[${json}]`
  })
}

function memberToJson(value: unknown, key: string, place: Place): string {
  place.path.push(key)
  const json = toJson(value, place)
  place.path.pop()
  return json
}

function toJson(value: unknown, place: Place): string {
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
    case 'object':
      return value === null ? `[${VALUE},null]` : objectToJson(value, place)
    default:
      // In a list, where the places of the others must not change.
      return `[${VALUE},null]`
  }
}

function numberToJson(value: number): string {
  const isInfinite = value === Infinity || value === -Infinity
  return isInfinite ? `[${INFINITE},${value > 0 ? 1 : -1}]` : `[${VALUE},${JSON.stringify(value)}]`
}

// By the name of the class, which works across realms. A class may choose the name itself, so the
// methods must be there as well.
function objectToJson(value: object, place: Place): string {
  if (Array.isArray(value)) return `[${ARRAY},${listToJson(value, value, place)}]`
  const name = Object.prototype.toString.call(value).slice('[object '.length, -1)
  switch (name) {
    case 'Date':
      // An invalid date has no ISO form. The browser creates an invalid one from this.
      return `[${DATE},${JSON.stringify(Number.isNaN(Number(value)) ? 'Invalid Date' : (value as Date).toISOString())}]`
    case 'RegExp': {
      const { source, flags } = value as RegExp
      return `[${REG_EXP},${JSON.stringify(source)}${flags === '' ? '' : `,"${flags}"`}]`
    }
    case 'Map':
      return `[${MAP},${listToJson([...(value as Map<unknown, unknown>)], value, place)}]`
    case 'Set':
      return `[${SET},${listToJson([...(value as Set<unknown>)], value, place)}]`
    case 'URL':
      return `[${URL},${JSON.stringify(String(value))}]`
    case 'String':
    case 'Number':
    case 'Boolean':
      return toJson(value.valueOf(), place)
  }
  const bytes = BYTES[name]
  if (bytes !== undefined && ArrayBuffer.isView(value)) {
    return `[${bytes},[${String(value as Uint8Array | Uint16Array | Uint32Array)}]]`
  }
  return `[${VALUE},${membersToJson(value, place)}]`
}

function within(value: object, place: Place, write: () => string): string {
  const { parents } = place
  if (parents.has(value)) throw invalid(place, 'contains itself')
  if (parents.size > MAX_DEPTH) {
    throw invalid(place, `is nested more than ${MAX_DEPTH} deep`)
  }
  parents.add(value)
  const json = write()
  parents.delete(value)
  return json
}

function invalid({ tag, path }: Place, why: string): SsrPagesError {
  const [prop = ''] = path
  const shown = path.length > 4 ? [...path.slice(0, 4), '...'] : path
  const what = `The prop "${prop}" of ${describeTag(tag)} cannot be sent to the browser: ${shown.join('.')} ${why}.`
  return new SsrPagesError('ISLAND_PROPS_INVALID', what, {
    component: tag.component,
    file: tag.file,
    prop,
  })
}
