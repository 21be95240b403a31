import { measureInTurns, refuse } from './measure.mjs'
import { PAGES } from './pages.mjs'
import { PEERS } from './peers.mjs'
import { verify } from './verify.mjs'

/**
 * Measures pages of peers: those with the same page in turn, each in a process of its own.
 *
 * @param subjects - `pages` and `peers` by name, `envOf(peer)`, which returns additions to a peer's
 *   environment, and `isWanted(page, peer)`. (default: what the peer has)
 * @param plan - The plan of `measureInTurns`.
 * @returns Rows with round, page, peer and the measured values. A peer whose answers differ from
 *   the reference has no rows; its error is printed.
 */
export async function measureRounds({ pages, peers, envOf, isWanted = hasPage }, plan) {
  const sizes = new Map()
  for (const peer of peers) {
    const own = pages.filter((id) => isWanted(id, peer))
    const found = await tryVerify(peer, own, { node: plan.node, env: envOf(peer) })
    if (found !== undefined) sizes.set(peer, found)
  }
  console.log(`${sizes.size} of ${peers.length} peers give the same documents`)
  const rows = []
  for (const id of pages) {
    const subjects = [...sizes.keys()]
      .filter((peer) => id in sizes.get(peer))
      .map((peer) => ({ name: peer, args: [peer], env: envOf(peer), page: { id, ...PAGES[id] } }))
    for (const { subject, ...found } of await measureInTurns(subjects, plan)) {
      rows.push({ page: id, peer: subject.name, bytes: sizes.get(subject.name)[id], ...found })
    }
  }
  return rows
}

function hasPage(page, peer) {
  return PEERS[peer].pages.includes(page)
}

async function tryVerify(peer, pages, options) {
  try {
    return await verify(peer, pages, options)
  } catch (error) {
    refuse(peer, error)
  }
}
