import type { Props } from '../component-factory.ts'
import type { IslandResult } from '../page-render.ts'

/** What renderers see as `this`. */
export interface RendererThis {
  readonly result: IslandResult
}

/** Slots by name, as finished HTML. */
export type SlotHtml = Readonly<Record<string, string>>

/** What a renderer may know about the tag. */
export interface IslandMetadata {
  readonly astroStaticSlot: true
  readonly displayName: string
  /** The directive without `client:`. (default: the component is not hydrated) */
  hydrate?: string
  /** The directive's value. */
  hydrateArgs?: unknown
  /** The island's id. */
  componentUrl?: string
  componentExport?: { readonly value: string }
}

/** The component as HTML, and attributes for the element around it. */
export interface RenderedComponent {
  readonly html: string
  readonly attrs?: Readonly<Record<string, unknown>> | undefined
}

/** The server half of a renderer, as the integrations of Astro export it. */
export interface RendererServer {
  check(
    this: RendererThis,
    component: unknown,
    props: Props,
    slots: SlotHtml,
    metadata: IslandMetadata,
  ): unknown
  renderToStaticMarkup(
    this: RendererThis,
    component: unknown,
    props: Props,
    slots: SlotHtml,
    metadata: IslandMetadata,
  ): PromiseLike<RenderedComponent> | RenderedComponent
  /** Whether slots of components without a directive are in `<astro-static-slot>`. */
  readonly supportsAstroStaticSlot?: boolean
  renderHydrationScript?(): string
}

/** A framework's pair of server and client entry. */
export interface Renderer {
  readonly name: string
  /** Id of the module for the browser. (default: its components cannot be hydrated) */
  readonly client?: string | undefined
  readonly ssr: RendererServer
}

/** Imports all renderers of the site, in the order of the configuration. */
export type LoadRenderers = () => Promise<{ readonly default: readonly Renderer[] }>

const carried = new WeakMap<object, Renderer>()

/**
 * Lets a component carry its renderer. Compiled modules of frameworks call it. A value that has one already keeps it: it comes from another
 * framework's module.
 *
 * @param value - An export of a framework's module; anything but functions and objects is ignored.
 * @param renderer - The renderer of that framework.
 * @returns The value.
 */
export function tagComponent<T>(value: T, renderer: Renderer): T {
  if (isKey(value) && !carried.has(value)) carried.set(value, renderer)
  return value
}

/**
 * Returns the renderer that a component carries.
 *
 * @param component - Anything.
 * @returns The renderer; `undefined` for a component that carries none.
 */
export function carriedRenderer(component: unknown): Renderer | undefined {
  return isKey(component) ? carried.get(component) : undefined
}

function isKey(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
