import { fileURLToPath } from 'node:url'

/** A line of a stack trace that names a file. */
export interface StackFrame {
  /** Absolute path, without a query. */
  readonly file: string
  readonly line: number
  readonly column: number
}

// `at name (/a/b.ts:1:2)`, `at /a/b.ts:1:2`, `at async file:///a/b.ts:1:2`
const FRAME = /^ +at /
const PLACE = /:(\d+):(\d+)\)?$/

/**
 * Reads the frames of a stack trace lazily, so that a caller can stop after the first.
 *
 * @yields The frames that name a file. Those of Node's own modules do not.
 */
export function* readFrames(stack: string): Generator<StackFrame> {
  for (const text of stack.split('\n')) {
    const [all = '', line, column] = (FRAME.test(text) && PLACE.exec(text)) || []
    const file = line === undefined ? undefined : fileIn(text.slice(0, -all.length))
    if (file !== undefined) yield { file, line: Number(line), column: Number(column) }
  }
}

// The path at the end of a frame. Other frames end with another kind of URL, or a name.
function fileIn(frame: string): string | undefined {
  const last = frame.slice(Math.max(frame.lastIndexOf('('), frame.lastIndexOf(')')) + 1)
  const url = last.indexOf('file:///')
  const [path] = last.slice(url >= 0 ? url : last.indexOf('/')).split('?')
  if (path?.startsWith('file:')) return toPath(path)
  return path?.startsWith('/') ? path : undefined
}

function toPath(url: string): string | undefined {
  try {
    return fileURLToPath(url)
  } catch {
    return undefined
  }
}
