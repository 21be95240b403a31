import type { ServerResponse } from 'node:http'

/** What is done just before the head of a response is written, and a way to undo it. */
type Undo = () => void

/**
 * Waits until it is known how a response begins. At that time, a session can still be changed:
 * middleware that saves it, and that has replaced the methods of the response before, has not done
 * so yet.
 *
 * @param res - A response that has not begun.
 * @param answered - Receives the status, and undefined if the client leaves before there is one.
 */
export function whenAnswered(
  res: ServerResponse,
  answered: (status: number | undefined) => Undo | undefined,
): void {
  let isAnswered = false
  function answer(status: number | undefined): Undo | undefined {
    if (isAnswered) return undefined
    isAnswered = true
    return answered(status)
  }
  res.once('close', () => answer(undefined))
  replace(res, 'writeHead', ([status]) => answer(Number(status)))
  // express-session compares the session before it lets Node write the head.
  replace(res, 'end', () => (res.headersSent ? undefined : answer(res.statusCode)))
}

function replace(
  res: ServerResponse,
  name: 'writeHead' | 'end',
  before: (args: readonly unknown[]) => Undo | undefined,
): void {
  const original: unknown = Reflect.get(res, name)
  if (typeof original !== 'function') return
  Reflect.set(res, name, function writeAfter(this: unknown, ...args: unknown[]): unknown {
    const undo = before(args)
    try {
      return Reflect.apply(original, this, args)
    } catch (error) {
      // An invalid header: an error page follows.
      if (!res.headersSent) undo?.()
      throw error
    }
  })
}
