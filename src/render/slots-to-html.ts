import { renderChild } from './child.ts'
import type { PageRender, SlotMap } from './page-render.ts'
import { type Pending, type Renderable, guard } from './renderable.ts'
import { type LateMarkup, type Piece, Sink } from './sink.ts'
import { renderSlot } from './slot.ts'

/** A component that takes its slots as finished HTML and returns HTML: a compiled `.html` file. */
export class SlotsToHtml implements Renderable {
  readonly #result: PageRender
  readonly #slots: SlotMap
  readonly #toHtml: (input: { slots: Record<string, string> }) => string

  constructor(
    result: PageRender,
    slots: SlotMap,
    toHtml: (input: { slots: Record<string, string> }) => string,
  ) {
    this.#result = result
    this.#slots = slots
    this.#toHtml = toHtml
  }

  '~render'(sink: Sink): Pending {
    const entries = Object.entries(this.#slots).map(
      ([name, slot]) =>
        [
          name,
          new Sink(this.#result.state, Infinity, sink.depth),
          renderSlot(this.#result, slot),
        ] as const,
    )
    const pending = entries
      .map(([, buffer, value]) => {
        const rendering = renderChild(buffer, value)
        guard(rendering)
        return rendering
      })
      .filter((promise) => promise !== undefined)
    const finish = () => {
      const marks = new MarkKeeper()
      // Without a prototype: a slot named `constructor` that was not passed must not be found.
      const slots: Record<string, string> = Object.create(null)
      for (const [name, buffer] of entries) slots[name] = marks.toHtml(buffer.takeParts())
      sink.append(marks.toParts(this.#toHtml({ slots })))
    }
    if (pending.length > 0) return Promise.all(pending).then(finish)
    finish()
    return undefined
  }
}

/**
 * Carries marks through HTML that is a plain string: each is replaced by a comment that cannot be
 * guessed.
 */
class MarkKeeper {
  readonly #marks: LateMarkup[] = []
  readonly #id = crypto.randomUUID()

  toHtml(parts: readonly Piece[]): string {
    return parts
      .map((part) => (typeof part === 'string' ? part : `<!--${this.#id}:${this.#keep(part)}-->`))
      .join('')
  }

  toParts(html: string): Piece[] {
    const pieces = html.split(new RegExp(`<!--${this.#id}:(\\d+)-->`))
    // Every second piece is the index that the expression captured.
    return pieces.map((piece, i) => (i % 2 === 0 ? piece : (this.#marks[Number(piece)] ?? '')))
  }

  #keep(mark: LateMarkup): number {
    return this.#marks.push(mark) - 1
  }
}
