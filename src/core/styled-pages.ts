import type { HeadOf } from '../context/visit.ts'
import { toInjectedHtml } from '../render/head.ts'
import type { FindAssets, PageModule, Pages, Route, RouteAssets } from '../shared/types.ts'

/** Pages whose stylesheets can be read. */
interface ReadablePages extends Pages {
  readFile(path: string): Promise<string>
}

/** Pages that have the text of their styles by the time they run. */
export interface StyledPages {
  readonly pages: Pages
  /** Makes a view load its styles, like the pages. */
  readonly toStyled: (view: Route) => Route
  /** Prints the head content of such a page: its styles instead of links to them. (default: links) */
  readonly toHead: HeadOf | undefined
}

/**
 * Makes the module of each page load the page's styles too. Which page is rendered is known only
 * after page middleware, rewrites and error pages; in development, the styles are known only after
 * the module is loaded.
 *
 * @param pages - The pages.
 * @returns Equivalent pages, and the function that prints the styles of each.
 */
export function withStyles(pages: ReadablePages): StyledPages {
  const texts = new Map<string, string>()
  const routes = new Map<Route, Route>()
  const load = async (route: Route): Promise<PageModule> => {
    const module = await route.load()
    await readStyles(route.assets)
    return module
  }
  const readStyles = async ({ styles }: RouteAssets): Promise<void> => {
    await Promise.all(styles.map(async (url) => texts.set(url, await pages.readFile(url))))
  }
  // One styled route for each route, because the core compares routes by identity.
  const toStyled = (route: Route): Route => {
    const styled = routes.get(route) ?? { ...route, load: () => load(route) }
    routes.set(route, styled)
    return styled
  }
  // The styles of a content module are needed as soon as its files are known.
  const loadContent = (find: FindAssets): FindAssets => {
    return async (file) => {
      const assets = await find(file)
      if (assets) await readStyles(assets)
      return assets
    }
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
      content: pages.content && loadContent(pages.content),
    },
    toStyled,
    toHead: (assets, nonce, base) =>
      toStyleElements(
        assets.styles.map((url) => texts.get(url) ?? ''),
        nonce,
      ) + toInjectedHtml(assets.injected, base, nonce),
  }
}

/**
 * Prints stylesheets as `<style>` elements.
 *
 * @param styles - The stylesheets.
 * @param nonce - The printed `nonce` attribute, or `''`.
 * @returns One element per stylesheet.
 */
export function toStyleElements(styles: readonly string[], nonce: string): string {
  // Inside a style element, `</style` would end it; to CSS, `<\/` means the same.
  const texts = styles.map((css) => css.replaceAll('</', String.raw`<\/`))
  return texts.map((css) => `<style${nonce}>${css}</style>`).join('')
}
