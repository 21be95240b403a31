/**
 * Ensures that `dist` matches the current sources: otherwise it is built again or removed.
 *
 * Dates of files are not reliable: a checkout sets new ones, a copy may keep old ones. So a build writes a note
 * with a hash of its inputs and one of its output. The comparison takes 20 ms.
 */
import { execSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The inputs of a build. The lock file represents the versions of the tools. */
const INPUTS = [
  'src',
  'scripts/bundle.js',
  'scripts/declarations.js',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
]

/** In node_modules, so that it is removed together with the tools of the build. */
const NOTE = 'node_modules/.cache/ssr-pages/build.txt'

/**
 * Builds the package, unless `dist` is up to date.
 *
 * @param {(root: string) => void} [build] - Writes `dist`.
 */
export function buildIfStale(root = ROOT, build = runBuild) {
  if (isFresh(root)) return
  // Hashed before the build, so that a change during the build makes the result stale.
  const inputs = hashOf(root, INPUTS)
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  build(root)
  mkdirSync(dirname(join(root, NOTE)), { recursive: true })
  writeFileSync(join(root, NOTE), toNote(inputs, root))
}

/** Removes `dist`, unless it is up to date, so that nothing can use a stale one. */
export function removeIfStale(root = ROOT) {
  if (!isFresh(root)) rmSync(join(root, 'dist'), { recursive: true, force: true })
}

/** Tells whether `dist` was built from the current sources. */
function isFresh(/** @type {string} */ root) {
  const file = join(root, NOTE)
  return existsSync(file) && readFileSync(file, 'utf8') === toNote(hashOf(root, INPUTS), root)
}

/**
 * @param {string} inputs - Hash of the inputs.
 * @param {string} root
 */
function toNote(inputs, root) {
  return `${inputs} ${hashOf(root, ['dist'])}`
}

/** @param {string} root */
function runBuild(root) {
  execSync('npm run --silent build:always', { cwd: root, stdio: 'inherit' })
}

/**
 * Hashes the names and the contents of files and folders.
 *
 * @param {string} root
 * @param {readonly string[]} paths
 */
function hashOf(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap((name) => filesOf(root, name))) {
    const bytes = readFileSync(join(root, path))
    hash.update(`${path}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
function filesOf(root, path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false })
  if (stats === undefined) return []
  if (stats.isFile()) return [path]
  return readdirSync(join(root, path))
    .toSorted()
    .flatMap((name) => filesOf(root, `${path}/${name}`))
}
