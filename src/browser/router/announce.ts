/** Screen readers miss a text that appears together with its element. */
const DELAY_MS = 60

/** Tells screen readers the title of the page, as they read it when a browser loads a page. */
export function announcePage(): void {
  const element = document.createElement('div')
  element.className = 'astro-route-announcer'
  element.setAttribute('aria-live', 'assertive')
  element.setAttribute('aria-atomic', 'true')
  // Not a stylesheet: a policy may forbid it, and the next page may not link it.
  Object.assign(element.style, {
    position: 'absolute',
    left: '0',
    top: '0',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  })
  document.querySelector('body')?.append(element)
  setTimeout(() => {
    const title = document.querySelector('title')?.textContent?.trim()
    element.textContent = title || document.querySelector('h1')?.textContent || location.pathname
  }, DELAY_MS)
}
