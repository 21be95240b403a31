import { documentMember } from '../document-member.ts'
import { PERSIST } from './names.ts'
import { whenLoaded } from './scripts.ts'

const SHEET = 'link[rel~=stylesheet]'

/** Elements that the server printed. Those that scripts have added are not in it. */
const printed = new WeakSet<Element>()

/** The media of stylesheets that are loaded for the next page but do not apply yet. */
const waiting = new Map<HTMLLinkElement, string | null>()

/** Remembers the stylesheets of the first page. */
export function rememberHead(): void {
  for (const link of document.querySelectorAll(SHEET)) printed.add(link)
}

/**
 * Loads the stylesheets of the next page that this one does not have. They apply when the head is
 * exchanged, so that the next page is never shown without them.
 */
export async function loadSheets(next: Document, signal: AbortSignal): Promise<void> {
  const head = documentMember('head')
  const loads: Promise<unknown>[] = []
  for (const sheet of next.querySelectorAll<HTMLLinkElement>(`head ${SHEET}`)) {
    if (sheet.disabled || findSheet(sheet, document) !== undefined) continue
    const link = document.importNode(sheet)
    waiting.set(link, sheet.getAttribute('media'))
    link.media = 'not all'
    link.nonce = sheet.nonce || sheet.getAttribute('nonce') || ''
    // The browser loads a stylesheet for another medium, such as print, but nobody waits for it.
    if (matchMedia(sheet.media).matches) loads.push(whenLoaded(link))
    head.append(link)
  }
  const aborted = new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(dropWaiting()), { once: true })
  })
  if (loads.length > 0) await Promise.race([Promise.all(loads), aborted])
}

function dropWaiting(): void {
  for (const link of waiting.keys()) link.remove()
  waiting.clear()
}

/** Replaces the elements of the head, except those that the next page has, too. */
export function swapHeadElements(next: Document): void {
  const head = documentMember('head')
  const nextHead = documentMember('head', next)
  const kept = new Map<Element, Element>()
  for (const element of Array.from(head.children)) {
    const same = findSame(element, nextHead)
    if (same !== undefined) kept.set(same, element)
    else if (!isAddedByModule(element)) element.remove()
  }
  for (const element of Array.from(nextHead.children)) {
    const old = kept.get(element)
    if (element.matches(SHEET)) printed.add(old ?? element)
    place(head, old, element)
  }
  // Their media have been restored.
  waiting.clear()
}

// The order of styles decides which of them win. Browsers that cannot move an element without
// loading it again leave it where it is.
function place(head: HTMLHeadElement, old: Element | undefined, next: Element): void {
  if (old === undefined) return head.append(next)
  next.remove()
  const media = old instanceof HTMLLinkElement ? waiting.get(old) : undefined
  if (media === null) old.removeAttribute('media')
  else if (media !== undefined) old.setAttribute('media', media)
  if ('moveBefore' in head) head.moveBefore(old, null)
}

// A module runs once, so that nothing would add its stylesheet again.
function isAddedByModule(element: Element): boolean {
  return (
    element.matches('style[data-vite-dev-id]') || (element.matches(SHEET) && !printed.has(element))
  )
}

function findSame(element: Element, next: HTMLHeadElement): Element | undefined {
  const all = [...next.children]
  const id = element.getAttribute(PERSIST)
  const persisted = id ? all.find((other) => other.getAttribute(PERSIST) === id) : undefined
  if (persisted) return persisted
  if (element.matches(SHEET)) return findSheet(element, next)
  if (element.matches('link[rel=preload][as=font]'))
    return all.find((other) => isEqual(element, other))
  if (element.matches('style') && element.textContent) {
    return all.find((other) => other.matches('style') && other.textContent === element.textContent)
  }
  return undefined
}

function findSheet(sheet: Element, parent: ParentNode): Element | undefined {
  return [...parent.querySelectorAll(SHEET)].find((other) => isEqual(sheet, other))
}

function isEqual(one: Element, other: Element): boolean {
  return (
    one.localName === other.localName && one.getAttribute('href') === other.getAttribute('href')
  )
}
