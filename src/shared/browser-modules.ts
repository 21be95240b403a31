/** The custom element of islands, with the built-in directives. */
export const ISLAND = 'virtual:ssr-pages/island'

/** The scripts that integrations run before the first island hydrates. */
export const BEFORE_HYDRATION = 'virtual:ssr-pages/before-hydration'

/** The scripts that integrations run in every page. */
export const PAGE_SCRIPTS = 'virtual:ssr-pages/page-scripts'

/** Fetches pages before visitors follow the links to them. It starts when it is loaded, if the site has switched it on. */
export const PREFETCH = 'virtual:ssr-pages/prefetch'

/** Start of the ids of modules that export the client half of a renderer. */
export const CLIENT_RENDERER = 'virtual:ssr-pages/client-renderer/'

/** Start of the ids of modules that register a custom directive. */
export const DIRECTIVE = 'virtual:ssr-pages/directive/'

/** Name of the global list of errors of browsers, which the script of development reads. */
export const BROWSER_ERRORS = 'ssr-pages.errors'

/** Returns the id of the module that exports the client half of a renderer. */
export function clientRendererId(name: string): string {
  return CLIENT_RENDERER + name
}

/** Returns the id of the module that registers a custom directive. */
export function directiveId(name: string): string {
  return DIRECTIVE + name
}
