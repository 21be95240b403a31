import { renderChild } from '../child.ts'
import { HeadMark } from '../head.ts'
import type { PageRender, SlotMap } from '../page-render.ts'
import type { Pending, Renderable } from '../renderable.ts'
import type { Sink } from '../sink.ts'
import { renderSlot } from '../slot.ts'

/** Compilers mark functions with the name of their renderer; this is the name of Astro's own JSX. */
const RENDERER = Symbol.for('astro:renderer')
const JSX = 'astro:jsx'

/** The mark of MDX without a layout: nothing else would print the head content of its page. */
const NEEDS_HEAD = Symbol.for('astro.needsHeadRendering')

/** A function of its props that returns JSX. */
export type JsxFunction = (props: Record<string, unknown>) => unknown

/**
 * Marks a function as one that returns JSX of ours, so that no framework is asked about it.
 *
 * @param value - The function; other values are left alone.
 * @returns The value.
 */
export function tagJsx<T>(value: T): T {
  const isOpen = typeof value === 'function' && !(RENDERER in value) && Object.isExtensible(value)
  if (isOpen) Object.defineProperty(value, RENDERER, { value: JSX })
  return value
}

/**
 * Whether a value is a function that returns JSX of ours, such as the content of an `.mdx` file.
 *
 * @param value - Anything.
 */
export function isJsxFunction(value: unknown): value is JsxFunction {
  return typeof value === 'function' && RENDERER in value && value[RENDERER] === JSX
}

/** A function of JSX in a template, which is called when it is printed. */
export class JsxCall implements Renderable {
  readonly #result: PageRender
  readonly #component: JsxFunction
  readonly #props: Record<string, unknown>
  readonly #slots: SlotMap

  /**
   * @param props - The attributes of the tag.
   * @param slots - Its children: the function gets the unnamed slot as `children`, and others by their names.
   */
  constructor(
    result: PageRender,
    component: JsxFunction,
    props: Record<string, unknown>,
    slots: SlotMap,
  ) {
    this.#result = result
    this.#component = component
    this.#props = props
    this.#slots = slots
  }

  '~render'(sink: Sink): Pending {
    if (sink.isStopped) return undefined
    const result = this.#result
    result.state.page ??= result
    if (!result.hasHead && needsHead(this.#component)) sink.mark(new HeadMark(result, false))
    const props = { ...this.#props }
    for (const name of Object.keys(this.#slots)) {
      props[toPropName(name)] = new SlotValue(result, this.#slots[name])
    }
    return renderChild(sink, this.#component(props))
  }
}

/**
 * Returns the name of the prop in which a function gets a slot: `children` for the unnamed slot, and
 * `myFoot` for `my-foot`.
 */
export function toPropName(slot: string): string {
  if (slot === 'default') return 'children'
  return slot.trim().replaceAll(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** A slot as the value of a prop. */
class SlotValue implements Renderable {
  readonly #result: PageRender
  readonly #slot: unknown

  constructor(result: PageRender, slot: unknown) {
    this.#result = result
    this.#slot = slot
  }

  '~render'(sink: Sink): Pending {
    return renderChild(sink, renderSlot(this.#result, this.#slot))
  }
}

function needsHead(component: JsxFunction): boolean {
  return NEEDS_HEAD in component && component[NEEDS_HEAD] === true
}
