import { type Stats, statSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join, sep } from 'node:path'

/** How many paths are remembered: more than pages ask for, and no more than memory is worth. */
const REMEMBERED = 1000

/** A page that writes a file mostly does so soon after it was asked for. */
const WRITING_MS = 5000

/** The clock of a disk may be that much behind. */
const CLOCK_MS = 10

/** The public files that browsers have asked for, and what each was then. */
export interface PublicFiles {
  /** Notes that a browser asks for a path below the base, with its query. */
  note(target: string): void
  /** Notes that something answers a request, which may write files. */
  noteRun(res: ServerResponse): void
  /**
   * Says whether a file was asked for, in vain perhaps, and is another one now, and no request is likely to
   * have written it: a page that writes what it shows would load itself again without end.
   */
  isStale(file: string): boolean
}

/**
 * Knows which public files open pages have.
 *
 * @param folder - Absolute path of the public files.
 * @returns No file is known yet.
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
  const stats = statSync(file, { throwIfNoEntry: false })
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
