/** The attribute of elements that stay when the page changes. */
export const PERSIST = 'data-astro-transition-persist'

/** The attribute of `<html>` with the direction of the navigation. */
export const DIRECTION = 'data-astro-transition'

/** The attribute of `<html>` while an animation is simulated: `old` or `new`. */
export const PHASE = 'data-astro-transition-fallback'

/** The attribute of scripts that have run. */
export const EXECUTED = 'data-astro-exec'

/** What browsers without view transitions do: imitate the animation, only exchange the page, or load it. */
export type Fallback = 'none' | 'animate' | 'swap'

/** Where a navigation goes in the history, or whatever a listener sets. */
export type Direction = 'forward' | 'back' | (string & {})

/** What a navigation does with the history. */
export type NavigationTypeString = 'push' | 'replace' | 'traverse'

/** How {@link navigate} goes to a page. */
export interface Options {
  /** `replace` replaces the entry of the history. (default: `auto`, which adds one) */
  readonly history?: 'auto' | 'push' | 'replace'
  /** A value for the listeners of the events. */
  readonly info?: unknown
  /** Fields for `history.state`. */
  readonly state?: unknown
  /** Sends these fields in a `POST` request. */
  readonly formData?: FormData
  /** The element that causes the navigation, for the listeners of the events. */
  readonly sourceElement?: Element
}
