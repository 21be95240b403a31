import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { property } from '../shared/property.ts'

/** The folders of `outDir` that belong to the build, in the order in which they are replaced. */
export const FOLDERS = ['pages', 'client'] as const

const TEMPORARY = /^\.ssr-pages-(?<pid>\d+)-(?<start>\d*)/
/** The start time of this process. Process ids are reused, so the id alone does not identify it. */
const START = String(Math.floor(performance.timeOrigin))

/**
 * Creates the folder that a build writes to before it replaces the last build. Its name contains
 * the process, so that two builds do not disturb each other.
 *
 * @param outDir - Absolute path of an existing folder.
 * @returns Absolute path of an empty folder.
 */
export function createTemporary(outDir: string): string {
  return mkdtempSync(join(outDir, `.ssr-pages-${process.pid}-${START}-`))
}

/**
 * Restores the folders that a killed build had moved away, and deletes its temporary folders.
 *
 * @param outDir - Absolute path; the folder may not exist.
 */
export function clearLeftovers(outDir: string): void {
  if (!existsSync(outDir)) return
  for (const name of readdirSync(outDir)) {
    const { pid, start } = TEMPORARY.exec(name)?.groups ?? {}
    if (pid === undefined || isAlive(Number(pid), start)) continue
    const temporary = join(outDir, name)
    restore(outDir, temporary)
    rmSync(temporary, { recursive: true, force: true })
  }
}

// If the new pages were already moved in, the rest of the new build follows. Otherwise the old
// build is restored.
function restore(outDir: string, temporary: string): void {
  if (!existsSync(join(temporary, 'old'))) return
  const source = existsSync(join(temporary, 'new', 'pages')) ? 'old' : 'new'
  for (const name of FOLDERS) {
    const [from, place] = [join(temporary, source, name), join(outDir, name)]
    if (existsSync(from) && !existsSync(place)) renameSync(from, place)
  }
}

function isAlive(pid: number, start: string | undefined): boolean {
  if (pid === process.pid) return start === START
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: the process runs, but belongs to another user.
    return property(error, 'code') === 'EPERM'
  }
}
