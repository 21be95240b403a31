import { SsrPagesError } from '../shared/errors.ts'
import { isResponseSent } from '../shared/response-sent.ts'
import type { PageResult, Route } from '../shared/types.ts'
import { toFinalResponse } from './to-response.ts'

/**
 * Reads the whole HTML of an answer.
 *
 * @param result - The answer, rendered without streaming.
 * @param route - The route that answered, for errors.
 * @throws {SsrPagesError} PAGE_NOT_HTML, RESPONSE_USED
 */
export async function toHtml(result: PageResult | undefined, route: Route): Promise<string> {
  if (result === undefined) throw notHtml(route, 'nothing')
  if ('html' in result) {
    if (typeof result.html === 'string') return result.html
    throw notHtml(route, 'a stream')
  }
  const response = toFinalResponse(result, 'GET')
  if (isResponseSent(response)) throw notHtml(route, 'responseSent')
  if (response.status >= 300 && response.status < 400) {
    throw notHtml(route, `a redirect to ${response.headers.get('location')}`)
  }
  if (response.body === null || !isHtml(response.headers.get('content-type'))) {
    const type = response.body === null ? 'without a body' : 'whose body is not HTML'
    throw notHtml(route, `a Response of status ${response.status} ${type}`)
  }
  return response.text()
}

/** Whether a content type is that of HTML. */
export function isHtml(type: string | null | undefined): boolean {
  return /^text\/html\s*(?:;|$)/i.test(type ?? '')
}

/** Creates the error for an answer that is not HTML. */
export function notHtml({ file }: Route, seen: string): SsrPagesError {
  const what = `${file} must answer with HTML; it answered with ${seen}.`
  return new SsrPagesError('PAGE_NOT_HTML', what, { file })
}
