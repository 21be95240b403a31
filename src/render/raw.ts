import { renderAll } from './child.ts'
import { Markup } from './markup.ts'
import { type Nesting, nest } from '../shared/nesting.ts'
import { type Pending, type Renderable, guard, isRenderable, isThenable } from './renderable.ts'
import { isResponse } from '../context/response.ts'
import type { Sink } from './sink.ts'
import { toText } from '../shared/text.ts'

/**
 * Marks the value of `set:html` as HTML: the only way to print without escaping.
 *
 * @param value - A string or bytes, a `Response` (its body), a promise, an iterable or async
 *   iterable of these, or a value that needs no mark (numbers, templates).
 * @param outer - The list that contains the value. (default: none)
 * @returns The same content in a form that is printed as it is.
 */
export function unescapeHTML(value: unknown, outer?: Nesting): unknown {
  if (typeof value === 'string') return new Markup(value)
  if (typeof value !== 'object' || value === null || isRenderable(value)) return value
  if (Array.isArray(value)) return new RawList(value, outer)
  if (isThenable(value)) return value.then((settled) => unescapeHTML(settled, outer))
  if (ArrayBuffer.isView(value)) return new Markup(new TextDecoder().decode(value))
  if (isResponse(value)) return value.body === null ? undefined : decode(value.body)
  if (Symbol.asyncIterator in value) return decode(value as AsyncIterable<unknown>)
  if (Symbol.iterator in value) return mark(value as Iterable<unknown>, outer)
  return new Markup(toText(value))
}

// Decodes the chunks of one stream together: a character may be split between two chunks.
async function* decode(chunks: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder()
  for await (const chunk of chunks) {
    yield ArrayBuffer.isView(chunk)
      ? new Markup(decoder.decode(chunk, { stream: true }))
      : unescapeHTML(chunk)
  }
  yield new Markup(decoder.decode())
}

function* mark(values: Iterable<unknown>, outer: Nesting | undefined): Generator<unknown> {
  const nesting = nest(values, outer)
  for (const value of values) yield unescapeHTML(value, nesting)
}

/** An array whose strings are HTML. */
class RawList implements Renderable {
  readonly #values: readonly unknown[]
  readonly #outer: Nesting | undefined

  constructor(values: readonly unknown[], outer: Nesting | undefined) {
    this.#values = values
    this.#outer = outer
    // As in a template: a promise that is never printed must not cause an unhandled rejection.
    for (const value of values) guard(value)
  }

  '~render'(sink: Sink): Pending {
    const nesting = nest(this.#values, this.#outer)
    return renderAll(
      sink,
      this.#values.map((value) => unescapeHTML(value, nesting)),
    )
  }

  '~parts'(): readonly unknown[] {
    return this.#values
  }
}
