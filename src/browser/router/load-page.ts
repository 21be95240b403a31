import type { TransitionBeforePreparationEvent } from './events.ts'
import { toBody } from './form-body.ts'
import { loadSheets } from './head.ts'
import { isHtml, showFile } from './other-file.ts'
import { readPolicy, shareNonces } from './nonce.ts'
import { isConfined, needsOwnPolicy, withOwnNonce } from './policy.ts'

/** The element of pages with the client router. */
export const ENABLED = '[name=astro-view-transitions-enabled]'

/** As a browser asks for a page: hosts choose the kind of an answer by it. */
const ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

/**
 * Loads the next page into the event. Prevents the event if the browser has to load it: another
 * site, a file that is not HTML, a page without the client router.
 *
 * @param stop - Ends the navigation, and leaves the page as it is.
 */
export async function loadPage(
  event: TransitionBeforePreparationEvent,
  stop: () => void,
): Promise<void> {
  const { formData, signal } = event
  const post = formData && { method: 'POST', body: toBody(formData, event.sourceElement) }
  const headers = { accept: ACCEPT }
  const response = await fetch(event.to.href, { ...post, headers, signal }).catch(() => undefined)
  if (response === undefined) return event.preventDefault()
  if (response.status === 204 || response.status === 205) return stop()
  if (response.redirected && !follow(event, new URL(response.url))) return event.preventDefault()
  if (!isHtml(response)) {
    if (!formData || response.redirected) return event.preventDefault()
    // A form is sent only once: what it was answered with cannot be requested again.
    showFile(response, await response.blob())
    return stop()
  }
  const html = await response.text().catch(() => undefined)
  if (html === undefined) return event.preventDefault()
  const policy = readPolicy(response.headers)
  if (!formData && needsOwnPolicy(html, policy)) return event.preventDefault()
  const next = new DOMParser().parseFromString(withOwnNonce(html, policy), 'text/html')
  if (isConfined(next, response.headers)) {
    if (!formData || response.redirected) return event.preventDefault()
    showFile(response, new Blob([html], { type: 'text/html' }))
    return stop()
  }
  await take(event, next, response)
}

async function take(
  event: TransitionBeforePreparationEvent,
  next: Document,
  { headers }: Response,
): Promise<void> {
  event.newDocument = next
  // Their content is for browsers that run no scripts.
  for (const element of next.querySelectorAll('noscript')) element.remove()
  if (!event.formData && !next.querySelector(ENABLED)) return event.preventDefault()
  shareNonces(next, headers)
  await loadSheets(next, event.signal)
}

function follow(event: TransitionBeforePreparationEvent, to: URL): boolean {
  if (to.origin !== event.to.origin) return false
  to.hash = event.to.hash
  event.to = to
  return true
}
