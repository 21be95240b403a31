import { SsrPagesError } from './errors.ts'

/** How deep lists may be nested: each level takes a part of the stack. */
const MAX_DEPTH = 500

/** A list that is being printed, with what is known about the lists around it. */
export interface Nesting {
  readonly list: object
  readonly depth: number
  /** One of the lists around it. If the lists form a cycle, this one soon comes again. */
  readonly mark: object
}

/**
 * Enters a list. A list that contains itself is found within three rounds, by a comparison with
 * only two of the lists around it: comparing with all of them would take quadratic time.
 *
 * @param outer - The list around it. (default: none)
 * @returns The nesting for the lists inside.
 * @throws {SsrPagesError} LIST_TOO_DEEP
 * @see https://en.wikipedia.org/wiki/Cycle_detection#Brent's_algorithm
 */
export function nest(list: object, outer?: Nesting): Nesting {
  if (outer === undefined) return { list, depth: 1, mark: list }
  if (list === outer.list || list === outer.mark) {
    throw tooDeep('contains itself', { isCircular: true })
  }
  const depth = outer.depth + 1
  if (depth > MAX_DEPTH) {
    throw tooDeep(`contains lists nested more than ${MAX_DEPTH} deep`, {
      limit: MAX_DEPTH,
    })
  }
  return { list, depth, mark: isPowerOfTwo(depth) ? list : outer.mark }
}

function isPowerOfTwo(number: number): boolean {
  return (number & (number - 1)) === 0
}

function tooDeep(why: string, details: Record<string, unknown>): SsrPagesError {
  return new SsrPagesError('LIST_TOO_DEEP', `A list in a template ${why}.`, details)
}
