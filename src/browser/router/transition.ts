import { DIRECTION, PHASE } from './names.ts'

/** Whether the browser has view transitions. */
export const supportsViewTransitions: boolean =
  typeof document !== 'undefined' && 'startViewTransition' in document

/** A transition that is running. */
export interface Running {
  readonly viewTransition: ViewTransition
  /** Plays the animation of the page that is left, or that comes. Browsers do this themselves. */
  play(phase: 'old' | 'new'): Promise<unknown> | undefined
}

let latest: Running | undefined

/** Ends the transition that is running, and waits until it has exchanged the page. */
export async function endTransition(): Promise<void> {
  const { viewTransition } = latest ?? {}
  viewTransition?.skipTransition()
  await viewTransition?.updateCallbackDone.catch(() => undefined)
}

/**
 * Starts a transition, of the browser or imitated.
 *
 * @param update - Exchanges the page.
 * @param fallback - How to imitate it. (default: the browser has transitions)
 */
export function startTransition(
  update: (running: Running) => Promise<void>,
  fallback?: string,
): ViewTransition {
  const running = fallback === undefined ? startNative(update) : imitate(update, fallback)
  latest = running
  const end = (): void => {
    if (latest !== running) return
    latest = undefined
    document.documentElement.removeAttribute(DIRECTION)
    document.documentElement.removeAttribute(PHASE)
  }
  running.viewTransition.finished.then(end, end)
  return running.viewTransition
}

function startNative(update: (running: Running) => Promise<void>): Running {
  const viewTransition = document.startViewTransition(() => update(running))
  const running = { viewTransition, play: () => undefined }
  // It is rejected if the page is hidden, or if another navigation begins.
  viewTransition.ready.catch(() => undefined)
  return running
}

function imitate(update: (running: Running) => Promise<void>, fallback: string): Running {
  let isSkipped = false
  let skip = (): void => {}
  const skipped = new Promise<void>((resolve) => (skip = resolve))
  let playing: Promise<unknown> | undefined
  const play: Running['play'] = (phase) => {
    if (isSkipped || fallback !== 'animate') return undefined
    playing = Promise.race([animate(phase), skipped])
    return playing
  }
  const done = Promise.resolve().then(() => update(running))
  const viewTransition = {
    updateCallbackDone: done,
    ready: done,
    finished: done.then(() => playing).then(() => undefined),
    types: new Set<string>(),
    skipTransition() {
      isSkipped = true
      document.documentElement.removeAttribute(PHASE)
      skip()
    },
  } as ViewTransition
  const running: Running = { viewTransition, play }
  return running
}

/** Plays the animations that the styles have for this phase, and waits for their end. */
function animate(phase: string): Promise<unknown> {
  const before = new Set(document.getAnimations())
  document.documentElement.setAttribute(PHASE, phase)
  const animations = document.getAnimations().filter((one) => !before.has(one) && !isEndless(one))
  return Promise.allSettled(animations.map(({ finished }) => finished))
}

function isEndless({ effect }: Animation): boolean {
  return effect?.getComputedTiming().endTime === Infinity
}
