import type { ServerResponse } from 'node:http'
import { whenAnswered } from './host-answer.ts'

/**
 * Prints an error that is also passed to the host, but only once. If no handler of the host takes the
 * error, Express and Connect print its stack: then the text is put in place of the stack, and this
 * function prints nothing itself.
 *
 * @param text - The error for the terminal.
 * @param error - The error that the host receives.
 * @param res - The response of the host, not started.
 */
export function printOnce(text: string, error: unknown, res: ServerResponse): void {
  const print = (): void => console.error(text)
  // A host may abort a response without ending it.
  res.once('close', print)
  whenAnswered(res, (isLastResort) => {
    res.off('close', print)
    if (isLastResort) lendStack(error, text, (wasRead) => wasRead || print())
    else print()
  })
}

// The default error handlers of Express and Connect print after they have answered, in the next
// turn of the event loop.
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
