import type { PageRender, SlotMap } from './page-render.ts'

/** The attributes of a component's tag. */
export type Props = Record<string, unknown>

/** A compiled component: a function that runs its frontmatter and returns its template. */
export interface ComponentFactory {
  (result: PageRender, props: Props, slots: SlotMap): unknown
  /** Marks compiled components, also for other runtimes that understand Astro components. */
  isAstroComponentFactory?: boolean
  /** The same function for the engine, which knows that a returned string is HTML. */
  '~raw'?: RawFactory
  /**
   * True if the page's head content has to be printed before the output, unless the page has a
   * `<head>`.
   */
  '~headed'?: boolean
  moduleId?: string | undefined
}

/** A compiled component whose template is raw markup. */
export type RawFactory = (result: PageRender, props: Props, slots: SlotMap) => unknown

/**
 * Whether a value is a compiled component.
 *
 * @param value - Anything.
 * @returns True for results of `createComponent()`.
 */
export function isFactory(value: unknown): value is ComponentFactory {
  return typeof value === 'function' && 'isAstroComponentFactory' in value
}
