import { renderChild } from './child.ts'
import type { PageRender } from './page-render.ts'
import { type Pending, type Renderable, guard } from './renderable.ts'
import { Sink } from './sink.ts'
import { type SlotMap, renderSlot } from './slot.ts'

/** A component that takes its slots as finished HTML and gives HTML: a compiled `.html` file. */
export class SlotsToHTML implements Renderable {
  readonly #result: PageRender
  readonly #slots: SlotMap
  readonly #toHTML: (input: { slots: Record<string, string> }) => string

  /**
   * @param result - The page being rendered.
   * @param slots - The component's children.
   * @param toHTML - The component.
   */
  constructor(
    result: PageRender,
    slots: SlotMap,
    toHTML: (input: { slots: Record<string, string> }) => string,
  ) {
    this.#result = result
    this.#slots = slots
    this.#toHTML = toHTML
  }

  '~render'(sink: Sink): Pending {
    const entries = Object.entries(this.#slots).map(
      ([name, slot]) => [name, new Sink(), renderSlot(this.#result, slot)] as const,
    )
    const pending = entries
      .map(([, buffer, value]) => {
        const rendering = renderChild(buffer, value)
        guard(rendering)
        return rendering
      })
      .filter((promise) => promise !== undefined)
    const finish = () => {
      const html = Object.fromEntries(
        entries.map(([name, buffer]) => [name, buffer.takeParts().join('')]),
      )
      sink.write(this.#toHTML({ slots: html }))
    }
    if (pending.length > 0) return Promise.all(pending).then(finish)
    finish()
    return undefined
  }
}
