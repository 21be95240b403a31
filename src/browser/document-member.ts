/**
 * Reads a member of the document. An element with that name, such as an image in the text of a visitor,
 * hides the member from `document.name`.
 *
 * @see https://html.spec.whatwg.org/multipage/dom.html#dom-document-nameditem
 */
export function documentMember<Name extends keyof Document>(
  name: Name,
  of: Document = document,
): Document[Name] {
  return Reflect.get(Document.prototype, name, of)
}

/**
 * Adds a listener of an event that is dispatched at the document. The window sees it first, also if it does
 * not bubble.
 */
export function onDocumentEvent(name: string, listen: () => void): void {
  addEventListener(name, listen, { once: true, capture: true })
}
