import { type Pending, type Renderable, isRenderable } from './renderable.ts'
import type { LateMarkup, Sink } from './sink.ts'

/**
 * Stands for markup that depends on what the page has printed before it. Parts of a page may be ready
 * in any order; marks are resolved in the order of the document, when it is sent.
 */
export abstract class Mark implements Renderable, LateMarkup {
  '~render'(sink: Sink): Pending {
    sink.mark(this)
    return undefined
  }

  abstract resolve(): string

  abstract toString(): string
}

/**
 * Tells a mark from other values, also one of another copy of this package.
 *
 * @param value - A value of a template.
 * @returns True for marks.
 */
export function isMark(value: unknown): value is Mark {
  return isRenderable(value) && 'resolve' in value && typeof value.resolve === 'function'
}

class NoMark extends Mark {
  override '~render'(): Pending {
    return undefined
  }

  resolve(): string {
    return ''
  }

  override toString(): string {
    return ''
  }
}

/** Stands for a mark that will print nothing, whatever comes before it. */
export const NO_MARK: Mark = new NoMark()
