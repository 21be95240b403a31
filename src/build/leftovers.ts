import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { property } from '../diagnostics/failure.ts'

/** The folders of `outDir` that belong to the build, in the order of their replacing. */
export const FOLDERS = ['pages', 'client'] as const

const TEMPORARY = /^\.ssr-pages-(?<pid>\d+)-(?<start>\d*)/
/** Numbers of processes are used again, so this one is known by its start as well. */
const START = String(Math.floor(performance.timeOrigin))

/**
 * Makes the folder a build is written into before it takes the place of the last one. Its name
 * tells whose it is, so that two builds leave each other alone.
 *
 * @param outDir - Absolute; exists.
 * @returns Absolute path of an empty folder.
 */
export function createTemporary(outDir: string): string {
  return mkdtempSync(join(outDir, `.ssr-pages-${process.pid}-${START}-`))
}

/**
 * Puts back what a killed build had moved away, and deletes the rest of it.
 *
 * @param outDir - Absolute; need not exist.
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

// Where the new pages had gone in, the rest of the new build follows; else the old one comes back.
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
    // The process of another user may not be signalled, yet it is there.
    return property(error, 'code') === 'EPERM'
  }
}
