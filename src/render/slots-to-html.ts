import type { PageRender, SlotMap } from './page-render.ts'
import { isPending } from '../shared/pending.ts'
import type { Pending, Renderable } from './renderable.ts'
import { type RenderedSlots, renderSlots } from './rendered-slots.ts'
import type { Sink } from './sink.ts'

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
    const slots = renderSlots(this.#result, this.#slots, sink)
    if (isPending(slots)) return slots.then((rendered) => this.#print(sink, rendered))
    this.#print(sink, slots)
    return undefined
  }

  #print(sink: Sink, { html: slots, marks }: RenderedSlots): void {
    sink.append(marks.toParts(this.#toHtml({ slots })))
  }
}
