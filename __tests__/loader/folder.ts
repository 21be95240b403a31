import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'

const made: string[] = []

/** Writes files, by relative path, into a folder called `name` inside a new one. */
export function makeFolder(files: Readonly<Record<string, string>>, name = 'pages'): string {
  const root = mkdtempSync(join(tmpdir(), 'ssr-pages-'))
  made.push(root)
  const folder = join(root, name)
  mkdirSync(folder, { recursive: true })
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

/** The files in a folder, with forward slashes, in the order of reading. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}

/** Call it in `afterAll`. */
export function removeFolders(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true })
}
