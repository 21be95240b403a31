import { SsrPagesError } from '../shared/errors.ts'
import { property } from '../shared/property.ts'

/** Where the host's token is: `Astro` and the context of API routes, or the `req` of a handler. */
export type CsrfSource =
  | { readonly locals?: object; readonly node?: { readonly req: object } | undefined }
  | { readonly csrfToken?: unknown; readonly res?: object }

/** The attributes of the hidden input that sends a token. */
export interface CsrfField {
  readonly type: 'hidden'
  readonly name: string
  readonly value: string
}

/**
 * Returns the hidden input for a form of an app that uses CSRF tokens: the token that its
 * middleware has put into `res.locals.csrfToken`, `res.locals._csrf` or `req.csrfToken()`.
 *
 *     <input {...csrfField(Astro)} />
 *
 * @param source - `Astro`, or the `req` of a handler.
 * @param name - The name that the host's middleware reads. (default: `'_csrf'`)
 * @returns The attributes of the input.
 * @throws {unknown} whatever the host's function throws
 * @throws {SsrPagesError} CSRF_TOKEN_MISSING
 */
export function csrfField(source: CsrfSource, name = '_csrf'): CsrfField {
  const req = property(property(source, 'node'), 'req') ?? source
  const locals = property(source, 'locals') ?? property(property(source, 'res'), 'locals')
  const places = [
    property(locals, 'csrfToken'),
    property(locals, '_csrf'),
    property(req, 'csrfToken'),
  ]
  for (const place of places) {
    const value: unknown = typeof place === 'function' ? Reflect.apply(place, req, []) : place
    if (typeof value === 'string' && value !== '') return { type: 'hidden', name, value }
  }
  throw new SsrPagesError('CSRF_TOKEN_MISSING', 'csrfField() found no token of the host.')
}
