import { renderAll } from './child.ts'
import { type Pending, type Renderable, isThenable } from './renderable.ts'
import type { Sink } from './sink.ts'

/** Markup with values in it, to be printed later and as often as wanted. */
export class Template implements Renderable {
  readonly strings: readonly string[]
  readonly values: readonly unknown[]

  /**
   * @param strings - Markup around the values, one more than these.
   * @param values - The values.
   */
  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.strings = strings
    this.values = values
    for (const value of values) handleRejection(value)
  }

  '~render'(sink: Sink): Pending {
    return renderAll(sink, this.values, this.strings)
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

// A promise in a template that is never printed, or printed after another one has failed, must not
// take the process down as an unhandled rejection. Where it is printed, its error is still seen.
function handleRejection(value: unknown): void {
  if (isThenable(value)) value.then(undefined, () => {})
}
