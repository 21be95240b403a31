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

/** A build that is on disk, but has not replaced the last one yet. */
export interface Staging {
  /** An empty folder for temporary files. */
  readonly scratch: string
  /** The folder of browser files, before it is in its place. */
  readonly client: string
  /** Writes a file of the build; throws when a file of that name exists. */
  add(folder: (typeof FOLDERS)[number], file: OutputFile): void
}

/** A build that is not on disk yet. */
export interface BuildOutput {
  readonly pages: readonly OutputFile[]
  readonly client: readonly OutputFile[]
  /** Its files are copied into the client folder unchanged. The folder may not exist. */
  readonly publicDir: string
  /**
   * Folder in which built modules run, so that they find the project's packages.
   * (default: a temporary folder in the output folder)
   */
  readonly scratchDir?: string | undefined
}

/**
 * Writes a build and then replaces the last one with it. The last build stays complete until the
 * new one is, and after any failure.
 *
 * @param outDir - Absolute path; created when it does not exist.
 * @param finish - Adds the files that need all others on disk.
 * @returns The result of `finish`.
 */
export async function writeOutput<T>(
  outDir: string,
  output: BuildOutput,
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

function writeFolders(folder: string, { pages, client, publicDir }: BuildOutput): void {
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
    client: join(temporary, 'new', 'client'),
    add: (folder, file) => writeFile(join(temporary, 'new', folder), file, 'wx'),
  }
}

/**
 * Writes files into a folder and overwrites existing ones.
 *
 * @param folder - Absolute path; created when it does not exist.
 */
export function writeFiles(folder: string, files: readonly OutputFile[]): void {
  for (const file of files) writeFile(folder, file, 'w')
}

function writeFile(folder: string, { path, content }: OutputFile, flag: 'w' | 'wx'): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content, { flag })
}

// At most four renames on one file system. If one fails, the earlier ones are undone. If the
// process is killed between them, `clearLeftovers()` of the next build repairs the folders.
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

// Removes the empty folders that this build created, innermost first.
function removeEmpty(folder: string, last: string): void {
  rmdirSync(folder)
  if (folder !== last) removeEmpty(dirname(folder), last)
}
