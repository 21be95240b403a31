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
import { clearLeftovers, createTemporary, FOLDERS } from './leftovers.ts'

/** A build that is on disk, but not in the place of the last one. */
export interface Staging {
  /** An empty folder for what nobody needs after the build. */
  readonly scratch: string
  /** Writes a file of the build; throws when there is one of that name. */
  add(folder: (typeof FOLDERS)[number], file: OutputFile): void
}

/** A build that is not on disk yet. */
export interface Output {
  readonly pages: readonly OutputFile[]
  readonly client: readonly OutputFile[]
  /** Copied into the client folder as it is, when it exists. */
  readonly publicDir: string
  /**
   * Folder that modules run in: they find the project's packages from there. (default: the output
   * folder)
   */
  readonly scratchDir?: string | undefined
}

/**
 * Writes a build and puts it in the place of the last one: the last one stays whole until the new
 * one is, and after any failure.
 *
 * @param outDir - Absolute; made when it does not exist.
 * @param output - The build.
 * @param finish - Adds what can be made only when all of that is on disk.
 * @returns What `finish` gives.
 */
export async function writeOutput<T>(
  outDir: string,
  output: Output,
  finish: (staging: Staging) => Promise<T>,
): Promise<T> {
  const created = mkdirSync(outDir, { recursive: true })
  const temporary = createTemporary(outDir)
  const scratch = output.scratchDir && makeScratch(output.scratchDir)
  try {
    writeFolders(join(temporary, 'new'), output)
    const result = await finish(createStaging(temporary, scratch ?? join(temporary, 'scratch')))
    swap(outDir, temporary)
    return result
  } catch (error) {
    remove(temporary)
    if (created !== undefined) removeEmpty(outDir, created)
    throw error
  } finally {
    remove(temporary)
    if (scratch) remove(scratch)
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
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

function makeScratch(folder: string): string {
  mkdirSync(folder, { recursive: true })
  clearLeftovers(folder)
  return createTemporary(folder)
}

function createStaging(temporary: string, scratch: string): Staging {
  mkdirSync(scratch, { recursive: true })
  return {
    scratch,
    add: (folder, file) => writeFile(join(temporary, 'new', folder), file, 'wx'),
  }
}

/**
 * Writes files into a folder, over those that are there.
 *
 * @param folder - Absolute; made when it does not exist.
 * @param files - The files.
 */
export function writeFiles(folder: string, files: readonly OutputFile[]): void {
  for (const file of files) writeFile(folder, file, 'w')
}

function writeFile(folder: string, { path, content }: OutputFile, flag: 'w' | 'wx'): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content, { flag })
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
