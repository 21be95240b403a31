import type { OutgoingHttpHeader, ServerResponse } from 'node:http'

/** The arguments of `writeHead()`, except for headers in a list. */
type Head = readonly [
  status: number,
  ...rest: readonly (string | Readonly<Record<string, OutgoingHttpHeader>> | undefined)[],
]

/**
 * Delays the head of a response, which can then still be changed, until the response ends or its
 * first part is written. Our pages write the head in front of the body.
 *
 * @param res - The response, not started.
 * @returns A function to call at the end: it sets status and headers without writing them.
 */
export function holdHead(res: ServerResponse): () => void {
  // oxlint-disable-next-line typescript/unbound-method -- called on the response below
  const { writeHead, write, flushHeaders } = res
  let held: Head | undefined
  function restore(): Head | undefined {
    Object.assign(res, { writeHead, write, flushHeaders })
    return held
  }
  function release(): void {
    const head = restore()
    if (head !== undefined && !res.headersSent) Reflect.apply(writeHead, res, head)
  }
  Object.assign(res, {
    writeHead(...head: unknown[]) {
      if (isHead(head)) {
        held = head
        return res
      }
      restore()
      return Reflect.apply(writeHead, res, head)
    },
    write(...args: unknown[]) {
      release()
      return Reflect.apply(write, res, args)
    },
    flushHeaders() {
      release()
      res.flushHeaders()
    },
  })
  return () => {
    const head = restore()
    if (head !== undefined) setHead(res, head)
  }
}

function isHead(args: readonly unknown[]): args is Head {
  return !args.some((value) => Array.isArray(value))
}

function setHead(res: ServerResponse, [status, ...rest]: Head): void {
  res.statusCode = status
  for (const part of rest) {
    if (typeof part === 'string') res.statusMessage = part
    else for (const [name, value] of Object.entries(part ?? {})) res.setHeader(name, value)
  }
}
