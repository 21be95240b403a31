import { SsrPagesError } from '../../shared/errors.ts'
import { listNames } from '../../shared/list-names.ts'
import type { Props } from '../component-factory.ts'
import {
  carriedRenderer,
  type IslandMetadata,
  type LoadRenderers,
  type Renderer,
  type RendererThis,
  type SlotHtml,
  tagComponent,
} from './renderer.ts'
import { describeTag, type TagPlace } from './tag-place.ts'

/** A component that carries no renderer. */
export interface UnknownComponent {
  readonly component: unknown
  readonly props: Props
  readonly slots: SlotHtml
  readonly metadata: IslandMetadata
  readonly tag: TagPlace
  /** True for a class of a custom element, which needs no renderer. */
  readonly isElement: boolean
  /** True for a function that JSX can call. (default: false) */
  readonly isOptional?: boolean
}

/**
 * Chooses the renderer of a component that carries none:
 *
 * 1. the renderer that the component names itself;
 * 2. the first renderer, in the order of the configuration, whose `check()` accepts it;
 * 3. none for a custom element, which renders itself, and for a function that JSX can call;
 * 4. the only one that is likely by the file's extension, for its error message.
 *
 * @param load - Imports the renderers of the site. (default: the site has none)
 * @returns The renderer; the component carries it from now on. `undefined` if the component needs none.
 * @throws {SsrPagesError} COMPONENT_UNSUPPORTED: when no renderer accepts the component
 * @throws {unknown} the first error of a `check()`, when no renderer accepts the component
 */
export async function chooseRenderer(
  unknown: UnknownComponent,
  self: RendererThis,
  load: LoadRenderers | undefined,
): Promise<Renderer | undefined> {
  const { component, metadata } = unknown
  const renderers = load === undefined ? [] : (await load()).default
  // It may have got one meanwhile: another copy of the tag is in the same page.
  const carried = unknown.isElement ? undefined : carriedRenderer(component)
  const known = carried ?? named(component, renderers)
  if (known !== undefined) return known
  const checked = await firstThatAccepts(unknown, self, renderers)
  if (checked !== undefined) {
    tagComponent(component, checked)
    return checked
  }
  if (unknown.isElement || unknown.isOptional === true) return undefined
  const likely = renderers.filter(({ name }) => likelyNames(metadata.componentUrl).includes(name))
  const [only] = likely
  if (only !== undefined && likely.length === 1) return only
  throw unsupported(unknown, renderers, likely)
}

/** Compilers of other packages mark components with the name of their renderer. */
const NAME = Symbol.for('astro:renderer')

function named(component: unknown, renderers: readonly Renderer[]): Renderer | undefined {
  let name: unknown
  try {
    name = (component as { [NAME]?: unknown })[NAME]
  } catch {
    // A Proxy may throw for members that it does not know.
  }
  return name ? renderers.find((renderer) => renderer.name === name) : undefined
}

async function firstThatAccepts(
  { component, props, slots, metadata, isOptional }: UnknownComponent,
  self: RendererThis,
  renderers: readonly Renderer[],
): Promise<Renderer | undefined> {
  let failure: { readonly error: unknown } | undefined
  for (const renderer of renderers) {
    try {
      // A copy: a check may render the component, and renderers change the props that they get.
      const isAccepted = await renderer.ssr.check.call(
        self,
        component,
        { ...props },
        slots,
        metadata,
      )
      if (isAccepted) return renderer
    } catch (error) {
      failure ??= { error }
    }
  }
  if (failure !== undefined && isOptional !== true) throw failure.error
  return undefined
}

const VUE_JSX = '@astrojs/vue (jsx)'

const BY_EXTENSION: Readonly<Record<string, readonly string[]>> = {
  svelte: ['@astrojs/svelte'],
  vue: ['@astrojs/vue'],
  jsx: ['@astrojs/react', '@astrojs/preact', '@astrojs/solid-js', VUE_JSX],
  tsx: ['@astrojs/react', '@astrojs/preact', '@astrojs/solid-js', VUE_JSX],
}
const ALL = [...new Set(Object.values(BY_EXTENSION).flat())].filter((name) => name !== VUE_JSX)

function likelyNames(id: string | undefined): readonly string[] {
  return BY_EXTENSION[id?.split('.').pop() ?? ''] ?? ALL
}

function unsupported(
  { component, tag }: UnknownComponent,
  renderers: readonly Renderer[],
  likely: readonly Renderer[],
): SsrPagesError {
  const names = listNames(renderers.map(({ name }) => name))
  const kind = typeof component === 'function' ? 'a plain function' : `of type ${typeof component}`
  const asked =
    renderers.length === 0
      ? 'no renderer is configured for this tag'
      : `none of the renderers accepts it (${names})`
  const what = `${describeTag(tag)} cannot be rendered: it is not an .astro component, but ${kind}, and ${asked}.`
  const hint =
    likely.length > 1
      ? 'The component must not use `window` or `document` while it renders (else use client:only), and must return markup. With several JSX frameworks, set `include` in the options of each integration.'
      : undefined
  return new SsrPagesError('COMPONENT_UNSUPPORTED', what, { ...tag }, hint)
}
