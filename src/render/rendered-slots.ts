import { renderChild } from './child.ts'
import { MarkKeeper } from './mark-keeper.ts'
import type { PageRender, SlotMap } from './page-render.ts'
import { guard, type Pending } from './renderable.ts'
import { Sink } from './sink.ts'
import { renderSlot } from './slot.ts'

/** Slots as strings, and what restores the marks in HTML that contains them. */
export interface RenderedSlots {
  readonly html: Record<string, string>
  readonly marks: MarkKeeper
}

/**
 * Renders slots to strings, all of them at once.
 *
 * @param sink - Where the component is printed.
 * @returns The strings; a promise if a slot was pending.
 */
export function renderSlots(
  result: PageRender,
  slots: SlotMap,
  sink: Sink,
): RenderedSlots | Promise<RenderedSlots> {
  const buffers: (readonly [name: string, buffer: Sink])[] = []
  const pending: Promise<void>[] = []
  for (const name of Object.keys(slots)) {
    const buffer = new Sink(result.state, Infinity, sink.depth)
    buffers.push([name, buffer])
    const rendering = renderInto(buffer, result, slots[name])
    if (rendering !== undefined) pending.push(rendering)
  }
  const finish = (): RenderedSlots => {
    const marks = new MarkKeeper()
    // Without a prototype: a slot named `constructor` that was not passed must not be found.
    const html: Record<string, string> = Object.create(null)
    for (const [name, buffer] of buffers) html[name] = marks.toHtml(buffer.takeParts())
    return { html, marks }
  }
  return pending.length > 0 ? Promise.all(pending).then(finish) : finish()
}

// The error of a slot waits for the others, which have been started.
function renderInto(buffer: Sink, result: PageRender, slot: unknown): Pending {
  const rendering = renderChild(buffer, renderSlot(result, slot))
  guard(rendering)
  return rendering
}
