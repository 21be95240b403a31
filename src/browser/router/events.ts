import type { Direction, NavigationTypeString } from './names.ts'
import { swap } from './swap.ts'

/** Name of the event before the next page is loaded. */
export const TRANSITION_BEFORE_PREPARATION = 'astro:before-preparation'

/** Name of the event after the next page has been loaded. */
export const TRANSITION_AFTER_PREPARATION = 'astro:after-preparation'

/** Name of the event before the next page replaces this one. */
export const TRANSITION_BEFORE_SWAP = 'astro:before-swap'

/** Name of the event after the next page has replaced the last one. */
export const TRANSITION_AFTER_SWAP = 'astro:after-swap'

/** Name of the event at the end of a navigation, and when the first page has loaded. */
export const TRANSITION_PAGE_LOAD = 'astro:page-load'

/** The facts of a navigation that all of its events have. */
export interface NavigationFacts {
  /** The page that is left. */
  readonly from: URL
  /** The page that is loaded. Listeners may change it. */
  to: URL
  /** Listeners may change it: it is the value of `data-astro-transition` on `<html>`. */
  direction: Direction
  readonly navigationType: NavigationTypeString
  /** The link, form or button that caused the navigation. */
  readonly sourceElement: Element | undefined
  /** The value that was passed to `navigate()`. */
  readonly info: unknown
  /** The next page; this page until it has been loaded. */
  newDocument: Document
  /** Tells when another navigation replaces this one. */
  readonly signal: AbortSignal
}

class NavigationEvent extends Event implements NavigationFacts {
  readonly from: URL
  to: URL
  direction: Direction
  readonly navigationType: NavigationTypeString
  readonly sourceElement: Element | undefined
  readonly info: unknown
  newDocument: Document
  readonly signal: AbortSignal

  constructor(type: string, facts: NavigationFacts, options?: EventInit) {
    super(type, options)
    this.from = facts.from
    this.to = facts.to
    this.direction = facts.direction
    this.navigationType = facts.navigationType
    this.sourceElement = facts.sourceElement
    this.info = facts.info
    this.newDocument = facts.newDocument
    this.signal = facts.signal
  }
}

/** The event before the next page is loaded. If it is prevented, the browser loads the page itself. */
export class TransitionBeforePreparationEvent extends NavigationEvent {
  readonly formData: FormData | undefined
  /** Loads the page into `newDocument`. Listeners may replace it. */
  loader: () => Promise<void>

  constructor(
    facts: NavigationFacts,
    formData: FormData | undefined,
    load: (event: TransitionBeforePreparationEvent) => Promise<void>,
  ) {
    super(TRANSITION_BEFORE_PREPARATION, facts, { cancelable: true })
    this.formData = formData
    this.loader = () => load(this)
  }
}

/** The event before the next page replaces this one. */
export class TransitionBeforeSwapEvent extends NavigationEvent {
  readonly viewTransition: ViewTransition
  /** Replaces the page. Listeners may replace it. */
  swap: () => void

  constructor(facts: NavigationFacts, viewTransition: ViewTransition) {
    super(TRANSITION_BEFORE_SWAP, facts)
    this.viewTransition = viewTransition
    this.swap = () => swap(this.newDocument)
  }
}

/** Tells whether a value is the event before the next page is loaded. */
export function isTransitionBeforePreparationEvent(
  value: unknown,
): value is TransitionBeforePreparationEvent {
  return value instanceof TransitionBeforePreparationEvent
}

/** Tells whether a value is the event before the next page replaces this one. */
export function isTransitionBeforeSwapEvent(value: unknown): value is TransitionBeforeSwapEvent {
  return value instanceof TransitionBeforeSwapEvent
}

/** Dispatches an event without facts at the document. */
export function tell(name: string): void {
  document.dispatchEvent(new Event(name))
}
