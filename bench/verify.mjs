import { findDifference } from './document.mjs'
import { PAGES } from './pages.mjs'
import { ready } from './ready.mjs'
import { start } from './server.mjs'
import { piece, pieces } from './data.mjs'

/**
 * By kind of answer, a function that returns the difference from the expected answer, or
 * `undefined`.
 */
const COMPARE = {
  html: (id, text) => findDifference(ready[id], text),
  json: (id, text) => differ(id === 'P' ? PAGES.P.body : '{"id":42,"name":"Ada"}', text),
  text: (id, text) => differ('ok', text),
  length: (id, text) => differ(piece.length * pieces, text.length),
}

/**
 * Requests the pages of a peer before any of them is timed, and compares the answers.
 *
 * @param name - The peer.
 * @param ids - The pages.
 * @param options - The options of `start`.
 * @returns By page, the bytes of the answer.
 * @throws Error with the first difference from the reference.
 */
export async function verify(name, ids, options) {
  const server = start('serve.mjs', [name], options)
  try {
    const { port } = await server.first
    const sizes = {}
    for (const id of ids) {
      const { path, method, headers, body, expects } = PAGES[id]
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body })
      const text = await response.text()
      const difference = response.ok ? COMPARE[expects](id, text) : `status ${response.status}`
      if (difference) throw new Error(`${name} answers ${path} otherwise: ${difference}`)
      sizes[id] = Buffer.byteLength(text)
    }
    return sizes
  } finally {
    await server.stop()
  }
}

function differ(expected, seen) {
  return expected === seen ? undefined : `expected ${expected}, seen ${String(seen).slice(0, 200)}`
}
