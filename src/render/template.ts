import { renderAll } from './child.ts'
import { isMark } from './mark.ts'
import { type Pending, type Renderable, guard, onlyExpression } from './renderable.ts'
import type { Sink } from './sink.ts'

/** Markup with values in it, to be printed later and as often as wanted. */
export class Template implements Renderable {
  readonly strings: readonly string[]
  readonly values: readonly unknown[]
  /** True when some of its values have become part of the markup already. */
  readonly isFolded: boolean

  /**
   * @param strings - Markup around the values, one more than these.
   * @param values - The values.
   * @param isFolded - Whether there were more values. (default: no)
   */
  constructor(strings: readonly string[], values: readonly unknown[], isFolded = false) {
    this.strings = strings
    this.values = values
    this.isFolded = isFolded
    // A promise that is never printed must not become an unhandled rejection; one that is, is seen.
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
