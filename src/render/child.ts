import { abandon } from './abandon.ts'
import { escapeHtml } from '../shared/escape.ts'
import { type Nesting, nest } from '../shared/nesting.ts'
import { nestWaiting } from './waiting.ts'
import { type BufferedPart, printParts } from './part.ts'
import { type Pending, isRenderable, isThenable } from './renderable.ts'
import { ResponseInterrupt, isResponse } from '../context/response.ts'
import type { Sink } from './sink.ts'
import { toText } from '../shared/text.ts'

/**
 * Prints one value of a template:
 *
 * - strings are escaped; numbers and bigints are printed as they are;
 * - `null`, `undefined` and `false` print nothing, `true` prints `true`;
 * - values made by the engine (templates, components, marked HTML) print themselves;
 * - promises are awaited, functions are called without arguments, and their results printed;
 * - arrays, iterables and async iterables are printed element by element;
 * - a `Response` becomes the page's response, as if a component had returned it;
 * - bytes are decoded as UTF-8 and escaped like any text;
 * - anything else is converted to a string and escaped.
 *
 * @param value - The value of a `{...}` expression.
 * @param nesting - The list that contains the value. (default: none)
 * @returns A promise if something was pending.
 * @throws {unknown} whatever the value throws
 * @throws {SsrPagesError} LIST_TOO_DEEP, NESTED_TOO_DEEP
 */
export function renderChild(sink: Sink, value: unknown, nesting?: Nesting): Pending {
  switch (typeof value) {
    case 'string':
      sink.write(escapeHtml(value))
      return undefined
    case 'number':
    case 'bigint':
      sink.write(String(value))
      return undefined
    case 'boolean':
      if (value) sink.write('true')
      return undefined
    case 'function':
      return renderChild(sink, value(), nesting)
    case 'object':
      return value === null ? undefined : renderObject(sink, value, nesting)
    case 'symbol':
      sink.write(escapeHtml(String(value)))
      return undefined
    default:
      return undefined
  }
}

/**
 * Prints values in order. As long as nothing is pending this is a plain loop. At the first pending
 * value, all others are started as well, each into its own sink, which is appended in its turn.
 *
 * @param values - The values, in document order.
 * @param strings - Markup around them: `strings[i]` before `values[i]`, one more at the end.
 *   (default: none)
 * @param nesting - The list that the values belong to. (default: none, they belong to a template)
 * @returns A promise if something was pending.
 */
export function renderAll(
  sink: Sink,
  values: readonly unknown[],
  strings?: readonly string[],
  nesting?: Nesting,
): Pending {
  let i = 0
  // Text is written in as few pieces as possible.
  let text = ''
  try {
    for (; i < values.length; i++) {
      if (strings !== undefined) text += strings[i] ?? ''
      const value = values[i]
      if (typeof value === 'string') {
        text += escapeHtml(value)
        continue
      }
      if (text !== '') sink.write(text)
      text = ''
      const pending = renderChild(sink, value, nesting)
      if (pending !== undefined) return renderRest(sink, values, { strings, nesting, i, pending })
    }
  } catch (error) {
    // Values before this one are printed, and the one that failed has abandoned its own parts.
    abandon(values, i + 1)
    throw error
  }
  if (strings !== undefined) text += strings[values.length] ?? ''
  if (text !== '') sink.write(text)
  return undefined
}

interface Rest {
  readonly strings: readonly string[] | undefined
  readonly nesting: Nesting | undefined
  /** Index of the value that is pending. */
  readonly i: number
  readonly pending: Promise<void>
}

function renderRest(sink: Sink, values: readonly unknown[], rest: Rest): Promise<void> {
  const { strings, i, pending } = rest
  if (i < values.length - 1) return printParts(sink, startParts(sink, values, rest), pending)
  const end = strings?.[values.length] ?? ''
  return end === '' ? pending : pending.then(() => sink.write(end))
}

function startParts(
  sink: Sink,
  values: readonly unknown[],
  { strings, nesting, i: first }: Rest,
): BufferedPart[] {
  const parts: BufferedPart[] = []
  let part: BufferedPart = { buffer: sink.fork(), pending: undefined, failure: undefined }
  for (let i = first + 1; i < values.length; i++) {
    if (strings !== undefined) part.buffer.write(strings[i] ?? '')
    startValue(part, values[i], nesting)
    if (part.pending === undefined && part.failure === undefined) continue
    parts.push(part)
    part = { buffer: sink.fork(), pending: undefined, failure: undefined }
  }
  if (strings !== undefined) part.buffer.write(strings[values.length] ?? '')
  parts.push(part)
  return parts
}

function startValue(part: BufferedPart, value: unknown, nesting: Nesting | undefined): void {
  try {
    const pending = renderChild(part.buffer, value, nesting)
    part.pending = pending?.catch((error: unknown) => void (part.failure = { error }))
  } catch (error) {
    part.failure = { error }
  }
}

function renderObject(sink: Sink, value: object, nesting: Nesting | undefined): Pending {
  if (Array.isArray(value)) return renderAll(sink, value, undefined, nest(value, nesting))
  if (isRenderable(value)) return value['~render'](sink, nesting)
  if (isThenable(value)) return renderThenable(sink, value, nesting)
  if (ArrayBuffer.isView(value)) {
    sink.write(escapeHtml(new TextDecoder().decode(value)))
    return undefined
  }
  if (isResponse(value)) throw new ResponseInterrupt(value)
  if (isAsyncIterable(value)) return renderAsyncIterable(sink, value, nest(value, nesting))
  if (isIterable(value)) {
    return renderIterator(sink, value[Symbol.iterator](), nest(value, nesting))
  }
  sink.write(escapeHtml(toText(value, nesting)))
  return undefined
}

function renderThenable(
  sink: Sink,
  value: PromiseLike<unknown>,
  nesting: Nesting | undefined,
): Promise<void> {
  nestWaiting(sink, value)
  const promise = Promise.resolve(value)
  // As with `await`, a `then()` that a promise has of its own is not called: it may return nothing.
  const print = (settled: unknown): Pending => renderChild(sink, settled, nesting)
  return Promise.prototype.then.call<Promise<unknown>, [typeof print], Promise<void>>(
    promise,
    print,
  )
}

async function renderAsyncIterable(
  sink: Sink,
  values: AsyncIterable<unknown>,
  nesting: Nesting,
): Promise<void> {
  nestWaiting(sink)
  const { depth } = sink
  for await (const value of values) {
    await renderChild(sink, value, nesting)
    sink.depth = depth
    for (let full = sink.room(); full !== undefined; full = sink.room()) await full
    if (sink.isStopped) break
  }
}

// Prints one element at a time: the iterator may be endless, or depend on what was printed before.
function renderIterator(sink: Sink, iterator: Iterator<unknown>, nesting: Nesting): Pending {
  const { depth } = sink
  const pending = renderUntilPending(sink, iterator, nesting)
  return pending && renderOn(sink, iterator, { nesting, depth, pending })
}

interface Elements {
  readonly nesting: Nesting
  /** The depth of the sink before any element. */
  readonly depth: number
  /** Settles when the current element is printed. */
  readonly pending: Promise<void>
}

// A loop, because recursive calls would keep one promise for each element until the last one.
async function renderOn(
  sink: Sink,
  iterator: Iterator<unknown>,
  { nesting, depth, pending: first }: Elements,
): Promise<void> {
  let pending: Pending = first
  while (pending !== undefined) {
    try {
      await pending
    } catch (error) {
      close(iterator)
      throw error
    }
    // Also after elements that had to be awaited: with promises that are already settled, the
    // reader would never get a turn.
    for (let full = sink.room(); full !== undefined; full = sink.room()) await full
    sink.depth = depth
    pending = renderUntilPending(sink, iterator, nesting)
  }
}

function renderUntilPending(sink: Sink, iterator: Iterator<unknown>, nesting: Nesting): Pending {
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    if (sink.isStopped) {
      close(iterator)
      return undefined
    }
    try {
      const pending = renderChild(sink, next.value, nesting) ?? sink.room()
      if (pending !== undefined) return pending
    } catch (error) {
      close(iterator)
      throw error
    }
  }
  return undefined
}

// Closes a generator that is left early, so that it releases its resources.
function close(iterator: Iterator<unknown>): void {
  iterator.return?.()
}

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value
}
