import type { Encoded } from './values.ts'

/** One value of a session. */
export interface Entry {
  readonly data: Encoded
  /** Milliseconds since 1970, or `undefined` for a value that stays as long as its session. */
  readonly expires: number | undefined
}

/** The values of a session by their keys. */
export type Entries = ReadonlyMap<string, Entry>

/** What is to become of some keys; `undefined` deletes. */
export type Changes = ReadonlyMap<string, Entry | undefined>

/** Keeps stores that parse JSON away from ours, and us away from what is not ours. */
const FORMAT = 'ssr-pages session 1\n'

type Row = readonly [key: string, data: Encoded, expires: number | null]

/**
 * Writes a session down.
 *
 * @param entries - Its values.
 * @param expires - When it ends, in milliseconds since 1970.
 * @returns Text.
 */
export function toText(entries: Entries, expires: number): string {
  const rows: Row[] = [...entries].map(([key, entry]) => [key, entry.data, entry.expires ?? null])
  return FORMAT + JSON.stringify([expires, rows])
}

/**
 * Reads a session.
 *
 * @param text - What was stored.
 * @returns Its values; `undefined` for what has ended, was cut off, or was never a session of ours.
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
 * @param entries - The values.
 * @param changes - The changes.
 * @returns New values, without those that have ended.
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
