import { EXECUTED } from './names.ts'

/** Types that browsers run or read, besides `module`. */
const CLASSIC = /^$|^(?:text|application)\/(?:x-)?(?:java|ecma)script$/i
const DATA = /^(?:importmap|speculationrules)$/i

const executed = new Set<string>()

/** Remembers the scripts of the first page, which the browser itself runs. */
export function rememberScripts(): void {
  for (const script of document.querySelectorAll('script')) {
    isExecuted(script)
    script.setAttribute(EXECUTED, '')
  }
}

/** Marks the scripts of the next page that have run: they do not run again, unless they ask for it. */
export function deselectScripts(next: Document): void {
  for (const script of next.querySelectorAll('script')) {
    if (!script.hasAttribute('data-astro-rerun') && isExecuted(script)) {
      script.setAttribute(EXECUTED, '')
    }
  }
}

function isExecuted(script: HTMLScriptElement): boolean {
  const src = script.getAttribute('src')
  const key = src ? new URL(src, location.href).href : script.text
  const isKnown = executed.has(key)
  executed.add(key)
  return isKnown
}

/**
 * Runs the scripts of the page that have not run yet, in the order in which a browser runs those of
 * a page that it loads: classic scripts one after another, then deferred scripts and modules.
 */
export async function runScripts(): Promise<void> {
  const scripts = [...document.querySelectorAll('script')].filter(
    (script) => !script.hasAttribute(EXECUTED) && (isModule(script) || isRun(script.type)),
  )
  const late: HTMLScriptElement[] = []
  const loads: Promise<unknown>[] = []
  for (const script of scripts) {
    const isAsync = script.hasAttribute('async')
    if (!isAsync && (isModule(script) || (script.src && script.defer))) late.push(script)
    else if (isAsync) loads.push(run(script))
    else await run(script)
  }
  for (const script of late) loads.push(run(script, true))
  // An inline module has no event of its own. This module has run: it only waits for its turn.
  if (late.some(({ src }) => !src)) loads.push(runOwnModule(late))
  await Promise.all(loads)
}

function isModule({ type }: HTMLScriptElement): boolean {
  return type.toLowerCase() === 'module'
}

function isRun(type: string): boolean {
  return CLASSIC.test(type) || DATA.test(type)
}

// A browser does not run the scripts of a parsed document: each is replaced by a new element.
async function run(script: HTMLScriptElement, isInOrder = false): Promise<void> {
  // Another page may have replaced this one in the meantime.
  if (!script.isConnected) return
  const copy = document.createElement('script')
  for (const { name, value } of script.attributes) copy.setAttribute(name, value)
  copy.setAttribute(EXECUTED, '')
  copy.text = script.text
  copy.nonce = script.nonce ?? ''
  if (isInOrder) copy.async = false
  const loaded = script.src ? whenLoaded(copy) : undefined
  script.replaceWith(copy)
  await loaded
}

async function runOwnModule([first]: readonly HTMLScriptElement[]): Promise<void> {
  const script = document.createElement('script')
  Object.assign(script, { type: 'module', src: import.meta.url, async: false })
  script.nonce = first?.nonce ?? ''
  script.setAttribute(EXECUTED, '')
  const loaded = whenLoaded(script)
  document.querySelector('body')?.append(script)
  await loaded
  script.remove()
}

/** Waits until an element has loaded its file, or cannot. */
export function whenLoaded(element: HTMLScriptElement | HTMLLinkElement): Promise<unknown> {
  return new Promise((resolve) => {
    element.addEventListener('load', resolve)
    element.addEventListener('error', resolve)
  })
}
