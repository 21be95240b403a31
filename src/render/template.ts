import { renderAll } from './child.ts'
import { isMark } from './mark.ts'
import { type Pending, type Renderable, guard, onlyExpression } from './renderable.ts'
import type { Sink } from './sink.ts'

/** Markup with values in it, which can be printed later, any number of times. */
export class Template implements Renderable {
  readonly strings: readonly string[]
  readonly values: readonly unknown[]
  /** True if some of its values are already part of the markup. */
  readonly isFolded: boolean

  /**
   * @param strings - The markup around the values, one more than the values.
   * @param values - The values.
   * @param isFolded - Whether other values are already part of the markup. (default: no)
   */
  constructor(strings: readonly string[], values: readonly unknown[], isFolded = false) {
    this.strings = strings
    this.values = values
    this.isFolded = isFolded
    // A promise that is never printed must not cause an unhandled rejection. One that is printed
    // still reports its error.
    for (const value of values) guard(value)
  }

  '~render'(sink: Sink): Pending {
    return renderAll(sink, this.values, this.strings)
  }

  '~parts'(): readonly unknown[] {
    return this.values
  }

  '~expression'(): unknown {
    if (this.isFolded) return undefined
    if (this.values.length === 1 && typeof this.values[0] === 'function') return this.values[0]
    const expressions = this.values.filter((value) => !isMark(value))
    return expressions.length === 1 ? onlyExpression(expressions[0]) : undefined
  }
}

/**
 * The tag of every compiled template: `$$render` followed by a template literal.
 *
 * @param strings - The literal's markup.
 * @param values - The literal's values, already evaluated.
 * @returns The template; nothing is printed yet.
 */
export function render(strings: TemplateStringsArray, ...values: unknown[]): Template {
  return new Template(strings, values)
}
