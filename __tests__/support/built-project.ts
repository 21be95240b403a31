import { writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ROOT } from '../conformance/start.ts'

/** A project of the given files, inside of the repository: pages find the package by its name. */
export async function makeProject(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(`${ROOT}/__tests__/fixtures/dist-`)
  for (const [path, text] of Object.entries(files)) await write(join(folder, path), text)
  return folder
}

/**
 * Writes a file and the folders it is in. The file at once: between emptying and filling it, a watcher would
 * see two changes.
 */
export async function write(file: string, text: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** Names of the built files in one of the two folders, without hashes. */
export async function filesIn(folder: string, name: 'client' | 'pages'): Promise<string[]> {
  const dir = join(folder, 'dist', name)
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .map((file) => file.replaceAll('\\', '/').replace(/([.-])[\w-]{8}(?=\.(?:css|mjs)$)/, '$1HASH'))
    .toSorted()
}
