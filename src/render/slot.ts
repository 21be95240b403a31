import { renderChild } from './child.ts'
import { nestWaiting } from './waiting.ts'
import type { PageRender, SlotFunction, SlotMap } from './page-render.ts'
import { Markup } from './markup.ts'
import { type Pending, type Renderable, guard, isThenable, onlyExpression } from './renderable.ts'
import { type Piece, Sink } from './sink.ts'
import { toText } from '../shared/text.ts'

/** HTML as a string with all methods of `String`, which is printed as it is. */
export type HtmlString = InstanceType<StringConstructor> & Renderable

// Values that `slots[name]` inherits for a name such as `__proto__`, although no such slot was
// passed.
const INHERITED: ReadonlySet<unknown> = new Set([
  Object.prototype,
  ...Object.values(Object.getOwnPropertyDescriptors(Object.prototype)).map(({ value }) => value),
])

/**
 * Renders a `<slot>`: the parent's content, or the fallback if the parent passed none. Content that
 * prints nothing still counts as content.
 *
 * @param result - The page being rendered.
 * @param slot - The slot's function, or a finished value.
 * @param fallback - The content of `<slot>...</slot>`. (default: nothing)
 * @returns A value that a template can print.
 */
export function renderSlot(result: PageRender, slot: unknown, fallback?: unknown): unknown {
  if (!slot || INHERITED.has(slot)) return fallback
  if (typeof slot !== 'function') return slot
  const content: unknown = slot(result)
  // Markup is the most frequent content, and nothing that could be rejected.
  if (!(content instanceof Markup)) guard(content)
  return content
}

/**
 * Merges the parts of a slots object: static ones, and those that expressions choose at run time.
 *
 * @param parts - Objects of slots, or functions that return one; falsy parts are skipped.
 * @returns One object; later parts win.
 */
export function mergeSlots(...parts: unknown[]): Record<string, SlotFunction> {
  const merged: Record<string, SlotFunction> = Object.create(null)
  for (const part of parts) {
    if (!part) continue
    Object.assign(merged, typeof part === 'function' ? mergeSlots(part()) : part)
  }
  return merged
}

/**
 * `Astro.slots`: the HTML of the slots that the parent passed, and a property with the value `true`
 * for each of them. A slot named like a method is available through `has()` and `render()` only.
 *
 * @see https://docs.astro.build/en/reference/astro-syntax/#astroslots
 */
export class Slots {
  readonly #result: PageRender
  readonly #slots: SlotMap
  readonly #depth: number;
  readonly [name: string]: unknown

  /**
   * @param result - The page being rendered.
   * @param slots - The component's slots.
   * @param depth - How many pending parts are nested around the component. (default: `0`)
   */
  constructor(result: PageRender, slots: SlotMap, depth: number = 0) {
    this.#result = result
    this.#slots = slots
    this.#depth = depth
    for (const name of Object.keys(slots)) {
      // A name may come from a client: `render` and `constructor` must stay what they are.
      if (!(name in this)) Object.defineProperty(this, name, { value: true, enumerable: true })
    }
  }

  /**
   * Whether the parent passed a slot, even one that prints nothing.
   *
   * @param name - The slot's name; other values are converted to a string.
   * @returns True if it was passed.
   */
  has(name: string): boolean {
    return Object.hasOwn(this.#slots, toText(name))
  }

  /**
   * Renders a slot to HTML.
   *
   * @param name - The slot's name.
   * @param args - Arguments for a slot whose only content is a function. (default: none)
   * @returns The HTML, which is printed as it is wherever it is used; `undefined` if there is no
   *   such slot.
   */
  render(name: string, args: readonly unknown[] = []): Promise<HtmlString | undefined> {
    const html = this.#render(name, args)
    guard(html)
    return html
  }

  /**
   * `Astro.slots.render()` in the code of builds, where its result is only printed.
   *
   * @param name - The slot's name.
   * @param args - Arguments for a slot whose only content is a function. (default: none)
   * @returns A value that a template can print.
   */
  '~print'(name: string, args: readonly unknown[] = []): unknown {
    // A component can replace the method.
    if (Object.hasOwn(this, 'render')) return this.render(name, args)
    try {
      const slot = this.#slotOf(name)
      if (slot === undefined) return undefined
      const content = renderSlot(this.#result, slot)
      if (!isThenable(content)) return new SlotCall(content, args)
      const later = content.then((settled) => new SlotCall(settled, args))
      guard(later)
      return later
    } catch (error) {
      // Reported in its turn, as the rejection of `render()`.
      const failed = Promise.reject(error)
      guard(failed)
      return failed
    }
  }

  #slotOf(name: string): unknown {
    const key = toText(name)
    return this.has(key) ? this.#slots[key] : undefined
  }

  async #render(name: string, args: readonly unknown[]): Promise<HtmlString | undefined> {
    const slot = this.#slotOf(name)
    if (slot === undefined) return undefined
    const content = await renderSlot(this.#result, slot)
    const sink = new Sink(this.#result.state, Infinity, this.#depth)
    nestWaiting(sink)
    const pending = renderCall(sink, content, args)
    if (pending !== undefined) await pending
    return toHtmlString(sink.takeParts())
  }
}

/** The content of a slot with the arguments for it; a function in it is called when it is printed. */
class SlotCall implements Renderable {
  readonly #content: unknown
  readonly #args: readonly unknown[]

  constructor(content: unknown, args: readonly unknown[]) {
    this.#content = content
    this.#args = args
  }

  '~render'(sink: Sink): Pending {
    return renderCall(sink, this.#content, this.#args)
  }
}

function renderCall(sink: Sink, content: unknown, args: readonly unknown[]): Pending {
  const callback = args.length > 0 ? onlyExpression(content) : undefined
  return renderChild(sink, typeof callback === 'function' ? callback(...args) : content)
}

// The marks in the HTML keep working: printing it loads the slot's scripts and styles. Not a class
// that extends `String`: after one is defined, V8 concatenates all strings of the process without
// its fast path, and pages take 1.4 times as long (Node 24). `Object.defineProperty()` on a string
// does the same.
function toHtmlString(parts: readonly Piece[]): HtmlString {
  return Object.assign(new String(parts.join('')), {
    '~render'(sink: Sink) {
      sink.append(parts)
      return undefined
    },
  })
}
