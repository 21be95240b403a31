import { statusOf } from '../errors.ts'
import { fetchPage } from '../fetch.ts'
import type { ImportModule } from '../loader/load-once.ts'
import { createPages } from '../loader/pages.ts'
import { openSessionStore } from '../session/open-store.ts'
import { type SessionOption, toSessionSettings } from '../session/settings.ts'
import type { Manifest } from '../types.ts'

/** What Netlify tells a function of the request, as far as pages need it. */
export interface NetlifyContext {
  /** IP address of the client. */
  readonly ip?: string
}

/** What a function can be told beside its pages. */
export interface HandlerOptions {
  /** Where `Astro.session` is kept; `false` for pages without it. [`'netlify-blobs'`] */
  session?: SessionOption
}

/** A Netlify function of the current format. */
export type NetlifyHandler = (request: Request, context: NetlifyContext) => Promise<Response>

/**
 * Makes a Netlify function out of built pages. Pages find Netlify's context in
 * `Astro.locals.netlify.context`.
 *
 * @param manifest - The build's `manifest.json`.
 * @param modules - For each route's `file`, a function that imports the module.
 * @param options - See {@link HandlerOptions}. [all defaults]
 * @returns The function; it answers 404 for what is no page, and 500, logged, when a page fails.
 * @throws SsrPagesError ROUTE_NAME_INVALID, ROUTE_CONFLICT, OPTION_INVALID.
 * @see https://docs.netlify.com/build/functions/get-started/
 */
export function createHandler(
  manifest: Manifest,
  modules: Readonly<Record<string, ImportModule>>,
  options: HandlerOptions = {},
): NetlifyHandler {
  const pages = createPages(manifest, (file) => importFrom(modules, file))
  const settings = toSessionSettings(options.session ?? {}, 'netlify-blobs')
  const fetchOptions = {
    rendersNotFound: true,
    sessions: openSessionStore(settings, '/tmp/sessions'),
    onError: (error: unknown) => console.error(error),
  }
  return async function handleNetlify(request, context) {
    try {
      const locals = { netlify: { context } } as App.Locals
      const init = { locals, clientAddress: context.ip ?? '' }
      return (await fetchPage(pages, request, init, fetchOptions)) ?? plain(404, 'Not Found')
    } catch (error) {
      const status = statusOf(error)
      if (status >= 500) console.error(error)
      return plain(status, PHRASES[status] ?? (status < 500 ? 'Error' : 'Internal Server Error'))
    }
  }
}

function importFrom(
  modules: Readonly<Record<string, ImportModule>>,
  file: string,
): ReturnType<ImportModule> {
  const importModule = modules[file]
  if (importModule === undefined) return Promise.reject(new Error(`${file} is not in the function`))
  return importModule(file)
}

// Of what this package throws itself; a page may throw more.
const PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  413: 'Content Too Large',
}

function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
