import { printAttributes } from './attribute.ts'
import { renderAll } from './child.ts'
import type { PageRender } from './page-render.ts'
import { type Pending, type Renderable } from './renderable.ts'
import { templateEnter, templateExit } from './script.ts'
import type { Sink } from './sink.ts'
import { type SlotMap, renderSlot } from './slot.ts'

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i

/** An HTML element whose tag is known at run time only, or a custom element. */
export class Element implements Renderable {
  readonly #result: PageRender
  readonly #tag: string
  readonly #props: Record<string, unknown>
  readonly #slots: SlotMap

  /**
   * @param result - The page being rendered.
   * @param tag - The element's name; cut where it could end the tag's name.
   * @param props - Its attributes.
   * @param slots - Its children.
   */
  constructor(result: PageRender, tag: string, props: Record<string, unknown>, slots: SlotMap) {
    this.#result = result
    this.#tag = tag.split(/[\s&<>'"/=]/, 1)[0] ?? ''
    this.#props = props
    this.#slots = slots
  }

  '~render'(sink: Sink): Pending {
    const tag = this.#tag
    const slots = Object.values(this.#slots).map((slot) => renderSlot(this.#result, slot))
    const children = /^template$/i.test(tag)
      ? [templateEnter(this.#result), ...slots, templateExit(this.#result)]
      : slots
    // What does not begin with a letter begins a comment, or nothing.
    if (!/^[a-z]/i.test(tag)) return renderAll(sink, children)
    const attributes = printAttributes(this.#props, tag.includes('-'))
    if (VOID.test(tag) && children.length === 0) {
      sink.write(`<${tag}${attributes}/>`)
      return undefined
    }
    return renderAll(sink, [children], [`<${tag}${attributes}>`, `</${tag}>`])
  }
}
