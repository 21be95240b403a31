import { announcePage } from './announce.ts'
import {
  type NavigationFacts,
  tell,
  TRANSITION_AFTER_PREPARATION,
  TRANSITION_AFTER_SWAP,
  TRANSITION_PAGE_LOAD,
  TransitionBeforePreparationEvent,
  TransitionBeforeSwapEvent,
} from './events.ts'
import { type Entry, isSamePage, moveTo, saveScroll, shownPage } from './history.ts'
import { ENABLED, loadPage } from './load-page.ts'
import { DIRECTION, type Direction, type Fallback, type Options } from './names.ts'
import { runScripts } from './scripts.ts'
import {
  endTransition,
  type Running,
  startTransition,
  supportsViewTransitions,
} from './transition.ts'

/** Whether this page has the client router. */
export function transitionEnabledOnThisPage(): boolean {
  return typeof document !== 'undefined' && document.querySelector(ENABLED) !== null
}

/** What browsers without view transitions do on this page. */
export function getFallback(): Fallback {
  const meta = document.querySelector('[name=astro-view-transitions-fallback]')
  return (meta?.getAttribute('content') ?? 'animate') as Fallback
}

/** Whether the router may exchange pages in this browser. */
export function isUsable(): boolean {
  return supportsViewTransitions || getFallback() !== 'none'
}

/** Whether the router can go from this page to another one. */
export function canExchange(): boolean {
  return transitionEnabledOnThisPage() && isUsable()
}

/**
 * Goes to a page as a click on a link does: by the client router, if this page has it.
 *
 * @param href - Absolute, or relative to this page.
 * @param options - How to go there.
 */
export async function navigate(href: string, options: Options = {}): Promise<void> {
  if (typeof document === 'undefined') {
    return console.warn('navigate() of astro:transitions/client does nothing on the server.')
  }
  await go({ direction: 'forward', to: new URL(href, document.baseURI), options })
}

/** A navigation that somebody has asked for. */
export interface Request {
  readonly direction: Direction
  readonly to: URL
  readonly options: Options
  /** The entry of the history that is shown again. (default: a new one) */
  readonly entry?: Entry | undefined
  /** True if the browser has shown an animation itself, such as the one of a gesture. */
  readonly isAnimated?: boolean
}

let running: AbortController | undefined

/** Goes to a page; ends the navigation that is running. */
export async function go(request: Request): Promise<void> {
  running?.abort()
  const { to, options, direction, entry } = request
  if (!canExchange() || to.origin !== location.origin) {
    return load(to)
  }
  const from = shownPage()
  if (!entry) saveScroll()
  const { hash } = direction === 'back' ? from : to
  if (isSamePage(from, to) && !options.formData && hash) {
    return moveTo({ from, to, options, title: document.title, entry })
  }
  const controller = new AbortController()
  running = controller
  const event = await prepare(request, from, controller)
  if (!controller.signal.aborted && event.defaultPrevented) load(event.to)
  else if (!controller.signal.aborted) await show(request, event)
  if (running === controller) running = undefined
}

// The address of a step in the history is that of the page already: with `#`, assigning it loads nothing.
function load(to: URL): void {
  // It would run in this page; addresses may come from data.
  if (to.protocol === 'javascript:') {
    return console.error('[client router] A javascript: URL is no page: nothing is run.')
  }
  if (to.href === location.href) location.reload()
  else location.assign(to)
}

async function prepare(
  { to, direction, options, entry }: Request,
  from: URL,
  controller: AbortController,
): Promise<TransitionBeforePreparationEvent> {
  const own = options.history === 'replace' ? 'replace' : 'push'
  const facts: NavigationFacts = {
    from,
    to,
    direction,
    navigationType: entry ? 'traverse' : own,
    sourceElement: options.sourceElement,
    info: options.info,
    newDocument: document,
    signal: controller.signal,
  }
  const event = new TransitionBeforePreparationEvent(facts, options.formData, (it) =>
    loadPage(it, () => controller.abort()),
  )
  if (!document.dispatchEvent(event)) return event
  await event.loader()
  if (event.defaultPrevented || event.signal.aborted) return event
  tell(TRANSITION_AFTER_PREPARATION)
  // The page may have been scrolled while the next one was loaded.
  if (!entry) saveScroll()
  return event
}

async function show(request: Request, event: TransitionBeforePreparationEvent): Promise<void> {
  await endTransition()
  if (event.signal.aborted) return
  document.documentElement.setAttribute(DIRECTION, event.direction)
  const { isAnimated = false } = request
  const isNative = supportsViewTransitions && !isAnimated
  const viewTransition = startTransition(
    (transition) => exchange(request, event, transition),
    isNative ? undefined : isAnimated ? 'swap' : getFallback(),
  )
  try {
    await viewTransition.updateCallbackDone
  } catch (error) {
    console.error('[client router]', error)
    return load(event.to)
  }
  await runScripts()
  tell(TRANSITION_PAGE_LOAD)
  announcePage()
}

async function exchange(
  { options, entry }: Request,
  facts: NavigationFacts,
  transition: Running,
): Promise<void> {
  const { title } = document
  const event = new TransitionBeforeSwapEvent(facts, transition.viewTransition)
  document.dispatchEvent(event)
  await transition.play('old')
  event.swap()
  moveTo({ from: event.from, to: event.to, options, title, entry })
  tell(TRANSITION_AFTER_SWAP)
  void transition.play('new')
}
