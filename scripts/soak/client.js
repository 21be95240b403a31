import { Agent, request } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * What to ask for: a body of bytes or of chunks, and a pause in milliseconds after each chunk of the answer.
 *
 * @typedef {{ path: string, method?: string, headers?: Record<string, string>, body?: Buffer | Buffer[],
 *   agent?: Agent | false, pause?: number }} Question
 */

/**
 * What came back, and whether it is complete.
 *
 * @typedef {{ status: number | undefined, headers: import('node:http').IncomingHttpHeaders, bytes: Buffer,
 *   text: string, isWhole: boolean }} Reply
 */

/** @typedef {ReturnType<typeof createClient>} Client */

/** Longer than any answer takes on a busy machine. */
const TIMEOUT_MS = 15_000

/**
 * Creates a client of one server, which keeps connections alive and counts the answers.
 *
 * @param {number} port - The server's port on this machine.
 * @returns The client.
 */
export function createClient(port) {
  const agent = new Agent({ keepAlive: true })
  const counts = { requests: 0, aborted: 0, answers: /** @type {Record<string, number>} */ ({}) }
  return { counts, ask, abort, close: () => agent.destroy() }

  /**
   * Sends a request and reads the answer.
   *
   * @param {Question} question - What to ask.
   * @returns {Promise<Reply>} Status, headers and body of the answer, and whether it is complete.
   */
  function ask({ body, pause = 0, ...options }) {
    return new Promise((resolve, reject) => {
      const outgoing = start(options, reject)
      outgoing.on('response', (incoming) => {
        read(incoming, pause).then(({ bytes, isWhole }) => {
          count(isWhole ? `${Math.floor((incoming.statusCode ?? 0) / 100)}xx` : 'broken off')
          const { statusCode: status, headers } = incoming
          resolve({ status, headers, bytes, text: bytes.toString(), isWhole })
        }, reject)
      })
      send(outgoing, body)
    })
  }

  /**
   * Sends a request and closes the connection after some time, whatever the state of the answer.
   *
   * @param {Question} question - What to ask.
   * @param {number} after - Milliseconds.
   */
  async function abort({ body, ...options }, after) {
    const outgoing = start({ ...options, agent: false }, () => undefined)
    outgoing.on('response', (incoming) => incoming.on('error', () => undefined).resume())
    const closed = new Promise((resolve) => outgoing.once('close', resolve))
    send(outgoing, body)
    await wait(after)
    if (!outgoing.closed) counts.aborted++
    outgoing.destroy()
    await closed
  }

  /**
   * @param {Question} question
   * @param {(error: Error) => void} fail
   */
  function start({ path, method = 'GET', headers = {}, agent: own = agent }, fail) {
    counts.requests++
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: own })
    outgoing.on('error', fail)
    outgoing.setTimeout(TIMEOUT_MS, () => outgoing.destroy(new Error(`${method} ${path} hangs`)))
    return outgoing
  }

  function count(kind) {
    counts.answers[kind] = (counts.answers[kind] ?? 0) + 1
  }
}

function send(outgoing, body) {
  if (Array.isArray(body)) Readable.from(body).pipe(outgoing)
  else outgoing.end(body)
}

async function read(incoming, pause) {
  const pieces = []
  try {
    for await (const piece of incoming) {
      pieces.push(piece)
      if (pause > 0) await wait(pause)
    }
  } catch (error) {
    if (error.code !== 'ECONNRESET') throw error
  }
  return { bytes: Buffer.concat(pieces), isWhole: incoming.complete }
}
