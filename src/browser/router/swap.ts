import { documentMember } from '../document-member.ts'
import { swapBodyElement } from './body.ts'
import { swapHeadElements } from './head.ts'
import { DIRECTION, PERSIST, PHASE } from './names.ts'
import { deselectScripts } from './scripts.ts'

/** Replaces this page by the next one. */
export function swap(next: Document): void {
  deselectScripts(next)
  swapRootAttributes(next)
  swapHeadElements(next)
  const restoreFocus = saveFocus()
  swapBodyElement(documentMember('body', next), documentMember('body'))
  restoreFocus()
}

/** Replaces the attributes of `<html>`, except those of the transition. */
export function swapRootAttributes(next: Document): void {
  const root = documentMember('documentElement')
  for (const { name } of Array.from(root.attributes)) {
    if (name !== DIRECTION && name !== PHASE) root.removeAttribute(name)
  }
  for (const { name, value } of documentMember('documentElement', next).attributes) {
    if (name !== DIRECTION && name !== PHASE) root.setAttribute(name, value)
  }
}

/**
 * Remembers the focused element, if it persists.
 *
 * @returns A function that focuses it again; or else what the next page wants to be focused.
 */
export function saveFocus(): () => void {
  const element = documentMember('activeElement')
  if (!(element instanceof HTMLElement) || !element.closest(`[${PERSIST}]`)) return focusFirst
  const isText = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
  // Only some types of inputs have a selection.
  const { selectionStart: start, selectionEnd: end } = isText ? element : NO_SELECTION
  return () => {
    if (!element.isConnected) return focusFirst()
    element.focus({ preventScroll: true })
    if (isText && start !== null) element.setSelectionRange(start, end)
  }
}

const NO_SELECTION = { selectionStart: null, selectionEnd: null }

// Browsers do it only for a page that they load.
function focusFirst(): void {
  document.querySelector<HTMLElement>('[autofocus]')?.focus()
}

/** The steps of {@link swap}. */
export interface SwapFunctions {
  readonly deselectScripts: typeof deselectScripts
  readonly swapRootAttributes: typeof swapRootAttributes
  readonly swapHeadElements: typeof swapHeadElements
  readonly swapBodyElement: typeof swapBodyElement
  readonly saveFocus: typeof saveFocus
}

/** The steps of {@link swap}, for pages with a swap of their own. */
export const swapFunctions: SwapFunctions = {
  deselectScripts,
  swapRootAttributes,
  swapHeadElements,
  swapBodyElement,
  saveFocus,
}
