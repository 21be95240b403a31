import type { Options } from './names.ts'

/** What the history keeps of a page, beside the fields of `navigate()`. */
export interface Entry {
  readonly index: number
  readonly scrollX: number
  readonly scrollY: number
}

/** A change of the page, for the history. */
export interface Move {
  readonly from: URL
  readonly to: URL
  readonly options: Options
  /** Title of the page that is left. */
  readonly title: string
  /** The entry of the history that is shown again. (default: a new one) */
  readonly entry: Entry | undefined
}

/** The position of the current entry: a smaller one is a way back. */
let current = 0

/** The page that is shown. In an event of the history, `location` is the next one already. */
let shown: URL | undefined

/** Returns the page that is shown. */
export function shownPage(): URL {
  return (shown ??= new URL(location.href))
}

/** Sets the page that is shown, after the browser itself has moved in the history. */
export function followLocation(): void {
  shown = new URL(location.href)
}

/** Reads an entry; `undefined` for one that the router has not made. */
export function readEntry(state: unknown): Entry | undefined {
  const { index, scrollX = 0, scrollY = 0 } = Object(state) as Partial<Entry>
  return typeof index === 'number' ? { index, scrollX, scrollY } : undefined
}

/** Makes the entry of the first page, or restores what it has. */
export function startHistory(): void {
  followLocation()
  const entry = readEntry(history.state)
  history.scrollRestoration = 'manual'
  if (entry) {
    current = entry.index
    scrollTo({ left: entry.scrollX, top: entry.scrollY, behavior: 'instant' })
  } else {
    history.replaceState({ ...history.state, index: current, scrollX, scrollY }, '')
  }
}

/** Goes to an entry of the history. Returns the direction. */
export function enter({ index }: Entry): 'forward' | 'back' {
  const direction = index > current ? 'forward' : 'back'
  current = index
  return direction
}

/** Remembers in the history how far the page is scrolled. */
export function saveScroll(): void {
  const entry = readEntry(history.state)
  if (!entry || (entry.scrollX === scrollX && entry.scrollY === scrollY)) return
  history.scrollRestoration = 'manual'
  history.replaceState({ ...history.state, scrollX, scrollY }, '')
}

/** Tells whether two URLs differ only in what follows `#`. */
export function isSamePage(one: URL, other: URL): boolean {
  return one.pathname === other.pathname && one.search === other.search
}

/** Changes the address, and scrolls to the place that it names. */
export function moveTo({ from, to, options, title, entry }: Move): void {
  const isInPage = isSamePage(from, to)
  // The list of the history shows the title that the document has at this moment.
  const next = document.title
  document.title = title
  if (to.href !== location.href && !entry) addEntry(to, options)
  document.title = next
  shown = to
  if (entry) return scrollTo({ left: entry.scrollX, top: entry.scrollY, behavior: 'instant' })
  if (!isInPage || !to.hash) scrollTo({ left: 0, top: 0, behavior: 'instant' })
  if (to.hash) goToFragment(to, isInPage)
}

function addEntry({ href }: URL, options: Options): void {
  const fields = Object(options.state)
  if (options.history === 'replace') {
    history.replaceState({ ...fields, ...readEntry(history.state) }, '', href)
  } else {
    history.pushState({ ...fields, index: ++current, scrollX: 0, scrollY: 0 }, '', href)
  }
}

// Only a navigation of the browser scrolls to the element and lets it match `:target`.
function goToFragment({ href }: URL, isInPage: boolean): void {
  const { state } = history
  history.scrollRestoration = 'auto'
  location.href = href
  if (!history.state) {
    history.replaceState(state, '')
    if (isInPage) dispatchEvent(new PopStateEvent('popstate'))
  }
  history.scrollRestoration = 'manual'
}
