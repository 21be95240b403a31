import { printAttributes } from '../attribute.ts'
import { renderAll, renderChild } from '../child.ts'
import type { TagScope } from '../component.ts'
import { toTagName } from '../element.ts'
import { Fragment } from '../fragment.ts'
import { Markup } from '../markup.ts'
import { guard, type Pending, type Renderable } from '../renderable.ts'
import type { Sink } from '../sink.ts'
import { toComponent } from './component.ts'
import type { Slotted } from './slots.ts'
import { attributesOf, childrenOf, isEmpty, type JsxProps } from './props.ts'
import { pageOf, undefinedTag } from './tag.ts'
import { templateEnter, templateExit } from '../script.ts'

/** The property by which Astro recognizes a node of JSX. */
export const AstroJSX = 'astro:jsx' as const

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i

/** What the compiler of Markdown writes for a component of `client:only`, which the server does not have. */
const CLIENT_ONLY = 'astro-client-only'

/** An element of JSX, which prints itself. */
export class JsxNode implements Renderable, Slotted {
  readonly 'astro:jsx' = true
  readonly type: unknown
  readonly props: JsxProps
  readonly scope: TagScope
  /** The tag as the author wrote it. */
  readonly name: string | undefined

  constructor(type: unknown, props: JsxProps, scope: TagScope, name?: string) {
    this.type = type
    this.props = props
    this.scope = scope
    this.name = name
    const { children } = props
    // A promise that is never printed must not cause an unhandled rejection.
    if (Array.isArray(children)) for (const child of children) guard(child)
    else guard(children)
  }

  '~render'(sink: Sink): Pending {
    if (sink.isStopped) return undefined
    const { type, props } = this
    if (type === Fragment) return renderChild(sink, childrenOf(props))
    if (typeof type !== 'string') return renderChild(sink, toComponent(this, sink))
    if (type === CLIENT_ONLY && 'client:only' in props) {
      return renderChild(
        sink,
        toComponent({ type: null, props, scope: this.scope, name: this.name }, sink),
      )
    }
    return renderElement(sink, this)
  }

  get slot(): string | undefined {
    const { slot } = this.props
    return slot === undefined || slot === null ? undefined : String(slot)
  }

  withoutSlot(): JsxNode {
    if (!('slot' in this.props)) return this
    const { slot: _, ...props } = this.props
    return new JsxNode(this.type, props, this.scope, this.name)
  }

  '~parts'(): readonly unknown[] {
    const { children } = this.props
    return Array.isArray(children) ? children : [children]
  }
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

function renderElement(sink: Sink, node: JsxNode): Pending {
  const { type, props } = node
  const tag = toTagName(String(type))
  if (tag === undefined) throw undefinedTag(node)
  const children = childrenOf(props)
  const start = `<${tag}${printAttributes(attributesOf(props), tag.includes('-'))}`
  const hasNone = children === undefined || children === null || children === ''
  if (hasNone && VOID.test(tag)) {
    sink.write(`${start}/>`)
    return undefined
  }
  return renderAll(sink, [toContent(tag, children, sink)], [`${start}>`, `</${tag}>`])
}

function toContent(tag: string, children: unknown, sink: Sink): unknown {
  // As in Astro: a quote in CSS is no entity, but nothing may end the element.
  if (tag === 'style' && typeof children === 'string') {
    return new Markup(children.replaceAll('<', String.raw`\3C `))
  }
  const page = tag === 'template' && !isEmpty(children) ? pageOf(sink) : undefined
  return page ? [templateEnter(page), children, templateExit(page)] : children
}
