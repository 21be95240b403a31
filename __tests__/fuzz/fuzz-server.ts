import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { ROOT } from '../support/root.ts'
import { startServer } from '../support/servers.ts'

/** A server for fuzzing; its pages are in `fixtures/fuzz`. */
export interface FuzzServer {
  /**
   * Sends pieces of Latin-1 one by one; resolves with everything received until the server closed
   * the connection.
   */
  exchange(pieces: readonly string[], options?: ExchangeOptions): Promise<string>
  /**
   * Throws if the server reported an error, or answers an ordinary request differently than at
   * first.
   */
  assertAsBefore(): Promise<void>
  stop(): Promise<void>
}

interface ExchangeOptions {
  /** Ends the client's side after this many milliseconds; otherwise only the server closes. */
  readonly endAfter?: number
  /** Destroys the connection after this many milliseconds. */
  readonly leaveAfter?: number
}

const DEADLINE_MS = 1000
const ORDINARY = 'GET /ok?ordinary HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

/** Follows a request on its connection, to show where the answer to that request ended. */
export const NEXT = 'GET /ok HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

export async function startFuzzServer(host: string): Promise<FuzzServer> {
  const server = await startServer('fuzz.mjs', `${ROOT}/__tests__/fixtures/fuzz`, host)
  let printed = server.output()
  const ask = async () =>
    withoutDate(await talk(server.port, [ORDINARY], {}, () => Promise.resolve()))
  const before = await ask()

  async function assertAsBefore(): Promise<void> {
    const after = await ask()
    const complaint = server.output().slice(printed.length)
    printed += complaint
    if (complaint !== '') throw new Error(`The server complained:\n${complaint}`)
    if (after !== before) throw new Error(`An ordinary request got:\n${after}\nbefore:\n${before}`)
  }

  return {
    exchange: (pieces, options = {}) => talk(server.port, pieces, options, assertAsBefore),
    assertAsBefore,
    stop: () => server.stop(),
  }
}

/** Removes the date, so that equal answers have equal texts. */
export function withoutDate(answer: string): string {
  return answer.replace(/^Date: .*\r\n/gim, '')
}

async function talk(
  port: number,
  pieces: readonly string[],
  { endAfter, leaveAfter }: ExchangeOptions,
  probe: () => Promise<void>,
): Promise<string> {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  let received = ''
  socket.on('data', (data) => (received += data.toString('latin1')))
  socket.on('error', () => undefined)
  const closed = new Promise<true>((resolve) => socket.once('close', () => resolve(true)))
  if (leaveAfter !== undefined) setTimeout(() => socket.destroy(), leaveAfter)
  for (const piece of pieces) {
    socket.write(piece, 'latin1')
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (endAfter !== undefined) setTimeout(() => socket.end(), endAfter)
  // On a busy machine a second may pass without a turn for the server: it has had one when it has
  // answered another request.
  const isClosed = (await isInTime(closed)) || (await probe().then(() => isInTime(closed)))
  socket.destroy()
  if (!isClosed) throw new Error(`After a second there was only ${JSON.stringify(received)}`)
  return received
}

async function isInTime(closed: Promise<true>): Promise<boolean> {
  const timer = new AbortController()
  const late = wait(DEADLINE_MS, false, { signal: timer.signal }).catch(() => false)
  const isClosed = await Promise.race([closed, late])
  timer.abort()
  return isClosed
}
