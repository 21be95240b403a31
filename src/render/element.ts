import { printAttributes } from './attribute.ts'
import { renderAll } from './child.ts'
import type { PageRender } from './page-render.ts'
import { type Pending, type Renderable } from './renderable.ts'
import { templateEnter, templateExit } from './script.ts'
import type { Sink } from './sink.ts'
import { type SlotMap, renderSlot } from './slot.ts'

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i

/** A URL, whose scheme could be a name. */
const URL_START = /^(?:[a-z][a-z\d+.-]*:\/\/|data:|blob:)/i

/**
 * Reads a text as the name of an element.
 *
 * @param text - What a tag names at run time.
 * @returns The name, cut where it could end; `undefined` for what does not begin like one, which would
 *   begin a comment or nothing, and for URLs, such as that of an imported image.
 */
export function toTagName(text: string): string | undefined {
  const [name = ''] = text.split(/[\s&<>'"/=]/, 1)
  return /^[a-z]/i.test(name) && !URL_START.test(text) ? name : undefined
}

/** An HTML element whose tag is known at run time only, or a custom element. */
export class Element implements Renderable {
  readonly #result: PageRender
  readonly #tag: string
  readonly #props: Record<string, unknown>
  readonly #slots: SlotMap

  /**
   * @param result - The page being rendered.
   * @param tag - The element's name, as `toTagName()` gives it.
   * @param props - Its attributes.
   * @param slots - Its children.
   */
  constructor(result: PageRender, tag: string, props: Record<string, unknown>, slots: SlotMap) {
    this.#result = result
    this.#tag = tag
    this.#props = props
    this.#slots = slots
  }

  '~render'(sink: Sink): Pending {
    const tag = this.#tag
    const slots = Object.values(this.#slots).map((slot) => renderSlot(this.#result, slot))
    const children = /^template$/i.test(tag)
      ? [templateEnter(this.#result), ...slots, templateExit(this.#result)]
      : slots
    const attributes = printAttributes(this.#props, tag.includes('-'))
    if (VOID.test(tag) && children.length === 0) {
      sink.write(`<${tag}${attributes}/>`)
      return undefined
    }
    return renderAll(sink, [children], [`<${tag}${attributes}>`, `</${tag}>`])
  }
}
