import options from 'virtual:ssr-pages/react/options'
import React, { type ElementType, type ReactNode } from 'react'
import ReactDOM from 'react-dom/server'
import theirs from 'virtual:ssr-pages/react/server.js'
import StaticHtml from 'virtual:ssr-pages/react/static-html.js'
import { escapeHtml } from '../shared/escape.ts'
import { renderHtml, withoutErrors } from './render-html.ts'

/** How many components of a page have been rendered. */
const COUNT: unique symbol = Symbol('ssr-pages.react')

/** What a renderer sees as `this`. */
interface Caller {
  readonly result?: {
    readonly actionResult?: unknown
    readonly signal?: AbortSignal
    [COUNT]?: number
  }
}

interface Rendered {
  readonly html: string
  readonly attrs: Record<string, unknown>
}

type Slots = Readonly<Record<string, string | undefined>>

/** Metadata of the tag; `hydrate` is missing if the tag has no directive. */
interface Metadata {
  readonly astroStaticSlot?: boolean
  readonly hydrate?: string
}

/** A link of React; it escapes `<` and `>` in attributes. */
const LINK = /<link\s[^<>]*>/g
const OF_HEAD = /\srel="(?:preload|modulepreload|stylesheet|preconnect|dns-prefetch)"/

// React before version 19 has streams of Node only.
const hasStreams = 'renderToReadableStream' in ReactDOM

/** The server half of `@astrojs/react`: its own, but it renders without a stream where it can. */
const renderer: Omit<typeof theirs, 'renderToStaticMarkup'> & {
  readonly renderToStaticMarkup: typeof renderToStaticMarkup
} = {
  ...theirs,
  renderToStaticMarkup,
}
export default renderer

/**
 * Renders a component like `@astrojs/react`, with the same markup.
 *
 * @throws {Error} What the component threw.
 */
function renderToStaticMarkup(
  this: Caller | undefined,
  component: ElementType,
  props: Record<string, unknown>,
  slots: Slots,
  metadata: Metadata | undefined,
): Rendered | Promise<Rendered> {
  const content = slots['default'] ?? textOf(props['children'])
  // The result of a form action needs an option that only streams have.
  if (!hasStreams || this?.result?.actionResult) {
    const all = content === undefined ? slots : { ...slots, default: content }
    return theirs.renderToStaticMarkup.call(this, component, props, all, metadata)
  }
  const result = this?.result
  const prefix = result && nextPrefix(result)
  const attrs: Record<string, unknown> = { prefix }
  const hydrate = metadata?.astroStaticSlot ? Boolean(metadata.hydrate) : true
  // The caller prints the props without `class`, too: the browser must render what the server did.
  delete props['class']
  const { default: slot, ...named } = slots
  const all = { ...props, ...toElements(named, hydrate) }
  if (slot && options.experimentalReactChildren) {
    attrs['data-react-children'] = true
    return toChildren(slot).then((children) =>
      withAttributes(render(component, { ...all, children }, { prefix, result }), attrs),
    )
  }
  const children = content === undefined ? {} : { children: toElement(content, hydrate) }
  return withAttributes(render(component, { ...all, ...children }, { prefix, result }), attrs)
}

// The same prefixes as those of `@astrojs/react`. It counts in a WeakMap, whose values the collector keeps
// until they are old.
function nextPrefix(result: NonNullable<Caller['result']>): string {
  const count = result[COUNT] ?? 0
  result[COUNT] = count + 1
  return `r${count}`
}

/** The page that a component is rendered for. */
interface Page {
  readonly prefix: string | undefined
  readonly result: Caller['result']
}

function render(
  component: ElementType,
  props: Record<string, unknown>,
  { prefix: identifierPrefix = '', result }: Page,
): string | Promise<string> {
  const element = React.createElement(component, props)
  if (options.experimentalDisableStreaming) {
    return withoutErrors(ReactDOM.renderToString(element, { identifierPrefix }))
  }
  const getSignal = () => result?.signal
  return renderHtml(ReactDOM, component, element, { identifierPrefix, getSignal })
}

function withAttributes(
  html: string | Promise<string>,
  attrs: Record<string, unknown>,
): Rendered | Promise<Rendered> {
  if (typeof html !== 'string') return html.then((text) => ({ html: withoutLinks(text), attrs }))
  return { html: withoutLinks(html), attrs }
}

// As `@astrojs/react`: React puts them before the component, where they do not belong.
function withoutLinks(html: string): string {
  if (!html.includes('<link')) return html
  return html.replace(LINK, (link) => (OF_HEAD.test(link) ? '' : link))
}

/**
 * Returns the prop `children` as HTML, as which the browser finds it again. It is text, like all props:
 * `@astrojs/react` prints it as HTML, and then it could contain a script of a visitor.
 */
function textOf(children: unknown): string | undefined {
  const isText = typeof children === 'string' || typeof children === 'number'
  return isText ? escapeHtml(String(children)) : undefined
}

function toElements(slots: Slots, hydrate: boolean): Record<string, ReactNode> {
  const elements: Record<string, ReactNode> = {}
  for (const [key, value] of Object.entries(slots)) {
    const name = toPropName(key)
    elements[name] = toElement(value, hydrate, name)
  }
  return elements
}

function toElement(value: string | undefined, hydrate: boolean, name?: string): ReactNode {
  return React.createElement(StaticHtml, { value: value as string, hydrate, ...(name && { name }) })
}

/** `side-note` becomes `sideNote`. */
function toPropName(slot: string): string {
  return slot.trim().replace(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

async function toChildren(html: string): Promise<ReactNode> {
  const { default: convert } = await import('virtual:ssr-pages/react/vnode-children.js')
  return convert(html)
}
