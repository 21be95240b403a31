import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const made: string[] = []

/** Writes files, by relative path, into a new folder; a path given as `name` is made inside it. */
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

/** For `afterAll`. */
export function removeFolders(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true })
}
