import type { HeadOf } from '../context/visit.ts'
import type { PageModule, Pages, Route, RouteAssets } from '../shared/types.ts'

/** Pages whose stylesheets can be read. */
interface ReadablePages extends Pages {
  readFile(path: string): Promise<string>
}

/** Pages that know the text of their styles by the time they run. */
export interface StyledPages {
  readonly pages: Pages
  /** The head of a page of these that runs: its styles, in place of links to them. */
  readonly toHead: HeadOf
}

/**
 * Makes the module of a page load the page's styles as well. Which page is rendered in the end, page
 * middleware, rewrites and error pages decide; in development the styles are known with the module.
 *
 * @param pages - The pages.
 * @returns The same pages, and how to print the styles of each.
 */
export function withStyles(pages: ReadablePages): StyledPages {
  const texts = new Map<RouteAssets, readonly string[]>()
  const routes = new Map<Route, Route>()
  const load = async (route: Route): Promise<PageModule> => {
    const module = await route.load()
    const { styles } = route.assets
    texts.set(route.assets, await Promise.all(styles.map((url) => pages.readFile(url))))
    return module
  }
  // The core compares routes: each has one styled form.
  const toStyled = (route: Route): Route => {
    const styled = routes.get(route) ?? { ...route, load: () => load(route) }
    routes.set(route, styled)
    return styled
  }
  return {
    pages: {
      ...pages,
      matcher(pathname) {
        const match = pages.matcher(pathname)
        return match && { ...match, route: toStyled(match.route) }
      },
      notFound: toStyled(pages.notFound),
      serverError: pages.serverError && toStyled(pages.serverError),
    },
    toHead: (assets, nonce) => toStyleElements(texts.get(assets) ?? [], nonce),
  }
}

/**
 * Prints stylesheets as elements of a page.
 *
 * @param styles - The stylesheets.
 * @param nonce - The printed `nonce` attribute, or `''`.
 * @returns One element a stylesheet.
 */
export function toStyleElements(styles: readonly string[], nonce: string): string {
  // Inside of a style element `</style` would be its end; `<\/` is the same to CSS.
  const texts = styles.map((css) => css.replaceAll('</', String.raw`<\/`))
  return texts.map((css) => `<style${nonce}>${css}</style>`).join('')
}
