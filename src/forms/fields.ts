import { SsrPagesError } from '../shared/errors.ts'
import { MAX_KEYS, appendKeys, isIndex, parseName } from './field-name.ts'

/** As many fields as a form may have. */
const MAX_FIELDS = 10_000

/** A field, or the object or list that fields with longer names are in. */
interface Field {
  /** Its name as it was sent; of an object, the part of the name that leads to it. */
  readonly name: string
  /** Undefined if it is an object or a list of fields. */
  readonly values: unknown[] | undefined
  /** True if its values are a list. */
  readonly isList: boolean
  readonly inner: Map<string, Field>
  /** Its fields by position; `undefined` if it is an object. Known when all fields have been added. */
  items?: readonly Field[] | undefined
}

/** A field that has values. */
export interface Leaf {
  readonly name: string
  readonly values: readonly unknown[]
  readonly isList: boolean
}

/** The fields of a form, by their names. Time and memory are in proportion to what was sent. */
export class Fields {
  readonly #root: Field = { name: '', values: undefined, isList: false, inner: new Map() }
  readonly #lists: ReadonlySet<string>
  readonly #leaves: Leaf[] = []
  #count = 0

  /**
   * @param lists - Names whose value is a list, also if it is sent once, or not at all.
   */
  constructor(lists: readonly string[] = []) {
    this.#lists = new Set(lists)
    for (const name of lists) this.#find(name, true)
  }

  /** Adds a value of a field. Of two fields of which one would be inside the other, the first counts. */
  add(name: string, value: unknown): void {
    if (++this.#count > MAX_FIELDS) throw tooLarge(`more than ${MAX_FIELDS} fields`)
    this.#find(name, this.#lists.has(name))?.values?.push(value)
  }

  /** Whether the option `lists` has a name. */
  isNamedList(name: string): boolean {
    return this.#lists.has(name)
  }

  /** Adds a list without values. */
  addList(name: string): void {
    this.#find(name, true)
  }

  /** Returns the fields as a schema expects them: objects, lists and values. */
  toData(): unknown {
    return toObject(this.#root)
  }

  /** The fields that have values, in the order they were sent. */
  get leaves(): readonly Leaf[] {
    return this.#leaves
  }

  /**
   * Returns the name of the field that a schema's path leads to.
   *
   * @param path - Keys of objects and positions in lists.
   */
  nameOf(path: readonly string[]): string {
    let field = this.#root
    for (const [at, key] of path.entries()) {
      if (field.isList) return field.name
      const inner = field.items === undefined ? field.inner.get(key) : field.items[Number(key)]
      if (inner === undefined) return appendKeys(field.name, path.slice(at))
      field = inner
    }
    return field.name
  }

  #find(name: string, isNamedList: boolean): Field | undefined {
    const { keys, ends, isList } = parseName(name)
    if (keys.length > MAX_KEYS) throw tooLarge(`a name of more than ${MAX_KEYS} parts`)
    const last = keys.at(-1)
    if (last === undefined) return undefined
    let field = this.#root
    for (const [at, key] of keys.slice(0, -1).entries()) {
      field = innerOf(field, key, () => ({
        name: name.slice(0, ends[at]),
        values: undefined,
        isList: false,
        inner: new Map(),
      }))
      if (field.values !== undefined) return undefined
    }
    return innerOf(field, last, () => this.#createLeaf(name, isList || isNamedList))
  }

  #createLeaf(name: string, isList: boolean): Field {
    const leaf = { name, values: [], isList, inner: new Map() }
    this.#leaves.push(leaf)
    return leaf
  }
}

function innerOf(field: Field, key: string, create: () => Field): Field {
  const found = field.inner.get(key)
  if (found !== undefined) return found
  const created = create()
  field.inner.set(key, created)
  return created
}

function toValue(field: Field): unknown {
  if (field.values !== undefined) return field.isList ? field.values : field.values[0]
  field.items = itemsOf(field)
  return field.items === undefined ? toObject(field) : field.items.map(toValue)
}

// Without a prototype: a field that was not sent is undefined, whatever its name.
function toObject({ inner }: Field): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null)
  for (const [key, field] of inner) object[key] = toValue(field)
  return object
}

// Positions without a field are left out: a form from which a row was removed has gaps.
function itemsOf({ inner }: Field): readonly Field[] | undefined {
  if (![...inner.keys()].every(isIndex)) return undefined
  return [...inner].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, field]) => field)
}

function tooLarge(what: string): SsrPagesError {
  return new SsrPagesError('FORM_TOO_LARGE', `A form has ${what}.`)
}
