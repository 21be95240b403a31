import { type Edits, use } from './edits.ts'
import { printedValues } from './template-code.ts'
import {
  type Call,
  type CodeNode,
  identifierOf,
  isCallOf,
  type Node,
  pathOf,
} from './syntax-tree.ts'

/** Tells whether a node is a tag that names an imported `.astro` component, or `Astro.self`. */
export function isKnownComponent(node: Node | undefined, edits: Edits): node is Call {
  if (!isCallOf(node, '$$renderComponent')) return false
  const component = node.arguments[2]
  return edits.components.has(identifierOf(component) ?? pathOf(component))
}

/**
 * Rewrites the tag of a known component into a call that looks for nothing but the component.
 *
 *     $$renderImported($$renderComponent, $$result, "Card", Card, props, slots)
 */
export function optimizeComponentTag(tag: Call, edits: Edits): void {
  const { callee } = tag
  if (!isKnownComponent(tag, edits) || mayHaveClassList(tag.arguments[3])) return
  edits.text.update(
    callee.start,
    callee.end + 1,
    `${use(edits, 'renderImported')}($$renderComponent, `,
  )
}

function mayHaveClassList(props: CodeNode | undefined): boolean {
  if (props?.type !== 'ObjectExpression') return true
  return (props['properties'] as Node[]).some(({ type, computed, key }) => {
    return type !== 'Property' || computed === true || (key as Node)['value'] === 'class:list'
  })
}

/** Rewrites `Astro.slots.render()` where its result is only printed, also by `set:html`. */
export function optimizeSlotCalls(value: Node, { text }: Edits): void {
  for (const printed of printedValues(value)) {
    const call = isCallOf(printed, '$$unescapeHTML') ? printed.arguments[0] : printed
    const callee = call?.type === 'CallExpression' ? (call as Call).callee : undefined
    if (callee === undefined || pathOf(callee) !== 'Astro.slots.render') continue
    text.update(callee.start, callee.end, 'Astro.slots["~print"]')
  }
}
