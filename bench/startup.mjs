import { median } from './median.mjs'
import { PAGES } from './pages.mjs'
import { start } from './server.mjs'

/**
 * Times servers from `node server.js` to their first answer.
 *
 * @param peers - Their names.
 * @param plan - The number of `runs` of each, the `node` binary, and `envOf(peer)`.
 * @returns Rows with peer, milliseconds and megabytes at that time. `extra` is the difference in
 *   milliseconds to the first peer.
 */
export async function measureStartup(peers, { runs, node, envOf }) {
  const times = new Map(peers.map((peer) => [peer, []]))
  for (let run = 1; run <= runs; run++) {
    const order = run % 2 === 1 ? peers : peers.toReversed()
    for (const peer of order) times.get(peer).push(await timeOf(peer, { node, env: envOf(peer) }))
  }
  const base = times.get(peers[0])
  return peers.map((peer) => {
    const list = times.get(peer)
    const ms = list.map((time) => time.ms)
    return {
      peer,
      ms: median(ms),
      min: Math.min(...ms),
      max: Math.max(...ms),
      extra: median(list.map((time, run) => time.ms - base[run].ms)),
      rss: median(list.map(({ rss }) => rss)),
    }
  })
}

async function timeOf(peer, options) {
  const began = performance.now()
  const server = start('serve.mjs', [peer], options)
  try {
    const { port } = await server.first
    const response = await fetch(`http://127.0.0.1:${port}${PAGES.H.path}`, {
      headers: PAGES.H.headers,
    })
    await response.text()
    const ms = performance.now() - began
    if (response.status !== 200) throw new Error(`${peer} begins with status ${response.status}.`)
    const { rss } = await server.ask('usage')
    return { ms, rss: rss / 1e6 }
  } finally {
    await server.stop()
  }
}
