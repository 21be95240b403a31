import { escapeHTML } from './escape.ts'
import { type Pending, guard, isRenderable, isThenable } from './renderable.ts'
import { ResponseInterrupt, isResponse } from './response.ts'
import type { Sink } from './sink.ts'

/**
 * Prints one value of a template. In this order:
 *
 * - strings are escaped; numbers and bigints are printed as they are;
 * - `null`, `undefined` and `false` print nothing, `true` prints `true`;
 * - what the engine made (templates, components, marked HTML) prints itself;
 * - promises are awaited, functions called without arguments, and their results printed;
 * - arrays, iterables and async iterables are printed element by element;
 * - a `Response` becomes the page's, as one that a component returns;
 * - bytes are decoded as UTF-8 and escaped like any text;
 * - anything else is converted to a string and escaped.
 *
 * @param sink - Where to write.
 * @param value - What stood in `{...}`.
 * @returns A promise when something was pending.
 */
export function renderChild(sink: Sink, value: unknown): Pending {
  switch (typeof value) {
    case 'string':
      sink.write(escapeHTML(value))
      return undefined
    case 'number':
    case 'bigint':
      sink.write(String(value))
      return undefined
    case 'boolean':
      if (value) sink.write('true')
      return undefined
    case 'function':
      return renderChild(sink, value())
    case 'object':
      return value === null ? undefined : renderObject(sink, value)
    case 'symbol':
      sink.write(escapeHTML(String(value)))
      return undefined
    default:
      return undefined
  }
}

/**
 * Prints values in order. While nothing is pending this is a plain loop; at the first pending value
 * all the others are started too, each into a sink of its own, and appended when their turn comes.
 *
 * @param sink - Where to write.
 * @param values - The values, in document order.
 * @param strings - Markup around them: `strings[i]` before `values[i]`, one more at the end. [none]
 * @returns A promise when something was pending.
 */
export function renderAll(
  sink: Sink,
  values: readonly unknown[],
  strings?: readonly string[],
): Pending {
  try {
    for (let i = 0; i < values.length; i++) {
      if (strings !== undefined) sink.write(strings[i] ?? '')
      const pending = renderChild(sink, values[i])
      if (pending !== undefined) return renderRest(sink, values, strings, i + 1, pending)
    }
  } catch (error) {
    values.forEach(abandon)
    throw error
  }
  if (strings !== undefined) sink.write(strings[values.length] ?? '')
  return undefined
}

/**
 * Gives up a value that will not be printed, or not be waited for where its error would be seen: no
 * promise in it may end the process as an unhandled rejection.
 *
 * @param value - What stood in `{...}`.
 */
export function abandon(value: unknown): void {
  if (Array.isArray(value)) value.forEach(abandon)
  else if (isRenderable(value)) value['~abandon']?.()
  else guard(value)
}

async function renderRest(
  sink: Sink,
  values: readonly unknown[],
  strings: readonly string[] | undefined,
  from: number,
  first: Promise<void>,
): Promise<void> {
  const started = values.slice(from).map((value) => startChild(sink.fork(), value))
  await first
  for (const [i, { buffer, pending }] of started.entries()) {
    if (strings !== undefined) sink.write(strings[from + i] ?? '')
    sink.adopt(buffer)
    if (pending !== undefined) await pending
  }
  if (strings !== undefined) sink.write(strings[values.length] ?? '')
}

function startChild(buffer: Sink, value: unknown): { buffer: Sink; pending: Pending } {
  const pending = startPending(buffer, value)
  // The first rejection in document order is the page's error.
  guard(pending)
  return { buffer, pending }
}

function startPending(buffer: Sink, value: unknown): Pending {
  try {
    return renderChild(buffer, value)
  } catch (error) {
    return Promise.reject(error)
  }
}

function renderObject(sink: Sink, value: object): Pending {
  if (Array.isArray(value)) return renderAll(sink, value)
  if (isRenderable(value)) return value['~render'](sink)
  if (isThenable(value)) return renderThenable(sink, value)
  if (ArrayBuffer.isView(value)) {
    sink.write(escapeHTML(new TextDecoder().decode(value)))
    return undefined
  }
  if (isResponse(value)) throw new ResponseInterrupt(value)
  if (isAsyncIterable(value)) return renderAsyncIterable(sink, value)
  if (isIterable(value)) return renderIterator(sink, value[Symbol.iterator]())
  sink.write(escapeHTML(toText(value)))
  return undefined
}

async function renderThenable(sink: Sink, value: PromiseLike<unknown>): Promise<void> {
  await renderChild(sink, await value)
}

async function renderAsyncIterable(sink: Sink, values: AsyncIterable<unknown>): Promise<void> {
  for await (const value of values) {
    await renderChild(sink, value)
    for (let full = sink.room(); full !== undefined; full = sink.room()) await full
    if (sink.isStopped) break
  }
}

// One element at a time: the iterator may be endless, or depend on what was printed before.
function renderIterator(sink: Sink, iterator: Iterator<unknown>): Pending {
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    if (sink.isStopped) {
      iterator.return?.()
      return undefined
    }
    const pending = renderElement(sink, iterator, next.value)
    if (pending !== undefined) return pending.then(() => renderIterator(sink, iterator))
  }
  return undefined
}

// A generator that is left early is closed, so that what it holds is released.
function renderElement(sink: Sink, iterator: Iterator<unknown>, value: unknown): Pending {
  try {
    return renderChild(sink, value) ?? sink.room()
  } catch (error) {
    iterator.return?.()
    throw error
  }
}

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value
}

// `Object.create(null)` has no `toString`; it prints what a plain object prints.
function toText(value: object): string {
  return 'toString' in value ? String(value) : '[object Object]'
}
