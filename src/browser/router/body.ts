import { PERSIST } from './names.ts'

interface Pair {
  readonly old: Element
  readonly next: Element
}

/** Replaces the body. Elements that persist move into the next one, with their state. */
export function swapBodyElement(next: HTMLElement, old: HTMLElement): void {
  const pairs = findPairs(next, old)
  const live = new Set(pairs.flatMap((pair) => [...pair.old.querySelectorAll(MEDIA), pair.old]))
  const root = old.ownerDocument.documentElement
  // They never leave the document: a browser that can move them does not reload a frame in them.
  for (const pair of pairs) move(pair.old, root, null)
  old.replaceWith(next)
  for (const pair of pairs) {
    const parent = pair.next.parentNode
    if (parent) move(pair.old, parent, pair.next)
    pair.next.remove()
    if (pair.next.localName === 'astro-island') takeProps(pair)
  }
  attachShadowRoots(next)
  for (const media of next.querySelectorAll(MEDIA)) if (!live.has(media)) renew(media)
}

const MEDIA = 'audio,video'

function findPairs(next: Element, old: Element): Pair[] {
  const byId = new Map<string | null, Element>()
  for (const element of next.querySelectorAll(`[${PERSIST}]`)) {
    const id = element.getAttribute(PERSIST)
    if (!byId.has(id)) byId.set(id, element)
  }
  const pairs: Pair[] = []
  for (const element of old.querySelectorAll(`[${PERSIST}]`)) {
    const id = element.getAttribute(PERSIST)
    const found = byId.get(id)
    // An element moves with the one that contains it.
    if (found === undefined || pairs.some((pair) => pair.old.contains(element))) continue
    byId.delete(id)
    pairs.push({ old: element, next: found })
  }
  return pairs
}

function move(element: Element, parent: ParentNode, before: Element | null): void {
  // Only an element and a place that are both in the document can be joined without a reload.
  if ('moveBefore' in parent && element.isConnected && parent.isConnected) {
    parent.moveBefore(element, before)
  } else parent.insertBefore(element, before)
}

function takeProps({ old, next }: Pair): void {
  const keeps = old.getAttribute(`${PERSIST}-props`)
  const props = next.getAttribute('props')
  if ((keeps !== null && keeps !== 'false') || props === old.getAttribute('props')) return
  old.setAttribute('ssr', '')
  old.setAttribute('props', props ?? '')
}

// The parser of documents leaves shadow roots in their templates.
function attachShadowRoots(root: ParentNode): void {
  for (const template of root.querySelectorAll<HTMLTemplateElement>('template[shadowrootmode]')) {
    const mode = template.getAttribute('shadowrootmode')
    const host = template.parentElement
    if (host === null || (mode !== 'open' && mode !== 'closed')) continue
    template.remove()
    if (host.shadowRoot) continue
    const has = (name: string): boolean => template.hasAttribute(`shadowroot${name}`)
    const shadow = host.attachShadow({
      mode,
      delegatesFocus: has('delegatesfocus'),
      serializable: has('serializable'),
    })
    shadow.append(template.content)
    attachShadowRoots(shadow)
  }
}

// An audio or video of a parsed document does not load.
function renew(media: Element): void {
  const copy = document.createElement(media.localName)
  for (const { name, value } of media.attributes) copy.setAttribute(name, value)
  copy.append(...media.childNodes)
  media.replaceWith(copy)
}
