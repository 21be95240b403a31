import { type Pending, type Renderable, isRenderable } from './renderable.ts'
import type { LateMarkup, Sink } from './sink.ts'

/**
 * Markup that depends on what the page has printed before it. Parts of a page may be ready in any
 * order; marks are resolved in document order, when the page is sent.
 */
export abstract class Mark implements Renderable, LateMarkup {
  '~render'(sink: Sink): Pending {
    sink.mark(this)
    return undefined
  }

  abstract resolve(): string

  abstract toString(): string
}

/** Whether a value is a mark, also one of another copy of this package. */
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

/** A mark that prints nothing, whatever comes before it. */
export const NO_MARK: Mark = new NoMark()
