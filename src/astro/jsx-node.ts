import { printSpread } from '../render/attribute.ts'
import { renderAll, renderChild } from '../render/child.ts'
import { Fragment } from '../render/component.ts'
import { toTagName } from '../render/element.ts'
import { unescapeHTML } from '../render/raw.ts'
import type { Pending, Renderable } from '../render/renderable.ts'
import type { Sink } from '../render/sink.ts'
import { SsrPagesError } from '../shared/errors.ts'

/** The property by which Astro recognizes a node of JSX. */
export const AstroJSX = 'astro:jsx' as const

type NodeProps = Readonly<Record<string, unknown>>

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i

/** An element of JSX, which a template prints. */
export class JsxNode implements Renderable {
  readonly 'astro:jsx' = true
  readonly type: unknown
  readonly props: NodeProps

  constructor(type: unknown, props: NodeProps) {
    this.type = type
    this.props = props
  }

  '~render'(sink: Sink): Pending {
    const { type, props } = this
    const children = childrenOf(props)
    if (type === Fragment) return renderChild(sink, children)
    if (typeof type === 'function') return renderChild(sink, type(props))
    const tag = typeof type === 'string' ? toTagName(type) : undefined
    if (tag === undefined) {
      const what = `A JSX element has the type ${String(type)}.`
      throw new SsrPagesError('COMPONENT_UNDEFINED', what, { component: String(type) })
    }
    const { children: _, 'set:html': _html, 'set:text': _text, ...attributes } = props
    const start = `<${tag}${printSpread(attributes)}`
    if (VOID.test(tag)) {
      sink.write(`${start}/>`)
      return undefined
    }
    return renderAll(sink, [children], [`${start}>`, `</${tag}>`])
  }
}

/**
 * Creates an element of JSX: what compiled JSX calls.
 *
 * @param type - The name of an HTML element, a function of its props, or `Fragment`.
 * @param props - The attributes, with `children`. (default: none)
 * @returns An element that templates can print.
 */
export function jsx(type: unknown, props: NodeProps = {}): JsxNode {
  return new JsxNode(type, props)
}

/**
 * Whether a value is an element of JSX.
 *
 * @param value - Anything.
 * @returns True for results of `jsx()`.
 */
export function isVNode(value: unknown): boolean {
  return typeof value === 'object' && value !== null && AstroJSX in value
}

function childrenOf(props: NodeProps): unknown {
  if ('set:html' in props) return unescapeHTML(props['set:html'])
  return 'set:text' in props ? props['set:text'] : props['children']
}
