import type { IslandResult, PageRender } from '../page-render.ts'
import type { PageState } from '../page-state.ts'

/**
 * Returns what renderers see of a page: always the same object, by which they count the components
 * of the page.
 */
export function islandResult(render: PageRender): IslandResult {
  return (render.islandResult ??= createIslandResult(render))
}

/**
 * Creates what a trial sees of a page: another object, because renderers count the components that
 * they render, and the page must be the same with and without the trial.
 */
export function createIslandResult(render: PageRender): IslandResult {
  let signal: AbortSignal | undefined
  return {
    get request() {
      return render.context.request
    },
    actionResult: undefined,
    get signal() {
      return (signal ??= toSignal(render.state))
    },
  }
}

function toSignal(state: PageState): AbortSignal {
  const controller = new AbortController()
  void untilStopped(state).then(() => controller.abort())
  return controller.signal
}

async function untilStopped(state: PageState): Promise<void> {
  while (!state.isStopped) await state.changed()
}

/** The last choice of a renderer in each page. */
const choices = new WeakMap<PageRender, Promise<unknown>>()

/**
 * Waits for the choices that have begun before in the page, so that components are counted in the
 * same order as at later requests, when their renderers are known.
 */
export async function afterEarlierChoices(render: PageRender): Promise<void> {
  let seen: Promise<unknown> | undefined
  for (let last = choices.get(render); last !== seen; last = choices.get(render)) {
    seen = last
    await last
  }
}

/** Whether a component of the page has no renderer yet. */
export function hasChoices(render: PageRender): boolean {
  return choices.has(render)
}

/** Lets the components after this one wait for the choice of its renderer. */
export function holdForChoice<T>(render: PageRender, choice: Promise<T>): Promise<T> {
  choices.set(
    render,
    choice.catch(() => {}),
  )
  return choice
}
