import { isRead } from '../shared/methods.ts'
import { withoutPrefix, toPrefix } from '../shared/pathname.ts'
import { redirect as redirectTo } from '../context/redirect.ts'
import type { Visit } from '../context/visit.ts'
import type { Params, Redirect, ResponseOutput } from '../shared/types.ts'

const PARAM = /\[(\.\.\.)?([^[\]]+)\](\/?)/g

/**
 * Answers with a redirect of the configuration. A destination on this site stays below the path
 * that the pages are mounted at; a destination without a query gets that of the request.
 *
 * @param redirect - The redirect.
 * @param visit - The request, and the params it was matched with.
 * @returns A response without a body.
 */
export function toRedirect(redirect: Redirect, visit: Visit): ResponseOutput {
  const { params, source, shared } = visit
  const { destination, status = permanentStatus(source.method) } = redirect
  const base = destination.startsWith('/')
    ? missingBase(destination, source.base, shared.pages.base)
    : ''
  const query = destination.includes('?') ? '' : source.url.search
  const [path = '', hash] = fillIn(destination, params).split(/(?=#)/, 2)
  return { response: redirectTo(base + encodePath(path) + query + (hash ?? ''), status) }
}

// A destination that is not a path is left as it is, for the author to see; existing escapes are
// kept.
function encodePath(path: string): string {
  if (!path.startsWith('/')) return path
  return encodeURI(path).replace(/%25(?=[\da-f]{2})/gi, '%')
}

/**
 * Returns the part of the mount path that a destination of the configuration lacks. On a site for
 * `/docs` that is mounted at `/app`, `/new` lacks `/app/docs`, and `/docs/new` lacks only `/app`.
 *
 * @param destination - A path of the site, with or without the base.
 * @param base - Where the pages are mounted, including the base, without a trailing slash.
 * @param siteBase - The path that the site was built for; starts and ends with `/`.
 * @returns The prefix to add.
 */
export function missingBase(destination: string, base: string, siteBase: string): string {
  const own = toPrefix(siteBase)
  const [path = ''] = destination.split(/[?#]/, 1)
  if (own === '' || withoutPrefix(path, own) === undefined) return base
  return base.endsWith(own) ? base.slice(0, -own.length) : ''
}

// A param can become only a part of a segment, a rest param only segments; an empty param also
// removes the slash after it. So no destination leads to another host.
function fillIn(destination: string, params: Params): string {
  return destination.replaceAll(
    PARAM,
    (_, dots: string | undefined, name: string, slash: string) => {
      const value = params[name] ?? ''
      if (dots === undefined) return encodeURIComponent(value) + slash
      return value && value.split('/').map(encodeURIComponent).join('/') + slash
    },
  )
}

/** Returns the status of a permanent redirect: 308 keeps the method and the body of the request. */
export function permanentStatus(method: string): number {
  return isRead(method) ? 301 : 308
}
