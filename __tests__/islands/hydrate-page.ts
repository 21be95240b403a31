import type { Browser, Page } from 'playwright-core'
import { openPage } from '../support/browser.ts'
import { NARROW } from './directive-pages.ts'

/** What a test sees of a page whose islands hydrate step by step. */
export interface Hydration {
  /** Names of the islands that hydrated in each step, sorted. */
  readonly steps: Readonly<Record<string, readonly string[]>>
  /** Names in the order in which the islands hydrated. */
  readonly order: readonly string[]
  /** Names of islands that changed when they were clicked before their directive's condition. */
  readonly early: readonly string[]
  /** What each island shows in the end. */
  readonly islands: Readonly<Record<string, Shown>>
  readonly complaints: readonly string[]
}

/** An island after clicks on its buttons. */
export interface Shown {
  /** By how much a click on "count" changed it. */
  readonly counted: number
  readonly children: string | undefined
  readonly side: string | undefined
  readonly later: string | undefined
}

/** What the observer of each page keeps. */
interface Observed extends Window {
  hydrated: string[]
  /** Runs callbacks of `requestIdleCallback`, and all that come later. */
  becomeIdle(): void
}

/** How long an island may take to hydrate; the test shows which ones did not. */
const PATIENCE_MS = 15_000

type Names = (directive: string) => readonly string[]

/**
 * Opens a page, and meets the conditions of the directives one after the other.
 *
 * @param names - Returns the names of the islands that a directive hydrates.
 */
export async function hydratePage(browser: Browser, url: string, names: Names): Promise<Hydration> {
  const { page, complaints } = await openPage(browser)
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  try {
    await page.addInitScript(observe)
    await page.goto(url)
    const steps: Record<string, string[]> = {}
    let known: readonly string[] = []
    const waitFor = async (step: string, ...directives: string[]) => {
      const wanted = directives.flatMap(names)
      await page
        .waitForFunction(hasHydrated, wanted, { polling: 50, timeout: PATIENCE_MS })
        .catch(() => {})
      const all = await hydratedOf(page)
      steps[step] = all.filter((name) => !known.includes(name)).toSorted()
      known = all
    }
    await waitFor('at once', 'around', 'load', 'only')
    const early = await page.evaluate(clickEarly)
    await page.evaluate(() => (window as unknown as Observed).becomeIdle())
    await waitFor('when idle', 'idle')
    await page.setViewportSize({ width: NARROW, height: 700 })
    await waitFor('when narrow', 'media')
    await page.evaluate(() => window.dispatchEvent(new Event('signal')))
    await waitFor('at the signal', 'signal')
    await scrollToFar(page)
    await waitFor('when visible', 'visible')
    await page.waitForFunction(haveEffectsRun, undefined, { timeout: PATIENCE_MS }).catch(() => {})
    const islands = await page.evaluate(clickAll)
    return { steps, order: known, early, islands, complaints }
  } finally {
    await page.close()
  }
}

function hydratedOf(page: Page): Promise<string[]> {
  return page.evaluate(() => [...(window as unknown as Observed).hydrated])
}

/**
 * Scrolls to each island of `client:visible`, and waits for it. The elements of islands have no box
 * of their own.
 */
async function scrollToFar(page: Page): Promise<void> {
  const islands = page.locator('astro-island[client=visible]')
  const count = await islands.count()
  for (let index = 0; index < count; index++) {
    const island = islands.nth(index)
    await island.evaluate((element) => element.firstElementChild?.scrollIntoView())
    await page.waitForFunction(hasHydratedVisible, index, { timeout: PATIENCE_MS }).catch(() => {})
  }
}

// The functions below run in the browser.

function observe(): void {
  const observed = window as unknown as Observed
  observed.hydrated = []
  const waiting: IdleRequestCallback[] = []
  const idle: IdleDeadline = { didTimeout: false, timeRemaining: () => 50 }
  let isIdle = false
  window.requestIdleCallback = (run) => {
    if (isIdle) run(idle)
    else waiting.push(run)
    return 0
  }
  observed.becomeIdle = () => {
    isIdle = true
    for (const run of waiting.splice(0)) run(idle)
  }
  // The event does not bubble.
  document.addEventListener(
    'astro:hydrate',
    ({ target }) => {
      const { name } = JSON.parse((target as Element).getAttribute('props') ?? '{}')
      observed.hydrated.push(String(name?.[1]))
    },
    true,
  )
}

function hasHydrated(names: readonly string[]): boolean {
  return names.every((name) => (window as unknown as Observed).hydrated.includes(name))
}

function hasHydratedVisible(index: number): boolean {
  const island = document.querySelectorAll('astro-island[client=visible]')[index]
  return island?.hasAttribute('ssr') === false
}

function haveEffectsRun(): boolean {
  return [...document.querySelectorAll('.counter')].every(
    (counter) => counter.getAttribute('data-effect') === 'ran',
  )
}

function clickEarly(): string[] {
  const changed: string[] = []
  for (const island of document.querySelectorAll('astro-island[ssr]')) {
    const button = island.querySelector<HTMLButtonElement>('.count')
    const before = button?.textContent
    button?.click()
    if (button?.textContent !== before) changed.push(island.getAttribute('props') ?? '')
  }
  return changed
}

async function clickAll(): Promise<Record<string, Shown>> {
  const nextTask = () => new Promise((resolve) => setTimeout(resolve, 0))
  const shown: Record<string, Shown> = {}
  // Some frameworks change the page in a later task.
  const settle = async (isDone: () => boolean) => {
    for (let tries = 0; tries < 200 && !isDone(); tries++) await nextTask()
  }
  for (const island of document.querySelectorAll('astro-island')) {
    const find = (selector: string) => island.querySelector<HTMLElement>(`.counter ${selector}`)
    const { name } = JSON.parse(island.getAttribute('props') ?? '{}')
    const before = Number(find('.count')?.textContent)
    find('.count')?.click()
    find('.open')?.click()
    await settle(
      () =>
        Number(find('.count')?.textContent) === before + 1 &&
        (find('.open') === null || find('.later') !== null),
    )
    shown[name?.[1]] = {
      counted: Number(find('.count')?.textContent) - before,
      children: find('.children')?.textContent?.trim(),
      side: find('aside')?.textContent?.trim(),
      later: find('.later')?.textContent?.trim(),
    }
  }
  return shown
}
