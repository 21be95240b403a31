import { readBase } from '../bridge/url.ts'
import type { Exchange } from '../node/exchange.ts'
import { type ErrorSite, answerError } from '../node/answer-error.ts'
import { answerByPage } from '../node/error-by-page.ts'
import { fail, leave } from '../node/fail.ts'
import type { UsedSite } from '../node/mode.ts'
import type { Settings } from '../node/options.ts'
import { type ServedSite, createServedSite, createTell } from '../node/served-site.ts'
import type { UseSite } from '../node/view-mode.ts'
import type { SessionStore } from '../session/store.ts'
import { toPrefix, withoutPrefix } from '../shared/pathname.ts'
import type { Route } from '../shared/types.ts'
import { type LiveParts, answerLive } from './answer.ts'
import { answerView, serveViewFile } from './answer-view.ts'
import { explainStart } from './explain.ts'
import { isAllowed } from './foreign-request.ts'
import { serveLiveImages } from './live-images.ts'
import { type LiveSite, type ShowError, createShownTell, withShownErrors } from './live-site.ts'
import { withFile } from './prerendered.ts'
import { findProjectRoot } from './project-root.ts'
import { Reports } from './report.ts'
import type { DevServer } from './vite/dev-server.ts'
import { startDev } from './vite/start-dev.ts'

/**
 * A site in development. Vite starts with the first request, which shows where the pages are
 * mounted.
 */
export class Development {
  readonly #settings: Settings
  readonly #sessions: SessionStore | undefined
  readonly #root: string
  readonly #onRoutes: (routes: readonly Route[]) => void
  readonly #reports = new Reports()
  #mount: string | undefined
  #starting: Promise<DevServer> | undefined
  #site: LiveSite | undefined
  readonly #lastShown = new WeakMap<object, unknown>()
  /** Pattern of the page that a browser requested last. */
  #shown: string | undefined

  /**
   * Creates a site whose Vite has not started yet.
   *
   * @param settings - Complete settings.
   * @param sessions - The store of the sessions.
   * @param onRoutes - Receives the routes, at first and after each change.
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

  /** Answers a request from the current sources. */
  async answer(exchange: Exchange): Promise<void> {
    await this.#serve(exchange, readBase(exchange.req), answerLive)
  }

  /** Carries out a call of a handler that may render a view, from the current sources. */
  async answerView(exchange: Exchange, name: unknown, run: UseSite): Promise<void> {
    await this.#serve(exchange, undefined, (shown, parts) => {
      return answerView({ exchange: shown, name, run }, parts)
    })
  }

  /** Answers a request for a file that views load, and leaves all others to the host. */
  async serveViewFile(exchange: Exchange): Promise<void> {
    await this.#serve(exchange, readBase(exchange.req), async (shown, parts) => {
      if (!(await serveViewFile(shown, parts))) leave(shown, 404)
    })
  }

  /** Answers an error of the host with the current error pages. */
  async fail(error: unknown, exchange: Exchange): Promise<void> {
    let answer: ErrorSite['answerByPage'] = async () => false
    // Under a foreign host name, nothing of the pages and of the error is shown.
    let tell = createTell(this.#settings)
    try {
      const server = await this.start()
      exchange.res.once('close', server.hold())
      if (isAllowed(exchange.req, server)) {
        tell = this.#tellOnce(server)
        const site = { ...this.#siteOf(server), tell, mount: toPrefix(server.run.base) }
        answer = (failure, failed) => answerByPage(site, failure, failed)
      }
    } catch (problem) {
      tell = createShownTell(this.#settings, explainStart)
      tell(problem, exchange)
    }
    await answerError({ tell, answerByPage: answer }, error, exchange)
  }

  /**
   * Starts Vite, unless it is running.
   *
   * @param mount - Path that the pages are mounted at. (default: unknown)
   */
  async start(mount?: string): Promise<DevServer> {
    // An earlier call may have started it without knowing the path.
    if (mount && this.#mount === undefined && this.#starting !== undefined) await this.close()
    this.#mount ??= mount
    this.#starting ??= startDev({
      root: this.#root,
      mount: mount ?? '',
      warn: console.warn,
      log: this.#settings.log ? console.log : () => {},
      onChange: (server) => void this.#prepare(server),
      onBrowserError: (...found) => this.#reports.note(...found),
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
   * Passes the current pages to callers without a socket.
   *
   * @param url - The requested URL; `undefined` for a view, which has none.
   * @param hasBase - True when its path includes the base.
   * @param answer - Receives the pages and a function that reads their files and styles.
   * @returns The result of `answer`.
   */
  async use<Result>(
    url: string | undefined,
    hasBase: boolean,
    answer: (site: UsedSite) => Result | Promise<Result>,
  ): Promise<Result> {
    const server = await this.start()
    const { run } = server
    const release = server.hold()
    // The host may send it as a part of any page.
    server.versions.share()
    try {
      const site = this.#siteOf(server)
      const readFile = (path: string) => run.readStyle(path)
      const { images } = site
      if (url === undefined) return await answer({ pages: site.pages, images, readFile })
      const { pathname } = new URL(url, 'http://localhost')
      const below = hasBase ? withoutPrefix(pathname, site.prefix) : pathname
      const { pages, files } = await withFile(site.pages, below ?? '')
      return await answer({
        pages,
        images,
        readFile: async (path) => files.get(path) ?? readFile(path),
      })
    } finally {
      release()
    }
  }

  /** Stops Vite. The next request would start it again. */
  async close(): Promise<void> {
    const starting = this.#starting
    this.#starting = undefined
    const server = await starting?.catch(() => undefined)
    await server?.close()
  }

  // An open page will be requested again. Its modules can be imported until the browser does so.
  async #prepare(server: DevServer): Promise<void> {
    const release = server.hold()
    try {
      const { pages } = this.#siteOf(server)
      await pages.loadMiddleware?.()
      const routes = [...pages.routes, ...pages.views.values()]
      await routes.find(({ pattern }) => pattern === this.#shown)?.load()
    } catch {
      // The next request for the page shows the error.
    } finally {
      release()
    }
  }

  // Errors go to the host, or to the client; the developer sees them before.
  async #serve(
    exchange: Exchange,
    mount: string | undefined,
    answer: (shown: Exchange, parts: LiveParts) => Promise<void>,
  ): Promise<void> {
    let show: ShowError = explainStart
    try {
      const server = await this.start(mount)
      show = this.#showFor(server)
      exchange.res.once('close', server.hold())
      await answer(withShownErrors(exchange, show), {
        server,
        reports: this.#reports,
        isLogged: this.#settings.log,
        findSite: () => this.#siteOf(server),
        onShown: (pattern) => (this.#shown = pattern),
      })
    } catch (error) {
      const tell = createShownTell(this.#settings, show)
      fail({ tell }, error, withShownErrors(exchange, show))
    }
  }

  #siteOf(server: DevServer): LiveSite {
    const pages = server.pages()
    if (this.#site?.pages === pages) return this.#site
    this.#onRoutes(pages.routes)
    const tell = createShownTell(this.#settings, this.#showFor(server))
    const images = serveLiveImages(server)
    const site = createServedSite(pages, this.#settings, this.#sessions, images)
    return (this.#site = { ...site, pages, tell })
  }

  #showFor(server: DevServer): ShowError {
    return (error, exchange) => {
      this.#lastShown.set(exchange.res, error)
      return this.#reports.add(error, { ...exchange, server })
    }
  }

  // An error of a page has been shown before the host receives it.
  #tellOnce(server: DevServer): ServedSite['tell'] {
    const show = this.#showFor(server)
    return createShownTell(this.#settings, (error, exchange) => {
      return this.#lastShown.get(exchange.res) === error || show(error, exchange)
    })
  }
}
