import type { Stats } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join, sep } from 'node:path'
import { readStats } from './read-stats.ts'

/** How many paths are remembered: more than pages request, and a bound for the memory. */
const REMEMBERED = 1000

/** A page that writes a file usually does so within this time after its request. */
const WRITING_MS = 5000

/** The clock of a disk may be this far behind. */
const CLOCK_MS = 10

/** The public files that browsers have requested, with the state of each at that time. */
export interface PublicFiles {
  /** Notes that a browser requests a path below the base, with its query. */
  note(target: string): void
  /** Notes that code which may write files answers a request. */
  noteRun(res: ServerResponse): void
  /**
   * Tells whether a requested file, which may have been missing, has changed since. A file that a
   * request has probably written does not count: a page that writes what it shows would reload
   * forever.
   */
  isStale(file: string): boolean
}

/**
 * Creates an empty list of the public files in open pages.
 *
 * @param folder - Absolute path of the public files.
 */
export function createPublicFiles(folder: string): PublicFiles {
  const stamps = new Map<string, string>()
  const runs = new Set<{ readonly start: number; end: number }>()

  function isWritten(at: number): boolean {
    return [...runs].some(({ start, end }) => at >= start - CLOCK_MS && at <= end)
  }
  return {
    note(target) {
      const path = decode(target.replace(/\?.*$/s, ''))
      const file = path && join(folder, path)
      if (!file || path.endsWith('/') || !file.startsWith(folder + sep)) return
      stamps.delete(file)
      stamps.set(file, stampOf(statFile(file)))
      if (stamps.size <= REMEMBERED) return
      for (const oldest of stamps.keys()) return void stamps.delete(oldest)
    },
    noteRun(res) {
      const start = Date.now()
      const run = { start, end: start + WRITING_MS }
      for (const known of runs) if (known.end < start - WRITING_MS) runs.delete(known)
      runs.add(run)
      res.once('close', () => (run.end = Math.min(run.end, Date.now())))
    },
    isStale(file) {
      const stamp = stamps.get(file)
      const stats = statFile(file)
      if (stamp === undefined || stamp === stampOf(stats)) return false
      if (isWritten(stats?.mtimeMs ?? Date.now())) return false
      stamps.delete(file)
      return true
    },
  }
}

function statFile(file: string): Stats | undefined {
  const stats = readStats(file)
  return stats?.isFile() ? stats : undefined
}

function stampOf(stats: Stats | undefined): string {
  return stats ? `${stats.mtimeMs} ${stats.size}` : ''
}

function decode(path: string): string | undefined {
  try {
    const decoded = decodeURIComponent(path)
    return decoded.includes('\0') ? undefined : decoded
  } catch {
    return undefined
  }
}
