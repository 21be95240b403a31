import { join } from 'node:path'
import { ROOT } from '../support/root.ts'
import type { Opened } from './open.ts'

/** A form that is sent, by the router and by the browser itself. */
export interface FormCase {
  readonly name: string
  /** Sends it. What it returns is equal in both ways. */
  readonly act: (opened: Opened) => Promise<unknown>
  /** Title of the page that is shown then. */
  readonly title: string
  /** Whether the document stays if the router sends it. */
  readonly stays: boolean
  /** What is equal in both ways afterwards. (default: what the server has received) */
  readonly also?: (opened: Opened) => Promise<unknown>
}

const sent = ({ page }: Opened) => page.textContent('#sent')
const where = ({ page }: Opened) => page.evaluate(() => location.pathname + location.search)
const click = (selector: string) => (opened: Opened) => opened.page.click(selector)

const FILE = join(ROOT, 'README.md')

async function upload({ page }: Opened): Promise<void> {
  await page.setInputFiles('#upload input', FILE)
  await page.click('#upload button')
}

/** Forms and their buttons. */
export const FORMS: readonly FormCase[] = [
  {
    name: 'GET, with a button that has a value',
    act: click('#get button'),
    title: 'sent',
    stays: true,
    also: sent,
  },
  { name: 'POST, with lines', act: click('#post button'), title: 'sent', stays: true, also: sent },
  { name: 'a button with an action', act: click('#other'), title: 'sent', stays: true, also: sent },
  { name: 'a button with a method', act: click('#as-get'), title: 'sent', stays: true, also: sent },
  {
    name: 'a button with an encoding',
    act: click('#as-multipart'),
    title: 'sent',
    stays: true,
    also: sent,
  },
  {
    name: 'plain text, which only the browser encodes',
    act: click('#as-text'),
    title: 'sent',
    stays: false,
    also: sent,
  },
  { name: 'a file', act: upload, title: 'sent', stays: true, also: sent },
  {
    name: 'fields called action and method',
    act: click('#clobber button'),
    title: 'sent',
    stays: true,
    also: sent,
  },
  {
    name: 'data-astro-reload',
    act: click('#reload button'),
    title: 'sent',
    stays: false,
    also: sent,
  },
  {
    name: 'a target',
    act: async ({ page }) => {
      const [tab] = await Promise.all([
        page.context().waitForEvent('page'),
        page.click('#blank button'),
      ])
      await tab.waitForLoadState()
      const text = await tab.textContent('#sent')
      await tab.close()
      return text
    },
    title: 'forms',
    stays: true,
  },
  {
    name: 'a dialog',
    act: click('#dialog button'),
    title: 'forms',
    stays: true,
    also: ({ page }) => page.locator('dialog[open]').count(),
  },
  {
    name: 'an answer without content',
    act: click('#nothing button'),
    title: 'forms',
    stays: true,
    also: where,
  },
  {
    name: 'an answer that is to be saved',
    act: async ({ page }) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.click('#save button'),
      ])
      return download.suggestedFilename()
    },
    title: 'forms',
    stays: true,
  },
  {
    name: 'an answer that redirects',
    act: click('#see button'),
    title: 'sent',
    stays: true,
    also: async (opened) => [await where(opened), await sent(opened)],
  },
  {
    name: 'an error page of the host',
    act: click('#answer button'),
    title: 'answer',
    stays: true,
    also: async (opened) => [await where(opened), await opened.page.textContent('h1')],
  },
  {
    name: 'a form of a page of the host, which has no router',
    act: async (opened) => {
      await opened.page.click('#answer button')
      await opened.shows('answer')
      await opened.page.click('#again button')
    },
    title: 'sent',
    stays: false,
    also: sent,
  },
  { name: 'no action', act: click('#self button'), title: 'forms', stays: true, also: where },
]
