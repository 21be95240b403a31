import { spawnSync } from 'node:child_process'
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
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../bin/ssr-pages.js', import.meta.url))
const own = fileURLToPath(new URL('../..', import.meta.url))
const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url))

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
  symlinkSync(own, join(root, 'node_modules/ssr-pages'))
}

/** A copy of a fixture, with its `packages` as installed ones. */
export function copyFixture(name: string): string {
  const root = createFolder()
  cpSync(join(fixtures, name), root, { recursive: true })
  renameSync(join(root, 'packages'), join(root, 'node_modules'))
  return root
}

export function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the real command line in a process of its own. */
export function runCli(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): CliResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  })
  return { code: status, stdout, stderr }
}

/** Builds and insists that it went well. */
export function build(root: string, args: readonly string[] = []): CliResult {
  const result = runCli(['build', ...args], root)
  if (result.code !== 0) throw new Error(`the build failed: ${result.stderr}`)
  return result
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
