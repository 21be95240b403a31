import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'
import { BUILT } from './builds.mjs'

/**
 * Measures the matcher alone, in a process of its own: random paths of sites of several sizes, by
 * the kind of their routes.
 *
 * @param plan - The `node` binary.
 * @returns Rows with routes, kind, and microseconds of a match.
 */
export async function measureMatching({ node }) {
  const file = join(BUILT, 'matching.mjs')
  await build({
    input: fileURLToPath(new URL('matching-worker.mjs', import.meta.url)),
    platform: 'node',
    output: { file, format: 'esm' },
    logLevel: 'warn',
  })
  return JSON.parse(execFileSync(node, [file], { encoding: 'utf8' }))
}
