import { type IncomingMessage, STATUS_CODES } from 'node:http'
import { type HostRequest, readBase } from '../bridge/url.ts'
import { statusOf } from '../shared/errors.ts'
import { type Exchange, defaultOutcome } from '../node/exchange.ts'
import { type Settings, logError } from '../node/options.ts'
import { cutQuery, spellPathname, toPathname, withoutPrefix } from '../shared/pathname.ts'
import type { SessionStore } from '../session/store.ts'
import type { Pages, Route } from '../shared/types.ts'
import type { LivePages } from './vite/live-pages.ts'
import type { DevServer } from './vite/dev-server.ts'
import { startDev } from './vite/start-dev.ts'
import { serveBrowserFile } from './browser-file.ts'
import { type Current, createCurrent } from './current.ts'
import { explainNotFound, explainStart } from './explain.ts'
import { type Answerer, findAnswerer, sendRendered, withFile } from './prerendered.ts'
import { openInEditor } from './open-in-editor.ts'
import { findProjectRoot } from './project-root.ts'
import { Reports } from './report.ts'
import { logRequest } from './request-log.ts'
import { isAllowed, isOurs, refuseHost } from './stranger.ts'

/** Pages as they are now, with the text of a file or style by its path. */
export interface UsedSite {
  readonly pages: Pages
  readonly readFile: (path: string) => Promise<string>
}

/** A site in development. Vite starts with the first request, which tells where the pages are mounted. */
export class Development {
  readonly #settings: Settings
  readonly #sessions: SessionStore | undefined
  readonly #root: string
  readonly #onRoutes: (routes: readonly Route[]) => void
  readonly #reports = new Reports()
  readonly #exchanges = new WeakMap<IncomingMessage, Exchange & { server: DevServer }>()
  #mount: string | undefined
  #starting: Promise<DevServer> | undefined
  #current: Current | undefined
  /** Pattern of the page that a browser asked for last. */
  #shown: string | undefined

  /**
   * @param settings - Complete settings.
   * @param sessions - The store of the sessions.
   * @param onRoutes - Told of the routes, and of those after each change.
   */
  constructor(
    settings: Settings,
    sessions: SessionStore | undefined,
    onRoutes: (routes: readonly Route[]) => void,
  ) {
    this.#onRoutes = onRoutes
    this.#settings = settings
    this.#sessions = sessions
    this.#root = settings.root ?? findProjectRoot(settings.dir)
  }

  /**
   * Answers a request, from the sources as they are now.
   *
   * @param exchange - The request.
   */
  async answer(exchange: Exchange): Promise<void> {
    const { req, res, next } = exchange
    try {
      const server = await this.start(readBase(req))
      this.#exchanges.set(req, { ...exchange, server })
      res.once('close', server.hold())
      await this.#answer(server, exchange)
    } catch (error) {
      const known = this.#exchanges.get(req)
      const isTold = known ? this.#reports.add(error, known) : explainStart(error, exchange)
      this.#passOn(error, { req, res, next }, isTold)
    }
  }

  /**
   * Starts Vite, unless it runs.
   *
   * @param mount - Where the pages are mounted. (default: not known yet)
   * @returns The server.
   */
  async start(mount?: string): Promise<DevServer> {
    // Whoever asked first may not have known.
    if (mount && this.#mount === undefined && this.#starting !== undefined) await this.close()
    this.#mount ??= mount
    this.#starting ??= startDev({
      root: this.#root,
      mount: mount ?? '',
      warn: console.warn,
      log: this.#settings.log ? console.log : () => {},
      onChange: (server) => void this.#prepare(server),
    })
    try {
      const server = await this.#starting
      await server.settled()
      return server
    } catch (error) {
      this.#starting = undefined
      throw error
    }
  }

  /**
   * Gives the pages of now to those who ask without a socket.
   *
   * @param url - What is asked for.
   * @param hasBase - Whether the base stands in front of its path.
   * @param answer - Gets the pages, and the text of their files and styles.
   * @returns What `answer` gives.
   */
  async use<Result>(
    url: string,
    hasBase: boolean,
    answer: (site: UsedSite) => Promise<Result>,
  ): Promise<Result> {
    const server = await this.start()
    const { run } = server
    const release = server.hold()
    try {
      const { pathname } = new URL(url, 'http://localhost')
      const below = hasBase ? withoutPrefix(pathname, prefixOf(server)) : pathname
      const { pages, files } = await withFile(this.#pagesOf(server).pages, below ?? '')
      return await answer({
        pages,
        readFile: async (path) => files.get(path) ?? run.readStyle(path),
      })
    } finally {
      release()
    }
  }

  /** Stops Vite; the next request would start it again. */
  async close(): Promise<void> {
    const starting = this.#starting
    this.#starting = undefined
    const server = await starting?.catch(() => undefined)
    await server?.close()
  }

  async #answer(server: DevServer, exchange: Exchange): Promise<void> {
    const { req, res, next } = exchange
    server.attach(req)
    const target = targetBelow(server, req)
    if (!isAllowed(req, server)) return this.#answerStranger(server, exchange, target)
    if (target) server.run.publicFiles.note(target)
    const file = target && { req, res, server, target }
    if (file && serveBrowserFile(file, this.#reports)) return
    if (file && openInEditor(file, this.#reports)) return
    const current = this.#pagesOf(server)
    const { pages } = current
    const path = target === undefined ? undefined : cutQuery(target)
    const match = path === undefined ? undefined : pages.matcher(path)
    if (match && req.headers.accept?.includes('text/html')) this.#shown = match.route.pattern
    let answerer: Answerer = { pages, match }
    if (match && this.#settings.log) {
      logRequest(req.method ?? '', () => (answerer.match ?? match).route.pattern, res)
    }
    const isRead = req.method === 'GET' || req.method === 'HEAD'
    const isPublic = isRead && current.publicPaths.has(path ?? '')
    if (!isPublic) server.run.publicFiles.noteRun(res)
    if (match?.prerendered && path !== undefined && !isPublic) {
      answerer = await findAnswerer(pages, path, toPathname(req.originalUrl ?? req.url ?? '/'))
    }
    const { rendered } = answerer
    if (rendered && isRead) return sendRendered(rendered, res)
    const isFound = isPublic || (answerer.match !== undefined && rendered === undefined)
    // The middleware sends it to the right spelling.
    const isMisspelt = isRead && match === undefined && isSpelledOtherwise(current, path)
    const { notFound = defaultOutcome(next) } = this.#settings
    if (!isFound && !isMisspelt && explainNotFound({ ...exchange, server, pages, notFound })) return
    const { guest, alone } = answerer.pages === pages ? current : this.#create(answerer.pages)
    const { answer, answerNotFound } = next === undefined ? alone : guest
    const middleware = rendered === undefined ? answer : answerNotFound
    await middleware(req, res, (error) => this.#onNext(error, { ...exchange, server }))
  }

  // Under a foreign name there is nothing of the pages; a path that is not theirs is the host's.
  #answerStranger(server: DevServer, { res, next }: Exchange, target?: string): void {
    const findPages = () => this.#pagesOf(server).pages
    const isRefused = target !== undefined && isOurs(target, server, findPages)
    if (next === undefined || isRefused) return refuseHost(res)
    next()
  }

  // A page that is open will be asked for again: until the browser does, its modules can be imported.
  async #prepare(server: DevServer): Promise<void> {
    const release = server.hold()
    try {
      const { pages } = this.#pagesOf(server)
      await pages.loadMiddleware?.()
      await pages.routes.find(({ pattern }) => pattern === this.#shown)?.load()
    } catch {
      // Whoever asks for the page is told.
    } finally {
      release()
    }
  }

  #onNext(error: unknown, exchange: Exchange & { server: DevServer }): void {
    const isError = error !== undefined && error !== null
    this.#passOn(error, exchange, isError && this.#reports.add(error, exchange))
  }

  // The host's own answer, or the one that a plain server has instead of it.
  #passOn(error: unknown, { req, res, next }: Exchange, isTold: boolean): void {
    if (next !== undefined) return next(error)
    const status = error === undefined ? 404 : statusOf(error)
    if (status >= 500) this.#tell(error, req, isTold)
    if (res.headersSent) return void res.destroy()
    res.statusCode = status
    res.setHeader('content-type', 'text/plain; charset=utf-8')
    res.end(STATUS_CODES[status])
  }

  #pagesOf(server: DevServer): Current {
    const pages = server.pages()
    if (this.#current?.pages === pages) return this.#current
    this.#onRoutes(pages.routes)
    return (this.#current = this.#create(pages))
  }

  #create(pages: LivePages): Current {
    return createCurrent(pages, { ...this.#settings, onError: this.#onError }, this.#sessions)
  }

  // Errors that no next(error) takes: those behind `500.astro`, and of pages on their way.
  readonly #onError: Settings['onError'] = (error, req) => {
    const exchange = this.#exchanges.get(req)
    this.#tell(error, req, exchange !== undefined && this.#reports.add(error, exchange))
  }

  // What the terminal shows already need not be printed again.
  #tell(error: unknown, req: IncomingMessage, isTold: boolean): void {
    const { onError } = this.#settings
    if (!isTold || onError !== logError) onError(error, req)
  }
}

function isSpelledOtherwise({ pages, publicPaths }: Current, path: string | undefined): boolean {
  const spelled = path && spellPathname(path)
  if (spelled === undefined || spelled === path) return false
  return publicPaths.has(spelled) || pages.matcher(spelled) !== undefined
}

// Path and query below the base of the site, which a mount path may have taken off already.
function targetBelow(server: DevServer, req: HostRequest): string | undefined {
  const prefix = prefixOf(server)
  const { url = '/' } = req
  const path = toPathname(url)
  const below = path && withoutPrefix(path, readBase(req) === prefix ? '' : prefix)
  return below && below + url.slice(cutQuery(url).length)
}

// The base of the configuration, without a slash at the end.
function prefixOf({ run }: DevServer): string {
  return run.site.base.slice(0, -1)
}
