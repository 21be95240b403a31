import { readBase } from '../bridge/url.ts'
import type { Exchange } from '../node/exchange.ts'
import { fail } from '../node/fail.ts'
import type { Settings } from '../node/options.ts'
import { createServedSite } from '../node/served-site.ts'
import type { SessionStore } from '../session/store.ts'
import { withoutPrefix } from '../shared/pathname.ts'
import type { Pages, Route } from '../shared/types.ts'
import { answerLive } from './answer.ts'
import { explainStart } from './explain.ts'
import { type LiveSite, type ShowError, createShownTell, withShownErrors } from './live-site.ts'
import { withFile } from './prerendered.ts'
import { findProjectRoot } from './project-root.ts'
import { Reports } from './report.ts'
import type { DevServer } from './vite/dev-server.ts'
import { startDev } from './vite/start-dev.ts'

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
  #mount: string | undefined
  #starting: Promise<DevServer> | undefined
  #site: LiveSite | undefined
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
    let show: ShowError = explainStart
    try {
      const server = await this.start(readBase(exchange.req))
      show = this.#showFor(server)
      exchange.res.once('close', server.hold())
      await answerLive(withShownErrors(exchange, show), {
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
      const site = this.#siteOf(server)
      const below = hasBase ? withoutPrefix(pathname, site.prefix) : pathname
      const { pages, files } = await withFile(site.pages, below ?? '')
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

  // A page that is open will be asked for again: until the browser does, its modules can be imported.
  async #prepare(server: DevServer): Promise<void> {
    const release = server.hold()
    try {
      const { pages } = this.#siteOf(server)
      await pages.loadMiddleware?.()
      await pages.routes.find(({ pattern }) => pattern === this.#shown)?.load()
    } catch {
      // Whoever asks for the page is told.
    } finally {
      release()
    }
  }

  #siteOf(server: DevServer): LiveSite {
    const pages = server.pages()
    if (this.#site?.pages === pages) return this.#site
    this.#onRoutes(pages.routes)
    const tell = createShownTell(this.#settings, this.#showFor(server))
    const site = createServedSite(pages, this.#settings, this.#sessions)
    return (this.#site = { ...site, pages, tell })
  }

  #showFor(server: DevServer): ShowError {
    return (error, exchange) => this.#reports.add(error, { ...exchange, server })
  }
}
