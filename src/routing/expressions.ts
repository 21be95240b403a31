import type { Segment } from './parse.ts'
import { type CompiledPattern, compilePattern, toStaticText } from './pattern.ts'

/** Names a segment without params in the keys of an expression. */
export const UNNAMED = ''

const ANY_SEGMENT: Segment = [{ type: 'param', name: UNNAMED }]

/**
 * Compiles patterns on first use. Literal segments that have been compared with the path already
 * are left out, so that patterns which differ only in those share an expression.
 */
export class Expressions {
  readonly #byShape = new Map<string, CompiledPattern>()

  /**
   * Returns the expression of a pattern for the path without the segments that were skipped.
   *
   * @param segments - The segments after those.
   * @param compared - The number of first segments whose text has been compared.
   */
  of(segments: readonly Segment[], compared: number): CompiledPattern {
    const others = segments.map((segment, index) =>
      index < compared && toStaticText(segment) !== undefined ? ANY_SEGMENT : segment,
    )
    const shape = JSON.stringify(others)
    const present = this.#byShape.get(shape)
    if (present) return present
    const compiled = compilePattern(others)
    this.#byShape.set(shape, compiled)
    return compiled
  }
}
