import type { CheckOrigin, Manifest } from '../shared/types.ts'
import { SsrPagesError, statusOf } from '../shared/errors.ts'
import { readSecrets } from '../environment/run-time.ts'
import { type FetchInit, fetchPage } from '../core/fetch.ts'
import type { ImportModule } from '../loader/load-once.ts'
import { createPages } from '../loader/pages.ts'
import { isThenable } from '../render/renderable.ts'
import { useImageCdn } from './image-cdn.ts'
import { openBlobs } from '../session/blobs-driver.ts'
import type { SessionDriver } from '../session/driver.ts'
import { type SessionConfig, toSessionSettings } from '../session/settings.ts'
import { SessionStore } from '../session/store.ts'

/** Options that both formats of functions have. */
export interface AnswerOptions {
  /**
   * Where `Astro.session` is kept: in Netlify Blobs, or by any driver of `unstorage`; `false` for
   * pages without it. (default: Netlify Blobs)
   */
  session?: false | SessionDriver | SessionConfig
  /**
   * Who may send forms: `true` allows the site's own pages, a list these origins as well, `false`
   * everybody. (default: `true`)
   */
  checkOrigin?: CheckOrigin
  /**
   * Lets the image CDN of Netlify make the images of `<Image>` and `getImage()`; `false` prints the
   * originals. (default: `true`)
   */
  imageCDN?: boolean
}

/** A function for each module of a site, which imports it. */
export type Modules = Readonly<Record<string, ImportModule>>

/** Answers a request; throws or rejects with what the page throws. */
export type AnswerEvent = (request: Request, init: FetchInit) => Response | Promise<Response>

/**
 * The most bytes of a request, and of a response that is not streamed.
 * https://docs.netlify.com/build/functions/overview/
 */
export const LIMIT: number = 6 * 1024 * 1024

const BLOBS = 'netlify-blobs'

/**
 * Creates the part of a function that both formats share.
 *
 * @param manifest - The site's manifest.
 * @param modules - The site's modules.
 * @param options - See {@link AnswerOptions}.
 * @returns The function; it answers 404 for a path without a page and 413 for a body that is too
 *   large.
 * @throws {SsrPagesError} ENV_INVALID, ROUTE_NAME_INVALID, ROUTE_CONFLICT, OPTION_INVALID
 */
export function createAnswer(
  manifest: Manifest,
  modules: Modules,
  options: AnswerOptions,
): AnswerEvent {
  const { checkOrigin = true, session = {}, imageCDN = true } = options
  if (manifest.images !== undefined) useImageCdn(manifest.images, imageCDN)
  readSecrets(manifest.env ?? {})
  const pages = createPages(manifest, (file) => importFrom(modules, file))
  const fetchOptions = {
    checkOrigin,
    rendersNotFound: true,
    sessions: openSessions(session),
    onError: (error: unknown) => console.error(error),
  }
  return function answer(request, init) {
    const { method, headers } = request
    if (Number(headers.get('content-length')) > LIMIT) return toPlain(413, method)
    // OPTIONS of a page is left to the host, and here there is none.
    const orNotFound = (response: Response | undefined) => response ?? toPlain(404, method)
    const response = fetchPage(pages, request, init, fetchOptions)
    return isThenable(response) ? response.then(orNotFound) : orNotFound(response)
  }
}

/**
 * Creates the answer to a request that failed. Errors that are not the client's fault are logged.
 *
 * @param error - Anything that was thrown.
 * @param method - The request's method.
 * @returns A response with the error's status and its phrase.
 */
export function toFailure(error: unknown, method: string): Response {
  const status = statusOf(error)
  if (status >= 500) console.error(error)
  return toPlain(status, method)
}

function toPlain(status: number, method: string): Response {
  const text = PHRASES[status] ?? (status < 500 ? 'Bad Request' : 'Internal Server Error')
  const headers = { 'content-type': 'text/plain; charset=utf-8' }
  return new Response(method === 'HEAD' ? null : text, { status, headers })
}

// The statuses of this package's own errors, and those that pages throw most often.
const PHRASES: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
}

function importFrom(modules: Modules, file: string): ReturnType<ImportModule> {
  const importModule = modules[file]
  if (importModule === undefined) return Promise.reject(new Error(`${file} is not in the function`))
  return importModule(file)
}

const HINT = 'Correct the option of netlify(), createHandler() or createLambdaHandler().'

// The names of other drivers are refused: they are for servers with a disk and a lifetime, and
// would only make the function larger.
function openSessions(option: false | SessionDriver | SessionConfig): SessionStore | undefined {
  const settings = toSessionSettings(option, BLOBS)
  if (settings === undefined) return undefined
  const { driver } = settings
  if (typeof driver !== 'string') return new SessionStore(settings, async () => driver)
  if (driver === BLOBS) return new SessionStore(settings, openBlobs)
  const what = `On Netlify the option "session.driver" must be '${BLOBS}' or a driver of unstorage.`
  throw new SsrPagesError('OPTION_INVALID', what, { option: 'session.driver' }, HINT)
}
