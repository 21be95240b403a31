import type { Opened } from './open.ts'

/** A navigation by a link. */
export interface LinkCase {
  readonly name: string
  /** (default: the first page) */
  readonly from?: string
  readonly act: (opened: Opened) => Promise<unknown>
  /** Title of the page that is shown then. */
  readonly title: string
  /** Whether the document stays: the router has exchanged the page. */
  readonly stays: boolean
  /** Whether a browser without view transitions is tried, too. (default: `false`) */
  readonly inOld?: boolean
  /** What else is true then. (default: nothing) */
  readonly also?: (opened: Opened) => Promise<unknown>
  /** Expected of `also`. */
  readonly gives?: unknown
}

const click = (id: string) => (opened: Opened) => opened.page.click(`#${id}`)
const path = ({ page }: Opened) => page.evaluate(() => location.pathname + location.hash)
const stolen = ({ page }: Opened) => page.evaluate(() => localStorage.getItem('stolen'))
const scrolled = ({ page }: Opened) =>
  page.evaluate(() => {
    const target = document.querySelector(':target')
    return [target?.id, Math.abs(Math.round(target?.getBoundingClientRect().top ?? -1))]
  })

async function withTab({ page }: Opened, act: () => Promise<unknown>): Promise<string> {
  const [tab] = await Promise.all([page.context().waitForEvent('page'), act()])
  await tab.waitForLoadState()
  const title = await tab.title()
  await tab.close()
  return title
}

async function withDownload({ page }: Opened, act: () => Promise<unknown>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return download.suggestedFilename()
}

/** What happens after clicks on links. */
export const LINKS: readonly LinkCase[] = [
  {
    name: 'a link to another page',
    act: click('second'),
    title: 'second',
    stays: true,
    inOld: true,
  },
  { name: 'an element in a link', act: click('inner'), title: 'second', stays: true },
  { name: 'a link in a drawing', act: click('svg'), title: 'second', stays: true },
  {
    name: 'a link to a prerendered page',
    act: (opened) => opened.navigate('still'),
    title: 'still',
    stays: true,
  },
  {
    name: 'a link to a page that does not exist',
    act: click('missing'),
    title: '404',
    stays: true,
  },
  { name: 'a link to a page that fails', act: click('fails'), title: '500', stays: true },
  { name: 'a link with data-astro-reload', act: click('reload'), title: 'second', stays: false },
  {
    name: 'a page of the host, without the router',
    act: click('host'),
    title: 'host',
    stays: false,
    inOld: true,
  },
  {
    name: 'a page of the site without the router',
    act: (opened) => opened.navigate('plain'),
    title: 'plain',
    stays: false,
  },
  {
    name: 'a text of the host',
    act: click('text'),
    title: '',
    stays: false,
    also: ({ page }) => page.textContent('body'),
    gives: 'text of the host',
  },
  {
    name: 'a page that redirects to another site',
    act: click('away'),
    title: 'away',
    stays: false,
    also: ({ page }) => page.evaluate(() => location.hostname),
    gives: '127.0.0.1',
  },
  {
    name: 'a page of a stranger that the host confines to a sandbox',
    act: (opened) => opened.navigate('sandboxed'),
    title: 'stranger',
    stays: false,
    also: ({ page }) => page.evaluate(() => origin),
    gives: 'null',
  },
  ...['without-scripts', 'without-inline-scripts'].map((name) => ({
    name: `a page of a stranger that its policy leaves ${name.replaceAll('-', ' ')}`,
    act: (opened: Opened) => opened.navigate(name),
    title: 'stranger',
    stays: false,
    also: stolen,
    gives: null,
  })),
  {
    name: 'an address from data that would run a script',
    act: ({ page }) =>
      page.evaluate(() => Reflect.get(window, 'navigate')('javascript:localStorage.stolen="yes"')),
    title: 'home',
    stays: true,
    also: stolen,
    gives: null,
  },
  { name: 'a connection that breaks', act: click('cut'), title: 'cut', stays: false },
  {
    name: 'a file of the host that is to be saved',
    act: (opened) => withDownload(opened, () => opened.page.click('#report')),
    title: 'home',
    stays: true,
  },
  {
    name: 'a link with download',
    act: (opened) => withDownload(opened, () => opened.page.click('#download')),
    title: 'home',
    stays: true,
  },
  {
    name: 'a link with a target',
    act: (opened) => withTab(opened, () => opened.page.click('#blank')),
    title: 'home',
    stays: true,
  },
  {
    name: 'a link with the key for a new tab',
    act: (opened) =>
      withTab(opened, () => opened.page.click('#second', { modifiers: ['ControlOrMeta'] })),
    title: 'home',
    stays: true,
  },
  {
    name: 'a link whose click a script has prevented',
    act: async ({ page }) => {
      await page.evaluate(() => {
        document
          .querySelector('#second')
          ?.addEventListener('click', (event) => event.preventDefault())
      })
      await page.click('#second')
    },
    title: 'home',
    stays: true,
    also: path,
    gives: '/',
  },
  {
    name: 'a link that replaces the entry of the history',
    act: async ({ page }) => {
      const before = await page.evaluate(() => history.length)
      await page.click('#replace')
      await page.waitForFunction(() => document.title === 'second')
      return { before }
    },
    title: 'second',
    stays: true,
    also: ({ page }) => page.evaluate(() => history.state.index),
    gives: 0,
  },
  {
    name: 'a link to a part of another page',
    act: click('part'),
    title: 'long',
    stays: true,
    inOld: true,
    also: scrolled,
    gives: ['part', 0],
  },
  {
    name: 'a link to a part of the same page',
    from: 'long',
    act: (opened) => opened.navigate('#part'),
    title: 'long',
    stays: true,
    also: scrolled,
    gives: ['part', 0],
  },
  {
    name: 'the way back, to the place where the page was left',
    from: 'long',
    act: async (opened) => {
      await opened.page.evaluate(() => scrollTo(0, 1234))
      await opened.navigate('second')
      await opened.shows('second')
      await opened.page.goBack()
    },
    title: 'long',
    stays: true,
    inOld: true,
    also: ({ page }) => page.evaluate(() => scrollY),
    gives: 1234,
  },
  {
    name: 'the way back to a part of a page whose connection breaks',
    from: 'second',
    act: async (opened) => {
      await opened.navigate('cut-later#part')
      await opened.shows('later')
      await opened.navigate('second')
      await opened.shows('second')
      await opened.page.goBack()
    },
    title: 'loaded by the browser',
    stays: false,
  },
  {
    name: 'the way back, then forward',
    act: async (opened) => {
      await opened.page.click('#second')
      await opened.shows('second')
      await opened.page.goBack()
      await opened.shows('home')
      await opened.page.goForward()
    },
    title: 'second',
    stays: true,
  },
  {
    name: 'the way back from a page of the host, and once more',
    act: async (opened) => {
      await opened.page.click('#second')
      await opened.shows('second')
      await opened.page.click('#host')
      await opened.shows('host')
      await opened.page.goBack()
      await opened.shows('second')
      await opened.page.evaluate(() => Reflect.set(window, 'mark', true))
      await opened.page.goBack()
    },
    title: 'home',
    stays: true,
    inOld: true,
  },
]
