import { isRenderable } from '../renderable.ts'
import { childrenOf, isEmpty, type JsxProps } from './props.ts'

/** The slots of a component by name, as functions that return their content. */
export type JsxSlots = Readonly<Record<string, () => unknown>>

/** An element that may name the slot that it belongs to. */
export interface Slotted {
  readonly slot: string | undefined
  /** The same element without the attribute `slot`. */
  withoutSlot(): unknown
}

/**
 * Sorts the children of a component into slots, as Astro does for its own components: only children of the
 * component itself can name a slot.
 */
export function directSlots(props: JsxProps): JsxSlots {
  return toSlots(props, (child, add) => {
    if (!Array.isArray(child)) return add(child)
    const rest: unknown[] = []
    for (const one of child) if (!addNamed(one, add)) rest.push(one)
    add(rest)
  })
}

/**
 * Sorts the children of a framework's component into slots, as Astro does: also children in lists can name
 * a slot, and a slot of white space is none.
 */
export function nestedSlots(props: JsxProps): JsxSlots {
  const slots = toSlots(props, function visit(child, add): void {
    if (Array.isArray(child)) for (const one of child) visit(one, add)
    else add(child)
  })
  const filled = Object.entries(slots).filter(([, content]) => !isEmpty(content()))
  return Object.assign(Object.create(null), Object.fromEntries(filled))
}

type Add = (child: unknown) => void

function toSlots(
  props: JsxProps,
  visit: (children: unknown, add: Add) => void,
): Record<string, () => unknown> {
  const children = childrenOf(props)
  // Without a prototype: a name may come from data.
  const contents: Record<string, unknown[]> = Object.create(null)
  const slots: Record<string, () => unknown> = Object.create(null)
  // `{null}` is content, too.
  if (children === undefined) return slots
  visit(children, (child) => {
    const name = isSlotted(child) ? (child.slot ?? 'default') : 'default'
    ;(contents[name] ??= []).push(isSlotted(child) ? child.withoutSlot() : child)
  })
  for (const name of Object.keys(contents)) {
    const content = contents[name] ?? []
    slots[name] = () => (content.length === 1 ? content[0] : content)
  }
  return slots
}

function addNamed(child: unknown, add: Add): boolean {
  if (!isSlotted(child) || child.slot === undefined) return false
  add(child)
  return true
}

function isSlotted(value: unknown): value is Slotted {
  return isRenderable(value) && 'withoutSlot' in value
}
