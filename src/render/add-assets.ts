import type { RouteAssets } from '../shared/types.ts'
import { PREFETCH } from '../shared/browser-modules.ts'
import { toHeadHtml } from './head.ts'
import type { PageRender } from './page-render.ts'

/** The browser files of a route together with those of a content module, by both. */
const known = new WeakMap<RouteAssets, WeakMap<RouteAssets, RouteAssets>>()

/**
 * Adds the browser files of a content module to the page that renders it: its styles to the head, and its
 * scripts and islands to those that the page can print.
 *
 * @param result - The page being rendered.
 * @param added - The browser files of the module.
 * @returns Markup to print in front of the content: the styles that the page has not printed yet, if its
 *   head has been sent; otherwise nothing.
 */
export function addAssets(result: PageRender, added: RouteAssets): string {
  const { visit } = result
  const { assets } = visit.route
  const styles = added.styles.filter((style) => {
    return !assets.styles.includes(style) && result.takeScript(`style:${style}`)
  })
  if (Object.keys(added.scripts).some((id) => !Object.hasOwn(assets.scripts, id))) {
    result.visit = { ...visit, route: { ...visit.route, assets: merge(assets, added) } }
  }
  const script = added.scripts[PREFETCH]
  const isNew = script !== undefined && assets.scripts[PREFETCH] === undefined
  const scripts = isNew && result.takeScript(PREFETCH) ? { [PREFETCH]: script } : {}
  if (styles.length === 0 && scripts[PREFETCH] === undefined) return ''
  const { source, shared } = visit
  const toHead = shared.options.head
  const html = toHead
    ? toHead({ styles, scripts: {}, hasHead: false }, result.nonceAttribute, source.base)
    : toHeadHtml({ styles, scripts }, source.base, result.nonceAttribute)
  // A part of a page has no head of its own.
  if (result.isPartial || !result.isHeadOpen) return html
  result.addHead(html)
  return ''
}

// The same object each time: what islands print is remembered by it.
function merge(assets: RouteAssets, added: RouteAssets): RouteAssets {
  const ofRoute = known.get(assets) ?? new WeakMap<RouteAssets, RouteAssets>()
  known.set(assets, ofRoute)
  const last = ofRoute.get(added)
  if (last !== undefined) return last
  const merged = {
    ...assets,
    scripts: { ...added.scripts, ...assets.scripts },
    preloads: { ...added.preloads, ...assets.preloads },
  }
  ofRoute.set(added, merged)
  return merged
}
