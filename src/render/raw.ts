import { Markup } from './markup.ts'
import { isRenderable, isThenable } from './renderable.ts'

/**
 * Marks the value of `set:html` as markup: the one way to print without escaping.
 *
 * @param value - A string or bytes, a `Response` (its body), a promise, an iterable or async iterable
 *   of these, or anything that needs no mark (numbers, templates).
 * @returns The same content in a form that is printed as it is.
 */
export function unescapeHTML(value: unknown): unknown {
  if (typeof value === 'string') return new Markup(value)
  if (typeof value !== 'object' || value === null || isRenderable(value)) return value
  if (isThenable(value)) return value.then(unescapeHTML)
  if (ArrayBuffer.isView(value)) return new Markup(new TextDecoder().decode(value))
  if (isResponse(value)) return value.body === null ? undefined : decode(value.body)
  if (Symbol.asyncIterator in value) return decode(value as AsyncIterable<unknown>)
  if (Symbol.iterator in value) return mark(value as Iterable<unknown>)
  return new Markup(String(value))
}

// Bytes of one stream are decoded together: a character may be cut in two by a chunk's end.
async function* decode(chunks: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder()
  for await (const chunk of chunks) {
    yield ArrayBuffer.isView(chunk)
      ? new Markup(decoder.decode(chunk, { stream: true }))
      : unescapeHTML(chunk)
  }
  yield new Markup(decoder.decode())
}

function* mark(values: Iterable<unknown>): Generator<unknown> {
  for (const value of values) yield unescapeHTML(value)
}

function isResponse(value: object): value is { body: AsyncIterable<unknown> | null } {
  return 'body' in value && 'status' in value && 'headers' in value
}
