import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { OutputFile } from './bundle.ts'
import { createTemporary, FOLDERS } from './leftovers.ts'

/** A finished build that is not on disk yet. */
export interface Output {
  readonly pages: readonly OutputFile[]
  readonly client: readonly OutputFile[]
  /** Copied into the client folder as it is, when it exists. */
  readonly publicDir: string
}

/**
 * Writes a build and puts it in the place of the last one: the last one stays whole until the new
 * one is, and after any failure.
 *
 * @param outDir - Absolute; made when it does not exist.
 * @param output - The build.
 */
export function writeOutput(outDir: string, output: Output): void {
  const created = mkdirSync(outDir, { recursive: true })
  const temporary = createTemporary(outDir)
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

function writeFolders(folder: string, { pages, client, publicDir }: Output): void {
  for (const name of FOLDERS) mkdirSync(join(folder, name), { recursive: true })
  for (const name of existsSync(publicDir) ? readdirSync(publicDir) : []) {
    const [from, to] = [join(publicDir, name), join(folder, 'client', name)]
    cpSync(from, to, { recursive: true, dereference: true })
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

// Four renames on one file system; those done are undone when a later one fails. What a kill
// between them leaves, `clearLeftovers()` puts right.
function swap(outDir: string, temporary: string): void {
  const undo: (() => void)[] = []
  function move(from: string, to: string): void {
    renameSync(from, to)
    undo.unshift(() => renameSync(to, from))
  }
  mkdirSync(join(temporary, 'old'))
  try {
    for (const name of FOLDERS) {
      if (existsSync(join(outDir, name))) move(join(outDir, name), join(temporary, 'old', name))
    }
    for (const name of FOLDERS) move(join(temporary, 'new', name), join(outDir, name))
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
