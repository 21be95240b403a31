import { setTimeout as pause } from 'node:timers/promises'
import { load } from './load.mjs'
import { start } from './server.mjs'

/**
 * Measures one page of one peer in a fresh process: a warm-up, a breath, then the load.
 *
 * @param args - Which server: the arguments of `serve.mjs`.
 * @param page - The page.
 * @param options - `seconds` of load, `warmup` seconds before it, `visits` for paths that are asked for
 *   once before both, and what `start` takes.
 * @returns Requests a second, the percentiles, CPU microseconds a request, and megabytes held after.
 */
export async function measure(args, page, { seconds, warmup, visits = [], ...options }) {
  const server = start('serve.mjs', args, options)
  try {
    const { port } = await server.first
    for (const path of visits) await (await fetch(`http://127.0.0.1:${port}${path}`)).text()
    await load(port, page, warmup)
    await pause(200)
    const before = await server.ask('usage')
    const { rate, count, p50, p99 } = await load(port, page, seconds)
    const after = await server.ask('usage')
    return { rate, p50, p99, cpu: cpuBetween(before, after) / count, rss: after.rss / 1e6 }
  } finally {
    await server.stop()
  }
}

function cpuBetween({ cpu: before }, { cpu: after }) {
  return after.user + after.system - before.user - before.system
}
