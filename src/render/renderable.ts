import type { Sink } from './sink.ts'

/** A promise or undefined: rendering is synchronous until it meets something that is pending. */
export type Pending = Promise<void> | undefined

/**
 * Anything the engine itself made to be printed: templates, components, marked HTML. Told by a method
 * with a name that no data of the user has; data that is parsed from JSON has no methods at all.
 */
export interface Renderable {
  /**
   * Writes the object's HTML; called again, it writes it again.
   *
   * @param sink - Where to write.
   * @returns A promise when something was pending.
   */
  '~render'(sink: Sink): Pending
  /** Values that it would print; asked for when it will not, since the page has failed before. */
  '~parts'?(): readonly unknown[]
  /**
   * The one value between its markup; undefined when there is none, or more. (default: it has no
   * values)
   */
  '~expression'?(): unknown
}

/**
 * Finds what `<List>{(item) => <b>{item}</b>}</List>` passes as its slot. By methods: the templates of
 * a page may be those of another copy of this package.
 *
 * @param content - What the slot gives.
 * @returns Its only expression, however many templates are around it; the content if that is none.
 */
export function onlyExpression(content: unknown): unknown {
  const isTemplate = isRenderable(content) && typeof content['~expression'] === 'function'
  return isTemplate ? content['~expression']?.() : content
}

/**
 * Tells whether a value was made by the engine to be printed.
 *
 * @param value - Anything.
 * @returns True for templates, components and marked HTML.
 */
export function isRenderable(value: unknown): value is Renderable {
  if (typeof value !== 'object' || value === null || !('~render' in value)) return false
  return typeof value['~render'] === 'function'
}

/**
 * Tells whether a value must be awaited. Works across realms, where `instanceof Promise` does not.
 *
 * @param value - Anything.
 * @returns True for promises and other thenables.
 */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false
  return 'then' in value && typeof value.then === 'function'
}

/**
 * Takes care of a promise that may never be awaited: its rejection must not end the process. Where it
 * is awaited, it is seen all the same.
 *
 * @param value - Anything. What is thenable without being a promise may begin its work only when it is
 *   awaited (a query, say), and is left alone.
 */
export function guard(value: unknown): void {
  const isPromise =
    isThenable(value) && Object.prototype.toString.call(value) === '[object Promise]'
  if (isPromise) value.then(undefined, () => {})
}
