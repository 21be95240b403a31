import type { Problem } from '../../diagnostics/problem.ts'
import { BROWSER_ERRORS } from '../../shared/browser-modules.ts'
import { OVERLAY } from './overlay.ts'

/** Path of the script by which open pages follow changes, relative to the base. */
export const CLIENT = '@ssr-pages/client.js'

/**
 * Path of the element of islands, relative to the base. Vite would add a parameter to the modules
 * that it imports: they would be loaded twice if other modules import them, too.
 */
export const ISLAND_ELEMENT = '@ssr-pages/island.js'

/** Path that opens the place of a problem in the editor of this machine, relative to the base. */
export const OPEN = '@ssr-pages/open'

/** The header with the token of this process, which no other site knows. */
export const TOKEN_HEADER = 'x-ssr-pages-token'

/** The status that tells an open page that its sources have changed since it was loaded. */
export const STALE = 205

/** Name of the event that tells open pages to reload: all of them, or those in its list. */
export const RELOAD_EVENT = 'ssr-pages:reload'

/** Name of the event that tells open pages which linked styles to request again. */
export const UPDATE_EVENT = 'ssr-pages:update'

/** Name of the event by which a page reports an error of its own. */
export const ERROR_EVENT = 'ssr-pages:error'

/** Name of the event that tells open pages to show a problem. */
export const PROBLEM_EVENT = 'ssr-pages:problem'

/**
 * Returns the script of a page in development. It replaces styles, reloads the page when its
 * sources change or the server is back, and shows errors.
 *
 * @param base - Path of Vite's files; starts and ends with `/`.
 * @param token - The token of this process.
 * @param problem - The problem of this page. (default: none)
 * @returns An ES module.
 */
export function clientScript(base: string, token: string, problem?: Problem): string {
  const shown = problem === undefined ? '' : `show(${JSON.stringify(problem)})\n`
  return `import { createHotContext } from ${JSON.stringify(`${base}@vite/client`)}
const CLIENT = ${JSON.stringify(base + CLIENT)}
const OPEN = ${JSON.stringify(base + OPEN)}
const TOKEN_HEADER = ${JSON.stringify(TOKEN_HEADER)}
const TOKEN = ${JSON.stringify(token)}
const BASE = ${JSON.stringify(base)}
const [PROBLEM, PAGE] = ['problem', 'page'].map((name) => new URL(import.meta.url).searchParams.get(name))
const [RELOAD_EVENT, UPDATE_EVENT] = ${JSON.stringify([RELOAD_EVENT, UPDATE_EVENT])}
const [ERROR_EVENT, PROBLEM_EVENT] = ${JSON.stringify([ERROR_EVENT, PROBLEM_EVENT])}
const ERRORS = Symbol.for(${JSON.stringify(BROWSER_ERRORS)})
const STALE = ${STALE}
${CODE}${OVERLAY}${shown}`
}

const CODE = `
const hot = createHotContext('/' + CLIENT)
// The client router may have replaced the page of this script: then that of the other page is in charge.
function isOpen() {
  const urls = Array.from(document.querySelectorAll('script'), ({ src }) => src)
  return urls.includes(import.meta.url) || !urls.some((url) => url.split('?')[0].endsWith(CLIENT))
}
hot.on(RELOAD_EVENT, (pages) => {
  if (!isOpen()) return
  if (PROBLEM || PAGE === null || !pages || pages.includes(PAGE)) location.reload()
})
// The page of an error has nothing that an update could replace.
hot.on(UPDATE_EVENT, ({ links }) => isOpen() && (PROBLEM ? location.reload() : exchange(links)))
// An update replaces the module that has failed.
hot.on('vite:beforeUpdate', () => PROBLEM || hide())
hot.on(PROBLEM_EVENT, ({ id, problem }) => isOpen() && show(problem, id))
const errors = (globalThis[ERRORS] ??= [])
errors.push = (...added) => added.forEach(report)
errors.splice(0).forEach(report)
// The sources may have changed before the socket was open.
let isConnected = false
hot.on('vite:ws:connect', async () => {
  isConnected = true
  if (isOpen() && (await ask()) === STALE) location.reload()
})
// The server may need a request before it accepts sockets again, and may have other paths then.
hot.on('vite:ws:disconnect', () => isLeaving || !isOpen() || reloadWhen((status) => status < 500))
// The server may have ended before it accepted the socket, or a proxy may not forward sockets.
setTimeout(() => isConnected || !isOpen() || reloadWhen((status) => status === STALE), 2000)
// Leaving the page closes the socket, too.
let isLeaving = false
addEventListener('beforeunload', () => {
  isLeaving = true
  setTimeout(() => (isLeaving = false), 2000)
})

function report(error) {
  const { name, message = error, stack } = error ?? {}
  hot.send(ERROR_EVENT, { name: String(name ?? 'Error'), message: String(message), stack: String(stack ?? '') })
}

// A style keeps its place in the cascade: the new link follows the old one until it has loaded.
const outdated = new WeakSet()
function exchange(paths) {
  const urls = paths.map((path) => new URL(BASE + path, location.href).href)
  for (const link of document.querySelectorAll('link[rel=stylesheet]')) {
    const url = link.href.replace(/[?&]hash=[\\w-]+$/, '')
    if (!urls.includes(url) || outdated.has(link)) continue
    outdated.add(link)
    const next = link.cloneNode()
    next.href = url + (url.includes('?') ? '&' : '?') + 'hash=' + Date.now().toString(36)
    next.onload = next.onerror = () => link.remove()
    link.after(next)
  }
}

async function reloadWhen(isDue) {
  for (let delay = 100; !isDue(await ask()); delay = Math.min(delay * 1.5, 1000)) {
    await new Promise((resolve) => setTimeout(resolve, delay))
  }
  location.reload()
}

async function ask() {
  const url = new URL(import.meta.url)
  url.searchParams.delete('problem')
  const answer = await fetch(CLIENT + url.search, { method: 'HEAD' }).catch(() => undefined)
  return answer?.status ?? 599
}
`
