import type { ServerResponse } from 'node:http'
import { whenAnswered } from './host-answer.ts'

/**
 * Prints an error that the host is given, once. Express and Connect print the stack of an error that no
 * handler of the host takes: then that is the text, and nothing is printed beside it.
 *
 * @param text - The error for the terminal.
 * @param error - What the host is given.
 * @param res - The response of the host, not begun.
 */
export function printOnce(text: string, error: unknown, res: ServerResponse): void {
  const print = (): void => console.error(text)
  // A host may break a response off without ending it.
  res.once('close', print)
  whenAnswered(res, (isLastResort) => {
    res.off('close', print)
    if (isLastResort) lendStack(error, text, (wasRead) => wasRead || print())
    else print()
  })
}

// The last resort of Express and Connect prints after it has answered, in the next turn.
function lendStack(error: unknown, text: string, done: (wasRead: boolean) => void): void {
  const own = typeof error === 'object' && error !== null ? error : {}
  const descriptor = Object.getOwnPropertyDescriptor(own, 'stack')
  let wasRead = false
  const isLent = Reflect.defineProperty(own, 'stack', {
    configurable: true,
    get() {
      wasRead = true
      return text
    },
  })
  if (!isLent) return done(false)
  setImmediate(() => {
    if (descriptor) Object.defineProperty(own, 'stack', descriptor)
    else Reflect.deleteProperty(own, 'stack')
    done(wasRead)
  })
}
