import type { RequestHandler } from 'express'

/** Passes the session to pages in `Astro.locals`. */
export const share: RequestHandler = (req, res, next) => {
  res.locals['session'] = req.session
  res.locals['forget'] = () => (req.session = null)
  res.locals['rest'] = Promise.resolve('rest')
  next()
}

/** Every kind of answer that can change a session. */
export const ANSWERS: readonly [what: string, path: string, status: number][] = [
  ['a page', '/whole', 200],
  ['a page of many bytes', '/whole?words=60000', 200],
  ['a streamed page', '/streamed', 200],
  ['a redirect', '/moved', 302],
  ['a Response of its own', '/own', 200],
  ['an answer without a body', '/unchanged', 304],
  ['an API route', '/api/visit', 200],
]

/** The `Set-Cookie` values of an answer. */
export function readSetCookies(headers: Readonly<Record<string, unknown>>): string[] {
  return [headers['set-cookie'] ?? []].flat().map(String)
}
