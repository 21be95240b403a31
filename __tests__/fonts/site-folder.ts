import { rmSync } from 'node:fs'
import { writeAll } from '../support/project.ts'

/** Creates a folder with these files, and nothing else. */
export function createFolderFor(folder: string, files: Readonly<Record<string, string>>): string {
  rmSync(folder, { recursive: true, force: true })
  writeAll(folder, files)
  return folder
}
