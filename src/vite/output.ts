import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { OutputFile } from './bundle.ts'

/** A finished build that is not on disk yet. */
export interface Output {
  readonly pages: readonly OutputFile[]
  readonly client: readonly OutputFile[]
  /** Copied into the client folder as it is, when it exists. */
  readonly publicDir: string
}

/** The folders of `outDir` that belong to the build. All others are the user's. */
const FOLDERS = ['pages', 'client'] as const

const TEMPORARY = '.ssr-pages-'

/**
 * Writes a build and puts it in the place of the last one: the last one stays whole until the new
 * one is, and after any failure.
 *
 * @param outDir - Absolute; made when it does not exist.
 * @param output - The build.
 */
export function writeOutput(outDir: string, output: Output): void {
  const created = mkdirSync(outDir, { recursive: true })
  removeLeftovers(outDir)
  const temporary = mkdtempSync(join(outDir, TEMPORARY))
  try {
    writeFolders(join(temporary, 'new'), output)
    swap(outDir, temporary)
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true })
    if (created !== undefined) removeEmpty(outDir, created)
    throw error
  }
  rmSync(temporary, { recursive: true, force: true })
}

// Folders of builds that were killed.
function removeLeftovers(outDir: string): void {
  for (const name of readdirSync(outDir)) {
    if (name.startsWith(TEMPORARY)) rmSync(join(outDir, name), { recursive: true, force: true })
  }
}

function writeFolders(folder: string, { pages, client, publicDir }: Output): void {
  for (const name of FOLDERS) mkdirSync(join(folder, name), { recursive: true })
  if (existsSync(publicDir)) {
    cpSync(publicDir, join(folder, 'client'), { recursive: true, dereference: true })
  }
  writeFiles(join(folder, 'client'), client)
  writeFiles(join(folder, 'pages'), pages)
}

function writeFiles(folder: string, files: readonly OutputFile[]): void {
  for (const { path, content } of files) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
}

// Four renames on one file system; those done are undone when a later one fails.
function swap(outDir: string, temporary: string): void {
  const undo: (() => void)[] = []
  function move(from: string, to: string): void {
    renameSync(from, to)
    undo.unshift(() => renameSync(to, from))
  }
  mkdirSync(join(temporary, 'old'))
  try {
    for (const name of FOLDERS) {
      const place = join(outDir, name)
      if (existsSync(place)) move(place, join(temporary, 'old', name))
      move(join(temporary, 'new', name), place)
    }
  } catch (error) {
    for (const back of undo) back()
    throw error
  }
}

// Takes away the folders this build made, from the inside out.
function removeEmpty(folder: string, last: string): void {
  rmdirSync(folder)
  if (folder !== last) removeEmpty(dirname(folder), last)
}
