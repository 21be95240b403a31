import { isBodyless } from '../shared/kept-response.ts'
import type { Output, Pages, ResponseOutput, Route } from '../shared/types.ts'

/** Headers that describe the body, which the error page replaces. */
const OF_THE_BODY = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
])

/**
 * Finds the error page that provides the body of an empty 404 or 500.
 *
 * @param output - The answer of a page or middleware.
 * @param from - The route that was run; error pages get no error page.
 * @param pages - The site's pages.
 * @returns The route of the error page; `undefined` if none is needed, or the site has none.
 */
export function needsErrorPage(output: Output, from: Route, pages: Pages): Route | undefined {
  const { notFound, serverError } = pages
  if (!('response' in output) || !isBodyless(output.response)) return undefined
  if (from === notFound || from === serverError) return undefined
  if (output.response.status === 404) return notFound.kind === 'endpoint' ? undefined : notFound
  return output.response.status === 500 ? serverError : undefined
}

/** Returns the route of `404.astro`; `undefined` if the site has none. */
export function ownNotFound({ routes, notFound }: Pages): Route | undefined {
  return routes.includes(notFound) ? notFound : undefined
}

/**
 * Combines an error page with the empty response that it provides the body for.
 *
 * @param errorPage - The output of the error page; if it is a `Response`, it is the whole answer.
 * @param original - The empty response, whose status, status text and headers are kept.
 * @returns The page, with the status and headers of the response.
 */
export function mergeErrorPage(errorPage: Output | undefined, original: Response): Output {
  if (errorPage === undefined || !('html' in errorPage)) return errorPage ?? asOutput(original)
  const headers = new Headers(errorPage.headers)
  original.headers.forEach((value, name) => {
    if (name === 'set-cookie') headers.append(name, value)
    else if (!OF_THE_BODY.has(name)) headers.set(name, value)
  })
  const { status, statusText } = original
  return { ...errorPage, status, statusText: statusText || errorPage.statusText, headers }
}

function asOutput(response: Response): ResponseOutput {
  return { response }
}
