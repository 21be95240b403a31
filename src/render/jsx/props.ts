import { unescapeHTML } from '../raw.ts'
import { isRenderable } from '../renderable.ts'

/** The attributes of an element of JSX, with its children. */
export type JsxProps = Readonly<Record<string, unknown>>

/**
 * The keys of `set:html` and `set:text` where an author has written them. Data that is spread into an element
 * can have properties of these names, but no symbols: it cannot set HTML.
 */
export const SET_HTML: unique symbol = Symbol.for('ssr-pages:set:html')
export const SET_TEXT: unique symbol = Symbol.for('ssr-pages:set:text')

/** Props with what only compiled code can set. */
interface WrittenProps extends JsxProps {
  readonly [SET_HTML]?: unknown
  readonly [SET_TEXT]?: unknown
}

/** Returns the children of an element; `undefined` for an element without any. */
export function childrenOf(props: WrittenProps): unknown {
  if (SET_HTML in props) return unescapeHTML(props[SET_HTML])
  return SET_TEXT in props ? props[SET_TEXT] : props['children']
}

/** Returns the attributes of an element: its props without the children. */
export function attributesOf(props: JsxProps): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  for (const name of Object.keys(props)) {
    if (name !== 'children' && name !== '__proto__') attributes[name] = props[name]
  }
  return attributes
}

/** Whether children print nothing for certain. */
export function isEmpty(children: unknown): boolean {
  if (typeof children === 'string') return children.trim() === ''
  if (Array.isArray(children)) return children.every(isEmpty)
  if (isRenderable(children)) return false
  return children === undefined || children === null || children === false
}
