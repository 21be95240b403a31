import { remember } from './remember.ts'

/** One image to make of an original. */
export interface ImageTransform {
  /**
   * The original: its path below the base, without the path of the mount (`/_assets/a.B81c.png`), or
   * the URL of a remote image.
   */
  readonly href: string
  readonly width?: number | undefined
  readonly height?: number | undefined
  /** The format of the image that is made: `webp`. */
  readonly format?: string | undefined
  /** 1 to 100, or a name: `low`, `mid`, `high`, `max`. */
  readonly quality?: number | string | undefined
  readonly fit?: string | undefined
  readonly position?: string | undefined
  /** A CSS color in place of transparency. */
  readonly background?: string | undefined
}

const PARAMS: readonly (readonly [param: string, field: keyof ImageTransform])[] = [
  ['href', 'href'],
  ['w', 'width'],
  ['h', 'height'],
  ['q', 'quality'],
  ['f', 'format'],
  ['fit', 'fit'],
  ['position', 'position'],
  ['background', 'background'],
]

/** The param of the signature. It is the last one. */
const SIGNATURE = '&s='

/**
 * Spells a transform as a query without `?`, always in the same way.
 *
 * @returns `href=%2F_assets%2Fa.B81c.png&w=300&f=webp`
 */
export function toQuery(transform: ImageTransform): string {
  let query = ''
  for (const [param, field] of PARAMS) {
    const value = transform[field]
    if (value === undefined || value === '' || value === 0) continue
    // An image has whole pixels, although a page may ask for the half of an odd width.
    const printed = typeof value === 'number' ? Math.max(1, Math.round(value)) : value
    query += `${query === '' ? '' : '&'}${param}=${encode(String(printed))}`
  }
  return query
}

const encode = remember((text) => {
  return /^[\w.*-]*$/.test(text) ? text : new URLSearchParams([['', text]]).toString().slice(1)
})

/**
 * Adds a signature to a query.
 *
 * @param query - As `toQuery()` returns it.
 */
export function withSignature(query: string, signature: string): string {
  return query + SIGNATURE + signature
}

/** What a request of the image endpoint asks for. */
export interface ImageQuery {
  readonly transform: ImageTransform
  /** The query that is signed. */
  readonly query: string
  /** As the client has sent it; `''` if it has sent none. */
  readonly signature: string
}

/**
 * Reads the query of a request.
 *
 * @param search - With or without its `?`.
 * @returns `undefined` for every spelling but that of `toQuery()`: one image has one URL.
 */
export function parseQuery(search: string): ImageQuery | undefined {
  const text = search.startsWith('?') ? search.slice(1) : search
  const end = text.lastIndexOf(SIGNATURE)
  const query = end === -1 ? text : text.slice(0, end)
  const transform = toTransform(query)
  if (transform === undefined || toQuery(transform) !== query) return undefined
  const signature = end === -1 ? '' : text.slice(end + SIGNATURE.length)
  return { transform, query, signature }
}

function toTransform(query: string): ImageTransform | undefined {
  const params = new URLSearchParams(query)
  const href = params.get('href')
  if (href === null) return undefined
  const number = (name: string) => {
    const text = params.get(name)
    return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined
  }
  const text = (name: string) => params.get(name) ?? undefined
  return {
    href,
    width: number('w'),
    height: number('h'),
    format: text('f'),
    quality: number('q') ?? text('q'),
    fit: text('fit'),
    position: text('position'),
    background: text('background'),
  }
}
