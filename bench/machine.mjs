import { execFileSync, spawnSync } from 'node:child_process'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

/** True when server and load can each have a core of their own. */
export const hasTaskset = availableParallelism() > 1 && runs('taskset', '--version')

/** True when `wrk` is installed. Otherwise autocannon creates the load. */
export const hasWrk = runs('wrk', '--version')

/** Describes the machine in one line, with its load before the run. */
export function describeMachine() {
  const [{ model }] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const [busy] = loadavg()
  const load = `load by ${hasWrk ? 'wrk' : 'autocannon'}, load average ${busy.toFixed(1)} before`
  return `${availableParallelism()} cores (${model}), ${memory} GB, ${process.platform}, ${load}`
}

/**
 * Finds the binary of another Node, and installs it from the npm package `node` if it is missing.
 *
 * @param version - Its major version. (default: the Node that runs)
 * @returns The path and the full version.
 */
export function findNode(version) {
  if (version === undefined) return { path: process.execPath, version: process.version }
  const print = 'console.log(JSON.stringify({ path: process.execPath, version: process.version }))'
  const args = ['--yes', `--package=node@${version}`, '--', 'node', '-e', print]
  return JSON.parse(
    execFileSync('npx', args, { encoding: 'utf8', shell: process.platform === 'win32' }),
  )
}

function runs(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).error === undefined
}
