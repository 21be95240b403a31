import { SsrPagesError } from '../../shared/errors.ts'
import type { Props } from '../component-factory.ts'
import type { IslandMetadata } from './renderer.ts'
import { describeTag, type TagPlace } from './tag-place.ts'

/** When and how a component is hydrated. */
export interface Hydration {
  /** Without `client:`. */
  readonly directive: string
  readonly value: unknown
  /** The island's id, which names its module. */
  readonly id: string
  /** The name of the module's export; members of it follow after dots. */
  readonly exported: string
}

/** The attributes of a component's tag, by what they are for. */
export interface TagParts {
  /** `undefined` for a component that is not hydrated. */
  readonly hydration: Hydration | undefined
  /** The attributes, as the template wrote them. */
  readonly all: Props
  /** What the component gets on the server. */
  readonly serverProps: Props
}

/** Attributes of the element around an island, which the component does not get on the server. */
export const OF_ELEMENT: ReadonlySet<string> = new Set([
  'data-astro-transition-scope',
  'data-astro-transition-persist',
  'data-astro-transition-persist-props',
])

/** Attributes that the compiler adds to a directive. */
const FACTS: ReadonlySet<string> = new Set([
  'client:component-path',
  'client:component-export',
  'client:component-hydration',
  'client:display-name',
])

/**
 * Separates the directive of a tag from the props of its component.
 *
 * @param all - The attributes, as the template wrote them.
 * @param tag - The tag and its file, for errors.
 * @throws {SsrPagesError} ISLAND_INVALID
 */
export function readTag(all: Props, tag: TagPlace): TagParts {
  const serverProps: Props = {}
  let directive: string | undefined
  for (const key of Object.keys(all)) {
    if (!isDirective(key)) {
      if (!OF_ELEMENT.has(key)) set(serverProps, key, all[key])
    } else if (!FACTS.has(key)) directive = key.slice('client:'.length)
  }
  const hydration = directive === undefined ? undefined : toHydration(all, directive, tag)
  return { hydration, all, serverProps }
}

/** Returns what the `check()` of a renderer sees of the attributes. */
export function checkedProps(all: Props): Props {
  const props: Props = {}
  for (const key of Object.keys(all)) if (!isDirective(key)) set(props, key, all[key])
  return props
}

function isDirective(key: string): boolean {
  return key.startsWith('client:')
}

// An attribute of this name may come from a spread of data.
function set(props: Props, key: string, value: unknown): void {
  if (key !== '__proto__') props[key] = value
}

function toHydration(all: Props, directive: string, tag: TagPlace): Hydration {
  const value = all[`client:${directive}`]
  const id = all['client:component-path']
  const exported = all['client:component-export']
  if (typeof id !== 'string' || typeof exported !== 'string') {
    const what = `client:${directive} of ${describeTag(tag)} cannot work: the component is not an import of this file, so the browser does not know its module.`
    throw new SsrPagesError('ISLAND_INVALID', what, {
      component: tag.component,
      file: tag.file,
      directive,
    })
  }
  if (directive === 'media' && typeof value !== 'string') {
    const what = `client:media of ${describeTag(tag)} needs a media query as a string; its value is of type ${typeof value}.`
    throw new SsrPagesError('ISLAND_INVALID', what, {
      component: tag.component,
      file: tag.file,
      directive,
    })
  }
  return { directive, value, id, exported }
}

/** Writes what a renderer may know about a tag. */
export function toMetadata(displayName: string, hydration: Hydration | undefined): IslandMetadata {
  if (hydration === undefined) return { astroStaticSlot: true, displayName }
  return {
    astroStaticSlot: true,
    displayName,
    hydrate: hydration.directive,
    hydrateArgs: hydration.value,
    componentUrl: hydration.id,
    componentExport: { value: hydration.exported },
  }
}

/**
 * Returns the props for the browser after the component has been rendered, as its renderer has left
 * them, so that both sides render the same: React's removes `class`, and Preact's replaces a signal by
 * its value.
 */
export function propsAfterRender({ all, serverProps }: TagParts): Props {
  const kept: Props = {}
  for (const key of Object.keys(all)) {
    if (isDirective(key)) continue
    if (key in serverProps) set(kept, key, serverProps[key])
    else if (OF_ELEMENT.has(key)) kept[key] = all[key]
  }
  return kept
}
