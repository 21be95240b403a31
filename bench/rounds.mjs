import { measure } from './measure.mjs'
import { PAGES } from './pages.mjs'
import { PEERS } from './peers.mjs'
import { verify } from './verify.mjs'

/**
 * Measures pages of peers: each in a fresh process, all peers of a page one after the other, in the
 * opposite order in even rounds.
 *
 * @param plan - `pages` and `peers` by name, `rounds`, `seconds`, `warmup`, the `node` binary, and
 *   `envOf(peer)` for what is added to a peer's environment.
 * @returns Rows of round, page, peer and what `measure` gives.
 * @throws Error when a peer answers otherwise than the reference.
 */
export async function measureRounds({ pages, peers, rounds, seconds, warmup, node, envOf }) {
  const pagesOf = (peer) => pages.filter((id) => PEERS[peer].pages.includes(id))
  for (const peer of peers) await verify(peer, pagesOf(peer), { node, env: envOf(peer) })
  console.log(`${peers.length} peers give the same documents`)
  const rows = []
  for (let round = 1; round <= rounds; round++) {
    const order = round % 2 === 1 ? peers : peers.toReversed()
    for (const page of pages) {
      for (const peer of order) {
        if (!pagesOf(peer).includes(page)) continue
        const options = { seconds, warmup, node, env: envOf(peer) }
        const row = { round, page, peer, ...(await measure([peer], PAGES[page], options)) }
        rows.push(row)
        console.log(
          `round ${round} of ${rounds}  ${page}  ${peer}  ${Math.round(row.rate)} requests/s`,
        )
      }
    }
  }
  return rows
}
