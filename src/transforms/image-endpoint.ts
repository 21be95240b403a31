import { isSigned, runTimeKey } from '../images/sign.ts'
import { statusOf } from '../shared/errors.ts'
import type { SiteImages } from '../shared/image-settings.ts'
import { type ImageTransform, parseQuery } from '../shared/image-transform.ts'
import { isRead } from '../shared/methods.ts'
import { keyOf } from './image-key.ts'
import { typeOf } from './image-kind.ts'
import type { ImageStore, StoredImage } from './image-store.ts'
import type { FindOriginal } from './local-originals.ts'
import { type ImageMaker, makeImage } from './make-image.ts'
import { isRemote } from './remote/is-remote.ts'
import type { RemoteOriginals } from './remote/remote-originals.ts'
import type { Work } from './work.ts'

/** A request for an image. */
export interface ImageRequest {
  readonly method: string
  /** The query with its `?`. */
  readonly search: string
  /** The header `If-None-Match`. */
  readonly ifNoneMatch: string | undefined
  /** Aborted when the client has left. */
  readonly signal: AbortSignal
}

/** What a client gets. A failure has no body. */
export interface ImageAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** `null` for HEAD, too. */
  readonly body: Uint8Array | null
  /** What has failed; it is for the owner of the site, never for the client. */
  readonly error?: unknown
}

/** Where the images of a site are made. */
export interface ImageEndpoint {
  /** Answers a request; never rejects. */
  answer(request: ImageRequest): Promise<ImageAnswer>
}

/** Where the images of a site come from, and where they are kept. */
export interface ImageFolders {
  /** Absolute path of a folder of the project, from which sharp is found. */
  readonly packages: string
  readonly findOriginal: FindOriginal
  /** Absolute path of the folder of images that have been made. (default: only memory keeps them) */
  readonly cache?: string
  /** True if sharp is loaded by the first request for an image. (default: `false`) */
  readonly isLate?: boolean
}

/** What an endpoint works with. */
export interface EndpointParts {
  readonly images: SiteImages
  readonly maker: ImageMaker
  readonly store: ImageStore
  readonly findOriginal: FindOriginal
  readonly remote: RemoteOriginals
  /** Transforms; few at a time, because each one uses a thread. */
  readonly transforms: Work
  /** Transforms of remote images, each of which holds an original in memory. */
  readonly downloads: Work
}

/** An image that is found, and how long browsers may keep it. */
interface Found {
  readonly image: StoredImage
  readonly cacheControl: string
}

const YEAR = 31_536_000
const IMMUTABLE = `public, max-age=${YEAR}, immutable`
const REVALIDATED = 'public, no-cache'

/** Bare answers: they tell nothing of the reason. */
export const NOT_FOUND: ImageAnswer = { status: 404, headers: {}, body: null }
const FORBIDDEN: ImageAnswer = { status: 403, headers: {}, body: null }
const WRONG_METHOD: ImageAnswer = { status: 405, headers: { allow: 'GET, HEAD' }, body: null }
const GONE: ImageAnswer = { status: 499, headers: {}, body: null }

/** Scripts in an SVG file do not run, even if it is opened as a page. */
const SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

/** Creates the image endpoint of a site. */
export function createImageEndpoint(parts: EndpointParts): ImageEndpoint {
  const key = runTimeKey(parts.images.key)
  return {
    async answer(request) {
      if (!isRead(request.method)) return WRONG_METHOD
      const asked = parseQuery(request.search)
      if (asked === undefined || !isSigned(asked.query, asked.signature, key)) return FORBIDDEN
      try {
        const found = await findImage(parts, asked.transform, request.signal)
        return found === undefined ? NOT_FOUND : toAnswer(found, request)
      } catch (error) {
        return request.signal.aborted ? GONE : toFailure(error)
      }
    },
  }
}

async function findImage(
  parts: EndpointParts,
  transform: ImageTransform,
  signal: AbortSignal,
): Promise<Found | undefined> {
  if (isRemote(transform.href)) return findRemote(parts, transform, signal)
  const { findOriginal, store, transforms, maker } = parts
  const original = await findOriginal(transform.href)
  if (original === undefined) return undefined
  const image = await store.get(keyOf(maker, transform, original.identity), signal, (stop) => {
    return transforms.run(stop, async () => makeImage(maker, await original.read(), transform))
  })
  return { image, cacheControl: original.isHashed ? IMMUTABLE : REVALIDATED }
}

async function findRemote(
  { remote, store, downloads, transforms, maker }: EndpointParts,
  transform: ImageTransform,
  signal: AbortSignal,
): Promise<Found> {
  const { href } = transform
  const { digest, freshUntil } =
    remote.fresh(href) ?? (await downloads.run(signal, () => remote.identify(href, signal)))
  const image = await store.get(keyOf(maker, transform, digest), signal, (stop) => {
    return downloads.run(stop, async () => {
      const bytes = await remote.read(href, stop)
      return transforms.run(stop, () => makeImage(maker, bytes, transform))
    })
  })
  const seconds = Math.max(60, Math.round((freshUntil - Date.now()) / 1000))
  return { image, cacheControl: `public, max-age=${seconds}` }
}

function toAnswer(
  { image, cacheControl }: Found,
  { method, ifNoneMatch }: ImageRequest,
): ImageAnswer {
  const { bytes, kind, etag } = image
  const kept = { 'cache-control': cacheControl, etag }
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, etag)) {
    return { status: 304, headers: kept, body: null }
  }
  const headers = {
    ...kept,
    'content-type': typeOf(kind),
    'content-length': String(bytes.length),
    'x-content-type-options': 'nosniff',
    ...(kind === 'svg' && { 'content-security-policy': SVG_POLICY }),
  }
  return { status: 200, headers, body: method === 'HEAD' ? null : bytes }
}

// By the weak comparison: a proxy may have marked it as weak.
function matches(list: string, etag: string): boolean {
  return list === '*' || list.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
}

function toFailure(error: unknown): ImageAnswer {
  const status = statusOf(error)
  const headers: Record<string, string> = { 'cache-control': 'no-store' }
  if (status === 503) headers['retry-after'] = '5'
  return { status, headers, body: null, error }
}
