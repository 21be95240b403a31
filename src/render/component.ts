import { SsrPagesError } from '../shared/errors.ts'
import { toClassNames } from './class-list.ts'
import {
  type ComponentFactory,
  type Props,
  type RawFactory,
  isFactory,
} from './component-factory.ts'
import { ComponentInstance, isMarkup } from './component-instance.ts'
import { Element, toTagName } from './element.ts'
import { type FileRenderers, FrameworkComponent } from './island/framework-component.ts'
import { describeTag, elementIsNoIsland, type TagPlace } from './island/tag-place.ts'
import type { PageRender, SlotMap } from './page-render.ts'
import { Fragment } from './fragment.ts'
import { maybeRenderHead } from './head.ts'
import { isJsxFunction, JsxCall } from './jsx/call.ts'
import { seal } from './markup.ts'
import { isThenable } from './renderable.ts'
import { renderSlot } from './slot.ts'
import { SlotsToHtml } from './slots-to-html.ts'
import { Template } from './template.ts'

/**
 * Creates a component from a compiled function.
 *
 * @param factory - Receives the page's render, props and slots; returns a template or a `Response`.
 * @param moduleId - The source file, relative to the project's root. (default: unknown)
 * @returns The component.
 */
export function createComponent(factory: ComponentFactory, moduleId?: string): ComponentFactory {
  function component(result: PageRender, props: Props, slots: SlotMap): unknown {
    if (result === undefined) {
      const what = `The component ${moduleId ?? ''} was called as a function.`
      throw new SsrPagesError('COMPONENT_CALLED', what, { file: moduleId })
    }
    return factory(result, props, slots)
  }
  return Object.assign(component, { isAstroComponentFactory: true, moduleId })
}

/**
 * Creates a component from a compiled function that a build has optimized.
 *
 * @param factory - Returns raw markup or a `Response`, never text that would have to be escaped.
 * @param moduleId - The source file, relative to the project's root. (default: unknown)
 * @returns The component.
 */
export function createRawComponent(factory: RawFactory, moduleId?: string): ComponentFactory {
  const component = createComponent((result, props, slots) => {
    const output = factory(result, props, slots)
    return isThenable(output) ? output.then(seal) : seal(output)
  }, moduleId)
  return hide(component, '~raw', factory)
}

// Not enumerable: code that copies a component's properties onto its own function must still have
// that function called.
function hide(component: ComponentFactory, name: string, value: unknown): ComponentFactory {
  return Object.defineProperty(component, name, { value, configurable: true })
}

/**
 * Creates a component whose markup begins with what `maybeRenderHead()` prints.
 *
 * @param factory - As for `createRawComponent()`; returns the markup after that.
 * @param moduleId - The source file, relative to the project's root. (default: unknown)
 * @returns The component.
 */
export function createHeadedComponent(factory: RawFactory, moduleId?: string): ComponentFactory {
  const component = createRawComponent((result, props, slots) => {
    const output = factory(result, props, slots)
    return isThenable(output)
      ? output.then((settled) => withHead(result, settled))
      : withHead(result, output)
  }, moduleId)
  return hide(hide(component, '~raw', factory), '~headed', true)
}

function withHead(result: PageRender, output: unknown): unknown {
  if (!isMarkup(output)) return output
  return new Template(['', '', ''], [maybeRenderHead(result), seal(output)])
}

/** `renderComponent()` in the form in which the compiled code of one file calls it. */
export type RenderComponent = (
  result: PageRender,
  displayName: string,
  component: unknown,
  props: Props,
  slots?: SlotMap,
) => unknown

/**
 * Creates the `renderComponent()` of one file; its errors name that file.
 *
 * @param file - The source file, relative to the project's root.
 * @param load - Imports the renderers of the site, for components of other frameworks that carry
 *   none. (default: the site has none)
 * @param only - Names of the renderers of `client:only` components, by their ids. (default: none)
 * @returns The function.
 */
export function renderComponentIn(
  file: string,
  load?: FileRenderers['load'],
  only?: FileRenderers['only'],
): RenderComponent {
  const scope: TagScope = { file, load, only }
  return (result, displayName, component, props, slots) =>
    renderComponent(result, displayName, component, props, slots, scope)
}

/** What the tags of one file have in common. */
export interface TagScope extends FileRenderers {
  readonly file?: string
}

const UNKNOWN_SCOPE: TagScope = {}

/**
 * `renderComponent()` for a tag that names an imported component and passes no `class:list`.
 *
 * @param render - The `renderComponent()` of the file, for an import that is not a component.
 * @param result - The page being rendered.
 * @param displayName - The tag as the author wrote it.
 * @param component - The imported value.
 * @param props - The attributes.
 * @param slots - The children. (default: none)
 * @returns A value that a template can print.
 * @throws {SsrPagesError} COMPONENT_UNDEFINED, COMPONENT_UNSUPPORTED
 */
export function renderImported(
  render: RenderComponent,
  result: PageRender,
  displayName: string,
  component: unknown,
  props: Props,
  slots: SlotMap = NO_SLOTS,
): unknown {
  if (isFactory(component)) return new ComponentInstance(result, component, props, slots)
  return render(result, displayName, component, props, slots)
}

/**
 * Represents a component in a template; the component runs when it is printed.
 *
 * @param result - The page being rendered.
 * @param displayName - The tag as the author wrote it.
 * @param component - The value of that tag's name.
 * @param props - The attributes.
 * @param slots - The children. (default: none)
 * @param scope - The file that contains the tag. (default: unknown)
 * @returns A value that a template can print.
 * @throws {SsrPagesError} COMPONENT_UNDEFINED, COMPONENT_UNSUPPORTED
 */
export function renderComponent(
  result: PageRender,
  displayName: string,
  component: unknown,
  props: Props,
  slots: SlotMap = NO_SLOTS,
  scope: TagScope = UNKNOWN_SCOPE,
): unknown {
  if (isFactory(component)) {
    mergeClassList(props)
    return new ComponentInstance(result, component, props, slots)
  }
  if (isThenable(component)) {
    return component.then((loaded) =>
      renderComponent(result, displayName, loaded, props, slots, scope),
    )
  }
  if (component === Fragment) return renderSlot(result, slots['default'])
  mergeClassList(props)
  if (isHtmlComponent(component)) return new SlotsToHtml(result, slots, component)
  if (isJsxFunction(component)) return new JsxCall(result, component, props, slots)
  const element = typeof component === 'string' ? toTagName(component) : toCustomElement(component)
  const tag: TagPlace = { component: displayName, file: scope.file }
  if (element !== undefined && typeof component === 'function' && scope.load !== undefined) {
    // A renderer of the site may be for classes of custom elements, as that of Lit is.
    return new FrameworkComponent(result, {
      component,
      props,
      slots,
      tag,
      renderers: scope,
      element,
    })
  }
  if (element !== undefined && props['client:component-hydration'] === undefined) {
    return new Element(result, element, props, slots)
  }
  if (element !== undefined || typeof component === 'string') throw noIsland(component, tag, props)
  if ((component === null || component === undefined) && !('client:only' in props)) {
    const what = `${describeTag(tag)} cannot be rendered: it is ${String(component)}.`
    throw new SsrPagesError('COMPONENT_UNDEFINED', what, { ...tag })
  }
  return new FrameworkComponent(result, { component, props, slots, tag, renderers: scope })
}

/** A compiled `.html` file: takes its slots as HTML, returns HTML. */
export type HtmlComponent = (input: { slots: Record<string, string> }) => string

/**
 * Whether a value is a compiled `.html` file.
 *
 * @param value - Anything.
 * @returns True for a function with the mark `astro:html`.
 */
export function isHtmlComponent(value: unknown): value is HtmlComponent {
  return typeof value === 'function' && 'astro:html' in value && value['astro:html'] === true
}

const NO_SLOTS: SlotMap = Object.freeze({})

// `class:list` on a component is passed on as its `class`. We may change the props: the template
// has just created the object.
function mergeClassList(props: Props): void {
  if (!('class:list' in props)) return
  const classNames = toClassNames([props['class'], props['class:list']])
  delete props['class:list']
  if (classNames === '') delete props['class']
  else props['class'] = classNames
}

// The error for a string that names no element, or an element with a directive.
function noIsland(component: unknown, tag: TagPlace, props: Props): SsrPagesError {
  const directive = props['client:component-hydration']
  if (directive !== undefined) return elementIsNoIsland(directive, tag)
  const text = String(component)
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text)
  const what = `${describeTag(tag)} cannot be rendered: it is not an .astro component, but the string ${shown}, which is not an element name; write an image as <img src={...}>.`
  return new SsrPagesError('COMPONENT_UNSUPPORTED', what, { ...tag })
}

// The name of a class of a custom element, where a library defines `HTMLElement` on the server.
function toCustomElement(component: unknown): string | undefined {
  const { HTMLElement: Base, customElements: registry } = globalThis
  if (typeof Base !== 'function' || typeof component !== 'function') return undefined
  if (!(component.prototype instanceof Base)) return undefined
  const own = component as CustomElementConstructor
  const kebab = own.name
    .replaceAll(/^HTML|Element$/g, '')
    .replaceAll(/[A-Z]/g, '-$&')
    .toLowerCase()
  return registry?.getName?.(own) ?? kebab.replace(/^-/, 'html-')
}
