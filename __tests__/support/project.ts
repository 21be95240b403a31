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

/** Creates an empty folder with a difficult name. */
export function createFolder(): string {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'ssr-pages-test-')))
  const folder = join(parent, 'my site [1]')
  mkdirSync(folder)
  return folder
}

/** Creates a project from the given files. */
export function createProject(files: Readonly<Record<string, string>>): string {
  const root = createFolder()
  writeAll(root, files)
  return root
}

/** Lets a project import this package, as if it were installed. */
export function linkOwnPackage(root: string): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  symlinkSync(ROOT, join(root, 'node_modules/ssr-pages'))
}

/** Copies a fixture, with its `packages` as installed ones. */
export function copyFixture(name: string): string {
  const root = createFolder()
  cpSync(join(ROOT, '__tests__/fixtures', name), root, { recursive: true })
  renameSync(join(root, 'packages'), join(root, 'node_modules'))
  return root
}

/**
 * Creates a project from the given files inside the repository, where pages find the package by its
 * name.
 */
export function createProjectInRepository(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)
  writeAll(folder, files)
  return folder
}

/** Writes files into a folder, by their paths below it. */
export function writeAll(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): void {
  for (const [path, content] of Object.entries(files)) write(join(folder, path), content)
}

/**
 * Writes a file, and creates its folders. In a single step: between truncating and writing, a
 * watcher would see two changes.
 */
export function write(file: string, text: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** The names of the built files in one of the two folders, without hashes. */
export function filesIn(folder: string, name: 'client' | 'pages'): string[] {
  return [...readTree(join(folder, 'dist', name)).keys()]
    .map((file) => file.replace(/([.-])[\w-]{8}(?=\.(?:css|mjs)$)/, '$1HASH'))
    .toSorted()
}

/** All files of a folder by their relative names, sorted. */
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
