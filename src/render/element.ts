import { printAttributes } from './attribute.ts'
import { renderAll } from './child.ts'
import type { PageRender, SlotMap } from './page-render.ts'
import { type Pending, type Renderable } from './renderable.ts'
import { templateEnter, templateExit } from './script.ts'
import type { Sink } from './sink.ts'
import { renderSlot } from './slot.ts'

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i

/** A URL; without this check, its scheme would be taken for an element name. */
const URL_START = /^(?:[a-z][a-z\d+.-]*:\/\/|data:|blob:)/i

/**
 * Reads a string as the name of an element.
 *
 * @param text - The value of a tag's name at run time.
 * @returns The name, cut where it could end the tag. `undefined` for a string that does not begin
 *   with a letter (it could begin a comment), and for URLs, such as that of an imported image.
 */
export function toTagName(text: string): string | undefined {
  const [name = ''] = text.split(/[\s&<>'"/=]/, 1)
  return /^[a-z]/i.test(name) && !URL_START.test(text) ? name : undefined
}

/** A custom element, or an HTML element whose tag is known only at run time. */
export class Element implements Renderable {
  readonly #result: PageRender
  readonly #tag: string
  readonly #props: Record<string, unknown>
  readonly #slots: SlotMap

  /**
   * @param result - The page being rendered.
   * @param tag - The element's name, checked by `toTagName()`.
   * @param props - The attributes.
   * @param slots - The children.
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
