import type { Encoded } from './values.ts'

/** One value of a session. */
export interface Entry {
  readonly data: Encoded
  /** Milliseconds since 1970; `undefined` for a value that lasts as long as its session. */
  readonly expires: number | undefined
}

/** The values of a session by key. */
export type Entries = ReadonlyMap<string, Entry>

/** Changes by key; `undefined` deletes the value. */
export type Changes = ReadonlyMap<string, Entry | undefined>

/**
 * Marks the stored text as ours, so that foreign data is not read as a session. It also keeps
 * stores from parsing the text as JSON.
 */
const FORMAT = 'ssr-pages session 1\n'

type Row = readonly [key: string, data: Encoded, expires: number | null]

/**
 * Serializes a session.
 *
 * @param entries - The session's values.
 * @param expires - When the session ends, in milliseconds since 1970.
 */
export function toText(entries: Entries, expires: number): string {
  const rows: Row[] = [...entries].map(([key, entry]) => [key, entry.data, entry.expires ?? null])
  return FORMAT + JSON.stringify([expires, rows])
}

/**
 * Parses a session.
 *
 * @param text - The stored text.
 * @returns The values; `undefined` if the session has ended, or the text is cut off or not ours.
 */
export function parseText(text: unknown): Entries | undefined {
  if (typeof text !== 'string' || !text.startsWith(FORMAT)) return undefined
  try {
    const [expires, rows] = JSON.parse(text.slice(FORMAT.length)) as [number | null, Row[]]
    if (isOver(expires ?? undefined)) return undefined
    return new Map(rows.map(([key, data, end]) => [key, { data, expires: end ?? undefined }]))
  } catch {
    return undefined
  }
}

/**
 * Applies changes to the values of a session.
 *
 * @returns A new map, without values that have ended.
 */
export function merge(entries: Entries, changes: Changes): Entries {
  const merged = [...new Map<string, Entry | undefined>([...entries, ...changes])]
  return new Map(merged.filter((pair): pair is [string, Entry] => isLive(pair[1])))
}

function isLive(entry: Entry | undefined): boolean {
  return entry !== undefined && !isOver(entry.expires)
}

function isOver(expires: number | undefined): boolean {
  return expires !== undefined && expires <= Date.now()
}
