import { setTimeout as pause } from 'node:timers/promises'
import { load } from './load.mjs'
import { start } from './server.mjs'

/**
 * Measures servers against each other. All of them are started and warmed up, then each is loaded
 * once per round, in turn, so that a slower phase of the machine affects all servers of a round.
 *
 * @param subjects - The servers: `name`, `args` of `serve.mjs`, additions to its `env`, the `page`,
 *   and `visits`, paths to request once before.
 * @param {{ rounds: number, seconds: number, warmup: number, node: string }} plan - The number of `rounds`, `seconds` of each load, `warmup` seconds before the first,
 *   and the `node` binary.
 * @returns Rows with round, subject, requests per second, percentiles, CPU microseconds per
 *   request, and megabytes after the load. A subject that failed has no rows; its error is printed.
 */
export async function measureInTurns(subjects, { rounds, seconds, warmup, node }) {
  const started = subjects.map((subject) => ({
    subject,
    server: start('serve.mjs', subject.args, { node, env: subject.env }),
  }))
  const running = new Set(started)
  const rows = []
  try {
    for (const one of started) await unlessItFails(running, one, () => warmUp(one, warmup))
    for (let round = 1; round <= rounds; round++) {
      const order = round % 2 === 1 ? [...running] : [...running].toReversed()
      for (const one of order) {
        await unlessItFails(running, one, async () => {
          const row = { round, subject: one.subject, ...(await loadOnce(one, seconds)) }
          const { name, page } = one.subject
          const what = `${page.id ?? ''}  ${name}  ${Math.round(row.rate)} requests/s`
          console.log(`round ${round} of ${rounds}  ${what}`)
          rows.push(row)
        })
      }
    }
    return rows
  } finally {
    await Promise.all(started.map(({ server }) => server.stop()))
  }
}

// A failing server must not end the run of the others. The run fails at the end.
async function unlessItFails(running, one, step) {
  try {
    await step()
  } catch (error) {
    running.delete(one)
    refuse(one.subject.name, error)
  }
}

/**
 * Prints that a subject is not measured, and why. The process will exit with code 1.
 *
 * @param name - The subject.
 * @param error - The reason.
 */
export function refuse(name, { message }) {
  console.log(`REFUSED: ${name}: ${message}`)
  process.exitCode = 1
}

async function warmUp({ subject, server }, seconds) {
  const { port } = await server.first
  const { page, visits = [] } = subject
  for (const path of visits) await (await fetch(`http://127.0.0.1:${port}${path}`)).text()
  await load(port, page, seconds)
}

async function loadOnce({ subject, server }, seconds) {
  const { port } = await server.first
  await pause(100)
  const before = await server.ask('usage')
  const { rate, count, p50, p99 } = await load(port, subject.page, seconds)
  const after = await server.ask('usage')
  return { rate, p50, p99, cpu: cpuBetween(before, after) / count, rss: after.rss / 1e6 }
}

function cpuBetween({ cpu: before }, { cpu: after }) {
  return after.user + after.system - before.user - before.system
}
