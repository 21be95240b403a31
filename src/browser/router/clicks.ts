import { readOption, toParams } from './form-body.ts'
import { canExchange, navigate } from './navigate.ts'

/** The element of the last click that opens a tab or window, or saves a file. */
let leaving: EventTarget | null = null

/** Lets the router show the page of a link that is clicked. */
export function followLink(event: MouseEvent): void {
  const [target = event.target] = event.composedPath()
  leaving = isLeaving(event) ? target : null
  const link = target instanceof Element ? target.closest('a, area') : null
  if (leaving || event.defaultPrevented || link === null || isLeft(link)) return
  if (!canExchange()) return
  const href = hrefOf(link)
  if (href === undefined || href.origin !== location.origin) return
  event.preventDefault()
  const history = link.getAttribute('data-astro-history') === 'replace' ? 'replace' : 'auto'
  void navigate(href.href, { history, sourceElement: link })
}

/** Lets the router send a form. */
export function sendForm(event: SubmitEvent): void {
  const { target: form, submitter } = event
  const isElsewhere = submitter !== null && submitter === leaving
  leaving = null
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || isElsewhere) return
  if (!canExchange()) return
  const read = (name: Parameters<typeof readOption>[2]) => readOption(form, submitter, name)
  const method = read('method')
  const action = new URL(read('action'), location.href)
  const isText = method === 'post' && read('enctype') === 'text/plain'
  if (method === 'dialog' || isText || action.origin !== location.origin) return
  if (isLeft(form) || !isSelf(read('target'))) return
  const formData = new FormData(form, submitter)
  if (method !== 'post') action.search = toParams(formData).toString()
  event.preventDefault()
  void navigate(action.href, {
    history: form.dataset['astroHistory'] === 'replace' ? 'replace' : 'auto',
    sourceElement: submitter ?? form,
    ...(method === 'post' && { formData }),
  })
}

function isLeaving({ button, metaKey, ctrlKey, altKey, shiftKey }: MouseEvent): boolean {
  return button !== 0 || metaKey || ctrlKey || altKey || shiftKey
}

/** Tells whether the browser itself has to follow a link or send a form. */
function isLeft(element: Element): boolean {
  if (element.hasAttribute('data-astro-reload') || element.hasAttribute('download')) return true
  return element.localName !== 'form' && !isSelf(element.getAttribute('target') ?? '')
}

function isSelf(target: string): boolean {
  const name = target || document.querySelector('base')?.getAttribute('target') || ''
  return /^(?:_self)?$/i.test(name)
}

function hrefOf(link: Element): URL | undefined {
  const href = link.getAttribute('href') ?? link.getAttribute('xlink:href')
  // Invalid URLs are the browser's business.
  return href !== null && URL.canParse(href, document.baseURI)
    ? new URL(href, document.baseURI)
    : undefined
}
