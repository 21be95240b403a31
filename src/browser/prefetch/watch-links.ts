import type { PrefetchOptions, PrefetchStrategy } from '../../shared/prefetch.ts'
import { documentMember } from '../document-member.ts'
import { isSlow, prefetch } from './fetch-page.ts'

/** Time that the pointer or the focus stays on a link which a visitor is likely to follow. */
const HOVER_MS = 80
/** Time that a link is visible, so that links that are scrolled past are not fetched. */
const VIEWPORT_MS = 300

/** Follows the links of the document, also those that are added later. */
export class LinkWatcher {
  #options: PrefetchOptions
  #timer: ReturnType<typeof setTimeout> | undefined
  #hovered: HTMLAnchorElement | undefined
  #visible: IntersectionObserver | undefined
  readonly #watched = new WeakSet<HTMLAnchorElement>()

  constructor(options: PrefetchOptions) {
    this.#options = options
    const passive = { passive: true, capture: true } as const
    for (const name of ['touchstart', 'mousedown']) {
      addEventListener(name, (event) => this.#tap(linkOf(event)), passive)
    }
    for (const name of ['mouseover', 'focusin']) {
      addEventListener(name, (event) => this.#enter(linkOf(event)), passive)
    }
    addEventListener('focusout', () => this.#enter(undefined), passive)
    // The pointer has left the window.
    addEventListener(
      'mouseout',
      ({ relatedTarget }) => relatedTarget ?? this.#enter(undefined),
      passive,
    )
    const root = documentMember('documentElement')
    this.#scan(root)
    new MutationObserver((records) => {
      for (const { addedNodes } of records) {
        for (const node of addedNodes) if (node instanceof Element) this.#scan(node)
      }
    }).observe(root, { childList: true, subtree: true })
    // The client router has changed what the current page is, and perhaps the attributes of links.
    addEventListener('astro:page-load', () => this.#scan(documentMember('documentElement')), {
      capture: true,
    })
  }

  /** Changes the options for all links, and looks at them again. */
  set options(options: PrefetchOptions) {
    this.#options = options
    this.#scan(documentMember('documentElement'))
  }

  #tap(link: HTMLAnchorElement | undefined): void {
    if (link && this.#matches(link, 'tap')) prefetch(link.href, { ignoreSlowConnection: true })
  }

  #enter(link: HTMLAnchorElement | undefined): void {
    if (link !== undefined && link === this.#hovered) return
    clearTimeout(this.#timer)
    this.#hovered = link
    if (!link || !this.#matches(link, 'hover')) return
    this.#timer = setTimeout(() => prefetch(link.href), HOVER_MS)
  }

  #scan(root: Element): void {
    if (root instanceof HTMLAnchorElement) this.#see(root)
    for (const link of root.getElementsByTagName('a')) this.#see(link)
  }

  #see(link: HTMLAnchorElement): void {
    if (this.#matches(link, 'load')) prefetch(link.href)
    if (this.#watched.has(link) || !this.#matches(link, 'viewport')) return
    this.#watched.add(link)
    this.#visible ??= observeVisible()
    this.#visible.observe(link)
  }

  #matches(link: HTMLAnchorElement, strategy: PrefetchStrategy): boolean {
    const { prefetchAll = false, defaultStrategy = 'hover' } = this.#options
    const value = link.dataset['astroPrefetch']
    if (value === 'false' || link.hasAttribute('download')) return false
    if (value === undefined && !prefetchAll) return false
    // Here only a tap fetches: it is followed by the visit.
    if (strategy === 'tap' && isSlow()) return true
    return strategy === (value || defaultStrategy)
  }
}

// Also a link in the shadow tree of a component.
function linkOf(event: Event): HTMLAnchorElement | undefined {
  const [target] = event.composedPath()
  return (target instanceof Element && target.closest('a')) || undefined
}

function observeVisible(): IntersectionObserver {
  const timers = new WeakMap<Element, ReturnType<typeof setTimeout>>()
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(timers.get(target))
      if (!isIntersecting || !(target instanceof HTMLAnchorElement)) continue
      const fetchIt = (): void => {
        observer.unobserve(target)
        prefetch(target.href)
      }
      timers.set(target, setTimeout(fetchIt, VIEWPORT_MS))
    }
  })
  return observer
}
