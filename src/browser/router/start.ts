import { followLink, sendForm } from './clicks.ts'
import { tell, TRANSITION_PAGE_LOAD } from './events.ts'
import { rememberHead } from './head.ts'
import { enter, followLocation, readEntry, saveScroll, startHistory } from './history.ts'
import { go, transitionEnabledOnThisPage } from './navigate.ts'
import { rememberNonce } from './nonce.ts'
import { rememberScripts } from './scripts.ts'

let isStarted = false

/** Starts the client router in this document, once. */
export function startRouter(): void {
  if (isStarted) return
  isStarted = true
  rememberScripts()
  rememberHead()
  rememberNonce()
  startHistory()
  respectReducedMotion()
  addEventListener('popstate', followHistory)
  addEventListener('load', () => tell(TRANSITION_PAGE_LOAD))
  watchScroll()
  document.addEventListener('click', followLink)
  document.addEventListener('submit', sendForm)
}

function followHistory(event: PopStateEvent): void {
  const entry = readEntry(event.state)
  if (!transitionEnabledOnThisPage()) return event.state && location.reload()
  // The visitor has changed what follows `#`; or it is an entry of another script.
  if (entry === undefined) return followLocation()
  const to = new URL(location.href)
  void go({
    direction: enter(entry),
    to,
    options: {},
    entry,
    isAnimated: event.hasUAVisualTransition,
  })
}

function watchScroll(): void {
  if ('onscrollend' in window) return addEventListener('scrollend', saveScroll)
  let timer: ReturnType<typeof setTimeout> | undefined
  const restart = (): void => {
    clearTimeout(timer)
    timer = setTimeout(saveScroll, 100)
  }
  addEventListener('scroll', restart, { passive: true })
}

const STILL =
  '@media(prefers-reduced-motion){::view-transition-group(*),::view-transition-old(*),::view-transition-new(*),[data-astro-transition-scope]{animation:none!important}}'

// The browser's own animation, too. A sheet of a script is allowed by every policy.
function respectReducedMotion(): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STILL)
  document.adoptedStyleSheets.push(sheet)
}
