import { runCli } from '../support/cli.ts'
import { type Server, startServer } from '../support/servers.ts'
import { type Browser, type Page } from 'playwright-core'
import { visit } from '../support/browser.ts'

/** The parts of a page that a browser shows. */
export interface Look {
  readonly status: number
  readonly colors: Readonly<Record<string, string | undefined>>
  /** Results of scripts, sorted. */
  readonly ran: string
}

/** The modes of a server of `two-modes.mjs`. */
export type Mode = 'live' | 'built'

/** Builds a project, and serves both the build and the sources. */
export async function startTwoModes(root: string): Promise<Server> {
  const { code, printed } = await runCli('build', root)
  if (code !== 0) throw new Error(printed)
  return startServer('two-modes.mjs', 'alone', root)
}

/** Opens a page in one of the modes. */
export async function openIn(browser: Browser, mode: Mode): Promise<Page> {
  const page = await browser.newPage()
  // Not an extra header: on a busy machine, a request arrived without it.
  await page.context().addCookies([{ name: 'x-mode', value: mode, domain: 'localhost', path: '/' }])
  page.setDefaultTimeout(15_000)
  return page
}

/** Navigates to a page, and returns its look when everything has loaded. */
export async function lookAt(page: Page, url: string, selectors: readonly string[]): Promise<Look> {
  const response = await visit(page, url)
  for (;;) {
    await page.waitForLoadState('load')
    const look = await readLook(page, selectors).catch((error: Error) => {
      if (!/Execution context was destroyed/.test(error.message)) throw error
    })
    if (look) return { status: response.status(), ...look }
  }
}

/** Returns the look of the open page. */
export function readLook(page: Page, selectors: readonly string[]): Promise<Omit<Look, 'status'>> {
  return page.evaluate((asked) => {
    const colorOf = (selector: string) => {
      const element = document.querySelector(selector)
      return element === null ? undefined : getComputedStyle(element).color
    }
    const ran = (document.body.dataset['ran'] ?? '').split(' ').toSorted().join(' ')
    return { colors: Object.fromEntries(asked.map((name) => [name, colorOf(name)])), ran }
  }, selectors)
}
