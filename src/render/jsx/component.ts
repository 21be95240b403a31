import { SsrPagesError } from '../../shared/errors.ts'
import { renderComponent } from '../component.ts'
import { isFactory } from '../component-factory.ts'
import { FrameworkComponent } from '../island/framework-component.ts'
import { carriedRenderer } from '../island/renderer.ts'
import { describeTag } from '../island/tag-place.ts'
import type { PageRender } from '../page-render.ts'
import { isThenable } from '../renderable.ts'
import type { RenderedSlots } from '../rendered-slots.ts'
import type { Sink } from '../sink.ts'
import { isJsxFunction, toPropName } from './call.ts'
import { attributesOf } from './props.ts'
import { directSlots, nestedSlots } from './slots.ts'
import { type JsxTag, nameOf, pageOf, undefinedTag } from './tag.ts'

/** The prop that compiled Markdown sets on the component of a layout. */
const IS_LAYOUT = 'server:root'

/**
 * Turns a component of JSX into a value that a template can print:
 *
 * 1. an `.astro` component gets its children as slots;
 * 2. a function that returns JSX of ours is called;
 * 3. other functions may belong to a framework: its renderers are asked first, and if none accepts the
 *    function, it is called;
 * 4. anything else is what a tag of an `.astro` file could name.
 *
 * @throws {SsrPagesError} COMPONENT_UNDEFINED, COMPONENT_UNSUPPORTED, COMPONENT_CALLED
 */
export function toComponent(tag: JsxTag, sink: Sink): unknown {
  const { type, scope } = tag
  if (isThenable(type)) return type.then((loaded) => toComponent({ ...tag, type: loaded }, sink))
  const props = attributesOf(tag.props)
  delete props[IS_LAYOUT]
  if (typeof type === 'function' && !isFactory(type)) {
    if (isJsxFunction(type) || !mayBeForeign(tag))
      return callWith(type, props, directSlots(tag.props))
  }
  const page = pageOf(sink)
  if (page === undefined) throw outsideOfPage(tag)
  const name = nameOf(tag)
  if (isFactory(type)) {
    return renderComponent(page, name, type, props, directSlots(tag.props), scope)
  }
  const isHydrated = 'client:component-hydration' in props
  if ((type === undefined || type === null) && !isHydrated) throw undefinedTag(tag)
  const slots = nestedSlots(tag.props)
  if (typeof type !== 'function' || isHydrated || carriedRenderer(type) !== undefined) {
    return renderComponent(page, name, type, props, slots, scope)
  }
  return ofAnyFramework(page, { type, name, props, slots, scope })
}

function mayBeForeign({ type, props, scope }: JsxTag): boolean {
  if (carriedRenderer(type) !== undefined || 'client:component-hydration' in props) return true
  return scope.load !== undefined && !(IS_LAYOUT in props)
}

interface UnknownTag {
  readonly type: Function
  readonly name: string
  readonly props: Record<string, unknown>
  readonly slots: Readonly<Record<string, () => unknown>>
  readonly scope: JsxTag['scope']
}

function ofAnyFramework(page: PageRender, tag: UnknownTag): FrameworkComponent {
  const { type, name, props, slots, scope } = tag
  return new FrameworkComponent(page, {
    component: type,
    props: { ...props },
    slots,
    tag: { component: name, file: scope.file },
    renderers: scope,
    otherwise: (rendered) => callWith(type, props, toFunctions(rendered)),
  })
}

// The slots have been rendered for the renderers that were asked.
function toFunctions({ html, marks }: RenderedSlots): Record<string, () => unknown> {
  const entries = Object.keys(html).map((name) => {
    const content = {
      '~render'(sink: Sink) {
        sink.append(marks.toParts(html[name] ?? ''))
        return undefined
      },
    }
    return [name, () => content] as const
  })
  return Object.fromEntries(entries)
}

function callWith(
  component: Function,
  props: Record<string, unknown>,
  slots: Readonly<Record<string, () => unknown>>,
): unknown {
  const given = { ...props }
  for (const name of Object.keys(slots)) given[toPropName(name)] = slots[name]?.()
  return component(given)
}

function outsideOfPage(tag: JsxTag): SsrPagesError {
  const place = { component: nameOf(tag), file: tag.scope.file }
  const what = `${describeTag(place)} is printed outside of a component of JSX, where only elements and functions work.`
  return new SsrPagesError('COMPONENT_UNSUPPORTED', what, { ...place })
}
