import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** An import, by the module it names at the end of a line. One in the text of a fixture counts as well. */
const IMPORT = /(?:^import|from) '([^'\n]+)'$/gm

/** With one of these a suite can reach the built package: a process that it starts is not mapped to `src`. */
const REACHES_PACKAGE =
  /^node:(?:child_process|cluster|worker_threads)$|^\.{1,2}\/(?:.*\/)?package\.ts$/

/**
 * The suites that may use the built package: they, or helpers of theirs, start processes or import `support/package.ts`.
 *
 * @param {string} folder - Where the suites are.
 * @returns {string[]} Absolute paths.
 */
export function findPackageSuites(folder) {
  /** @type {Map<string, string[]>} */
  const known = new Map()
  // With types, links are not followed: one that a project of an interrupted run has left leads round in a circle.
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.test.ts'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((suite) => {
      const seen = new Set([suite])
      // A set grows while it is walked.
      for (const file of seen) {
        const names = importsOf(file, known)
        if (names.some((name) => REACHES_PACKAGE.test(name))) return true
        const paths = names.filter((name) => name.startsWith('.'))
        const files = paths.map((path) => resolve(dirname(file), path))
        // Not what src imports: its processes are those of the package.
        for (const next of files) if (next.startsWith(folder)) seen.add(next)
      }
      return false
    })
}

/**
 * @param {string} file
 * @param {Map<string, string[]>} known
 */
function importsOf(file, known) {
  let names = known.get(file)
  if (names === undefined) {
    const text = file.endsWith('.ts') && existsSync(file) ? readFileSync(file, 'utf8') : ''
    names = [...text.matchAll(IMPORT)].map(([, name = '']) => name)
    known.set(file, names)
  }
  return names
}
