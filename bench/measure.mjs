import { setTimeout as pause } from 'node:timers/promises'
import { load } from './load.mjs'
import { start } from './server.mjs'

/**
 * Measures servers against each other: all of them are started and warmed up, then each is loaded once a
 * round, in turn. A machine that becomes slower does so for all of a round.
 *
 * @param subjects - What to measure: its `name`, the `args` of `serve.mjs`, what is added to its `env`, the
 *   `page`, and `visits`, paths that are asked for once before all.
 * @param plan - `rounds`, `seconds` of each load, `warmup` seconds before the first, and the `node` binary.
 * @returns Rows of round, subject, requests a second, the percentiles, CPU microseconds a request, and
 *   megabytes held after; none of a subject that failed, which is refused aloud.
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

// One that fails must not cost the others their run; the run fails in the end.
async function unlessItFails(running, one, step) {
  try {
    await step()
  } catch (error) {
    running.delete(one)
    refuse(one.subject.name, error)
  }
}

/**
 * Says that something is not measured, and why.
 *
 * @param name - What.
 * @param error - Why.
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
