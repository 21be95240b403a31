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
 * @returns Rows of round, page, peer and what `measure` gives; none of a peer that answers otherwise
 *   than the reference, which is refused aloud.
 */
export async function measureRounds({ pages, peers, rounds, seconds, warmup, node, envOf }) {
  const plan = new Map()
  for (const peer of peers) {
    const own = pages.filter((id) => PEERS[peer].pages.includes(id))
    const sizes = await tryVerify(peer, own, { node, env: envOf(peer) })
    if (sizes !== undefined) plan.set(peer, sizes)
  }
  console.log(`${plan.size} of ${peers.length} peers give the same documents`)
  const rows = []
  for (let round = 1; round <= rounds; round++) {
    const order = round % 2 === 1 ? [...plan] : [...plan].toReversed()
    for (const page of pages) {
      for (const [peer, sizes] of order) {
        if (!(page in sizes)) continue
        const found = await tryMeasure(peer, page, { seconds, warmup, node, env: envOf(peer) })
        if (found === undefined) continue
        rows.push({ round, page, peer, bytes: sizes[page], ...found })
        const rate = Math.round(found.rate)
        console.log(`round ${round} of ${rounds}  ${page}  ${peer}  ${rate} requests/s`)
      }
    }
  }
  return rows
}

async function tryVerify(peer, pages, options) {
  try {
    return await verify(peer, pages, options)
  } catch (error) {
    refuse(peer, error)
  }
}

async function tryMeasure(peer, page, options) {
  try {
    return await measure([peer], PAGES[page], options)
  } catch (error) {
    refuse(peer, error)
  }
}

// One that fails must not cost the others their run; the run fails in the end.
function refuse(peer, { message }) {
  console.log(`REFUSED: ${peer}: ${message}`)
  process.exitCode = 1
}
