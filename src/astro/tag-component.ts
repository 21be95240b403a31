const RENDERER = Symbol.for('astro:renderer')

/**
 * Notes on a component which framework renders it.
 *
 * @param component - A function; other values are left alone.
 * @param renderer - The renderer's name: `@astrojs/react`.
 */
export function __astro_tag_component__(component: unknown, renderer: string): void {
  if (typeof component !== 'function') return
  Object.defineProperty(component, RENDERER, { value: renderer })
}
