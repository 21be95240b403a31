import type { Output, Pages, ResponseOutput, Route } from '../shared/types.ts'

/** Headers that describe the body which the error page takes the place of. */
const OF_THE_BODY = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
])

/**
 * Finds the error page that gives a body to an empty 404 or 500.
 *
 * @param output - What a page or middleware answered.
 * @param from - The route it ran for; error pages are left as they are.
 * @param pages - The site's pages.
 * @returns The route of the error page, or `undefined` when none is needed, or the site has none.
 */
export function needsErrorPage(output: Output, from: Route, pages: Pages): Route | undefined {
  const { notFound, serverError } = pages
  if (!('response' in output) || output.response.body !== null) return undefined
  if (from === notFound || from === serverError) return undefined
  if (output.response.status === 404) return notFound.kind === 'endpoint' ? undefined : notFound
  return output.response.status === 500 ? serverError : undefined
}

/**
 * Puts an error page into the response it gives a body to.
 *
 * @param errorPage - What the error page printed; a `Response` of its own is the answer as it is.
 * @param original - The empty response: its status, status text and headers stay.
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
