import { SsrPagesError } from '../shared/errors.ts'
import { toClassNames } from './attribute.ts'
import { renderChild } from './child.ts'
import { Element, toTagName } from './element.ts'
import type { PageRender } from './page-render.ts'
import { HeadMark, maybeRenderHead } from './head.ts'
import { seal } from './markup.ts'
import { nestWaiting } from './waiting.ts'
import { type Pending, type Renderable, isRenderable, isThenable } from './renderable.ts'
import { ResponseInterrupt, isResponse } from '../context/response.ts'
import type { Sink } from './sink.ts'
import { type SlotMap, renderSlot } from './slot.ts'
import { SlotsToHTML } from './slots-to-html.ts'
import { Template } from './template.ts'

type Props = Record<string, unknown>

/** A compiled component: the function that runs its frontmatter and gives its template. */
export interface ComponentFactory {
  (result: PageRender, props: Props, slots: SlotMap): unknown
  /** Marks compiled components, also for other runtimes of the Astro family. */
  isAstroComponentFactory?: boolean
  /** The same for the engine, which knows a string that it gives to be HTML. */
  '~raw'?: RawFactory
  /** True when the page's head content is to be printed in front of that, unless there is a `<head>`. */
  '~headed'?: boolean
  moduleId?: string | undefined
}

/** A compiled component whose template is raw markup. */
export type RawFactory = (result: PageRender, props: Props, slots: SlotMap) => unknown

/** Stands for a component that prints its children and nothing else. */
export const Fragment: unique symbol = Symbol.for('astro:fragment')

/**
 * Makes a component out of a compiled function.
 *
 * @param factory - Gets the page's render, props and slots; gives a template or a `Response`.
 * @param moduleId - The source file, relative to the project's root. (default: unknown)
 * @returns The component.
 */
export function createComponent(factory: ComponentFactory, moduleId?: string): ComponentFactory {
  function component(result: PageRender, props: Props, slots: SlotMap): unknown {
    if (result === undefined) {
      const what = `The component ${moduleId ?? ''} was called like a function.`
      throw new SsrPagesError('COMPONENT_CALLED', what, { file: moduleId })
    }
    return factory(result, props, slots)
  }
  return Object.assign(component, { isAstroComponentFactory: true, moduleId })
}

/**
 * Makes a component out of a compiled function that a build has rewritten.
 *
 * @param factory - Gives raw markup, or a `Response`; nothing that would be text.
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

// Not enumerable: who gives a function of his own all that a component has wants that one called.
function hide(component: ComponentFactory, name: string, value: unknown): ComponentFactory {
  return Object.defineProperty(component, name, { value, configurable: true })
}

/**
 * Makes a component whose markup begins with what `maybeRenderHead()` prints.
 *
 * @param factory - As that of `createRawComponent()`, with the rest of the markup.
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

/** `renderComponent()` as the compiled code of one file calls it. */
export type RenderComponent = (
  result: PageRender,
  displayName: string,
  component: unknown,
  props: Props,
  slots?: SlotMap,
) => unknown

/**
 * Makes the `renderComponent()` of one file, whose errors name the file.
 *
 * @param file - The source file, relative to the project's root.
 * @returns The function.
 */
export function renderComponentIn(file: string): RenderComponent {
  return (result, displayName, component, props, slots) =>
    renderComponent(result, displayName, component, props, slots, file)
}

/**
 * Stands where a component is used in a template; the component runs when it is printed.
 *
 * @param result - The page being rendered.
 * @param displayName - The tag as the author wrote it.
 * @param component - What the tag names.
 * @param props - Its attributes.
 * @param slots - Its children. (default: none)
 * @param file - The source file the tag is in, for errors. (default: unknown)
 * @returns Something a template can print.
 * @throws {SsrPagesError} COMPONENT_UNDEFINED, COMPONENT_UNSUPPORTED
 */
export function renderComponent(
  result: PageRender,
  displayName: string,
  component: unknown,
  props: Props,
  slots: SlotMap = NO_SLOTS,
  file?: string,
): unknown {
  if (isFactory(component)) {
    mergeClassList(props)
    return new ComponentInstance(result, component, props, slots)
  }
  if (isThenable(component)) {
    return component.then((loaded) =>
      renderComponent(result, displayName, loaded, props, slots, file),
    )
  }
  if (component === Fragment) return renderSlot(result, slots['default'])
  mergeClassList(props)
  if (isHTMLComponent(component)) return new SlotsToHTML(result, slots, component)
  const element = typeof component === 'string' ? toTagName(component) : undefined
  if (element !== undefined) return new Element(result, element, props, slots)
  const tag = `<${displayName}>${file === undefined ? '' : ` in ${file}`}`
  if (component === null || component === undefined) {
    const what = `${tag} cannot be rendered: it is ${String(component)}.`
    throw new SsrPagesError('COMPONENT_UNDEFINED', what, { component: displayName, file })
  }
  const what = `${tag} cannot be rendered: it is not an .astro component, but ${describe(component)}.`
  throw new SsrPagesError('COMPONENT_UNSUPPORTED', what, { component: displayName, file })
}

/**
 * Tells whether a value is a compiled component.
 *
 * @param value - Anything.
 * @returns True for what createComponent gave.
 */
export function isFactory(value: unknown): value is ComponentFactory {
  return typeof value === 'function' && 'isAstroComponentFactory' in value
}

/** A compiled `.html` file: slots in as HTML, HTML out. */
export type HTMLComponent = (input: { slots: Record<string, string> }) => string

/**
 * Tells whether a value is a compiled `.html` file.
 *
 * @param value - Anything.
 * @returns True for a function with the mark `astro:html`.
 */
export function isHTMLComponent(value: unknown): value is HTMLComponent {
  return typeof value === 'function' && 'astro:html' in value && value['astro:html'] === true
}

const NO_SLOTS: SlotMap = Object.freeze({})

class ComponentInstance implements Renderable {
  readonly #result: PageRender
  readonly #factory: ComponentFactory
  readonly #props: Props
  readonly #slots: SlotMap

  constructor(result: PageRender, factory: ComponentFactory, props: Props, slots: SlotMap) {
    this.#result = result
    this.#factory = factory
    this.#props = props
    this.#slots = slots
  }

  '~render'(sink: Sink): Pending {
    if (sink.isStopped) return undefined
    this.#result.state.depth = sink.depth
    const run = this.#factory['~raw'] ?? this.#factory
    const output = run(this.#result, this.#props, this.#slots)
    if (!isThenable(output)) return this.#print(sink, output)
    nestWaiting(sink, output)
    return Promise.resolve(output).then((settled) => this.#print(sink, settled))
  }

  #print(sink: Sink, output: unknown): Pending {
    const { '~raw': raw, '~headed': isHeaded } = this.#factory
    if (isHeaded === true && !this.#result.hasHead && isMarkup(output)) {
      sink.mark(new HeadMark(this.#result, false))
    }
    if (raw !== undefined && typeof output === 'string') {
      sink.write(output)
      return undefined
    }
    if (isResponse(output)) throw new ResponseInterrupt(output)
    return renderChild(sink, output)
  }
}

// A component that returned early has nothing to print head content in front of.
function isMarkup(output: unknown): boolean {
  return typeof output === 'string' || isRenderable(output)
}

// `class:list` on a component arrives as its `class`. The props object is ours: the template built it.
function mergeClassList(props: Props): void {
  if (!('class:list' in props)) return
  const classNames = toClassNames([props['class'], props['class:list']])
  delete props['class:list']
  if (classNames === '') delete props['class']
  else props['class'] = classNames
}

function describe(value: unknown): string {
  if (typeof value === 'string') {
    const shown = JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}...` : value)
    return `the text ${shown}, which is no name of an element; an image is written <img src={...}>`
  }
  return typeof value === 'function' ? 'a plain function' : `of type ${typeof value}`
}
