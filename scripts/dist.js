/**
 * Keeps `dist` true: it is what the present sources make, or it is built again, or removed.
 *
 * Times of files say too little: a checkout sets them anew, a copy may keep old ones. So a build leaves a note
 * with the hash of all that went in and all that came out; to compare it takes 20 ms.
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

/** What a build depends on. The lock file stands for the tools. */
const INPUTS = [
  'src',
  'scripts/bundle.js',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
]

/** In node_modules, so that it goes away with the tools that built. */
const NOTE = 'node_modules/.cache/ssr-pages/build.txt'

/**
 * Builds the package, unless `dist` is fresh.
 *
 * @param {(root: string) => void} [build] - Writes `dist`.
 */
export function buildIfStale(root = ROOT, build = runBuild) {
  if (isFresh(root)) return
  // Before the build: what changes meanwhile makes it stale.
  const inputs = hashOf(root, INPUTS)
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  build(root)
  mkdirSync(dirname(join(root, NOTE)), { recursive: true })
  writeFileSync(join(root, NOTE), toNote(inputs, root))
}

/** Removes `dist`, unless it is fresh. So nothing can find a stale one. */
export function removeIfStale(root = ROOT) {
  if (!isFresh(root)) rmSync(join(root, 'dist'), { recursive: true, force: true })
}

/** Whether the present sources made what is in `dist`. */
function isFresh(/** @type {string} */ root) {
  const file = join(root, NOTE)
  return existsSync(file) && readFileSync(file, 'utf8') === toNote(hashOf(root, INPUTS), root)
}

/**
 * @param {string} inputs - Their hash.
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
 * One hash of files and folders: their names and what they hold.
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
