import type { Nesting } from '../shared/nesting.ts'
import type { Sink } from './sink.ts'

/**
 * The result of rendering, which is synchronous until it meets something pending: a promise then.
 */
export type Pending = Promise<void> | undefined

/**
 * A value that the engine made to be printed: a template, a component, marked HTML. It is
 * recognized by a method, because data that was parsed from JSON cannot have methods.
 */
export interface Renderable {
  /**
   * Writes the object's HTML; each call writes it again.
   *
   * @param nesting - The list that contains the object. (default: none)
   * @returns A promise if something was pending.
   */
  '~render'(sink: Sink, nesting?: Nesting): Pending
  /**
   * The values inside, requested if they will not be printed because the page has already failed.
   */
  '~parts'?(): readonly unknown[]
  /**
   * The only value between the markup; `undefined` if there are none or several.
   * (default: there are no values)
   */
  '~expression'?(): unknown
}

/**
 * Finds the expression that `<List>{(item) => <b>{item}</b>}</List>` passes as its slot. Uses
 * methods instead of `instanceof`, because the templates may come from another copy of this
 * package.
 *
 * @param content - The result of the slot's function.
 * @returns The only expression, however many templates are around it. Content that is not a
 *   template is returned as it is.
 */
export function onlyExpression(content: unknown): unknown {
  const isTemplate = isRenderable(content) && typeof content['~expression'] === 'function'
  return isTemplate ? content['~expression']?.() : content
}

/** Whether the engine made a value to be printed: a template, a component or marked HTML. */
export function isRenderable(value: unknown): value is Renderable {
  if (typeof value !== 'object' || value === null || !('~render' in value)) return false
  return typeof value['~render'] === 'function'
}

/** Whether a value must be awaited. Works across realms, where `instanceof Promise` does not. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false
  return 'then' in value && typeof value.then === 'function'
}

/**
 * Keeps the rejection of a promise that may never be awaited from ending the process. Code that
 * awaits the promise still sees the rejection.
 *
 * @param value - Anything. A thenable that is not a promise is left alone: it may start its work,
 *   such as a query, only when it is awaited.
 */
export function guard(value: unknown): void {
  if (Array.isArray(value)) return
  const isPromise =
    isThenable(value) && Object.prototype.toString.call(value) === '[object Promise]'
  if (isPromise) value.then(undefined, () => {})
}
