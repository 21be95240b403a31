import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { ROOT } from './root.ts'

/** A fresh empty folder, whose name is as hard as a name may be. */
export function createFolder(): string {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'ssr-pages-test-')))
  const folder = join(parent, 'my site [1]')
  mkdirSync(folder)
  return folder
}

/** A project of the given files. */
export function createProject(files: Readonly<Record<string, string>>): string {
  const root = createFolder()
  for (const [path, text] of Object.entries(files)) write(join(root, path), text)
  return root
}

/** Lets a project import this package, as after `npm install`. */
export function linkOwnPackage(root: string): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  symlinkSync(ROOT, join(root, 'node_modules/ssr-pages'))
}

/** A copy of a fixture, with its `packages` as installed ones. */
export function copyFixture(name: string): string {
  const root = createFolder()
  cpSync(join(ROOT, '__tests__/fixtures', name), root, { recursive: true })
  renameSync(join(root, 'packages'), join(root, 'node_modules'))
  return root
}

/** A project of the given files, inside of the repository: pages find the package by its name. */
export function createProjectInRepository(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)
  for (const [path, text] of Object.entries(files)) write(join(folder, path), text)
  return folder
}

/**
 * Writes a file and the folders it is in. The file at once: between emptying and filling it, a watcher would
 * see two changes.
 */
export function write(file: string, text: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** Names of the built files in one of the two folders, without hashes. */
export function filesIn(folder: string, name: 'client' | 'pages'): string[] {
  return [...readTree(join(folder, 'dist', name)).keys()]
    .map((file) => file.replace(/([.-])[\w-]{8}(?=\.(?:css|mjs)$)/, '$1HASH'))
    .toSorted()
}

/** All files of a folder by their sorted relative names. */
export function readTree(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  return new Map(
    files.map((file) => [
      relative(folder, file).replaceAll(sep, '/'),
      readFileSync(file, 'latin1'),
    ]),
  )
}
