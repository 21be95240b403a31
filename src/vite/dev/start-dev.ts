import { EventEmitter } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, sep } from 'node:path'
import type { Logger, ViteDevServer } from 'vite'
import type { ModuleRunner } from 'vite/module-runner'
import type { PageModule, RouteAssets } from '../../types.ts'
import { toViteConfig } from '../bundle.ts'
import type { Components } from '../components.ts'
import { property } from '../failure.ts'
import { isConfigFile, readConfig } from '../load-config.ts'
import { type Vite, loadVite } from '../load-vite.ts'
import { realPath } from '../real-path.ts'
import { writeRouteTypes } from '../route-types.ts'
import { type Site, createSite } from '../site.ts'
import { isAllowedHost, isAllowedOrigin } from './allowed-host.ts'
import { type BrowserFiles, createBrowserFiles } from './browser-files.ts'
import { PROBLEM_EVENT } from './client-script.ts'
import { hotUpdatePlugin } from './hot-update.ts'
import { type LivePages, createLivePages } from './live-pages.ts'
import { ownPackagesPlugin } from './own-packages.ts'
import type { Problem } from './problem.ts'
import { type Upgrades, type Verdict, createUpgrades } from './upgrades.ts'

/** A project whose pages are made from their sources. */
export interface DevServer {
  readonly root: string
  /** Where the browser finds Vite's files; starts and ends with `/`. */
  readonly base: string
  /** The base of the configuration, without a slash at the end. */
  readonly prefix: string
  readonly files: BrowserFiles
  /** Of the sources: another one after each change, and in each process. */
  readonly version: string
  /**
   * Gives the pages as the sources are now, the same ones until something changes.
   *
   * @throws {SsrPagesError} CONFIG_INVALID, and what {@link createLivePages} throws.
   */
  pages(): LivePages
  /** Says whether the server answers under the name of a request. */
  isAllowed(req: IncomingMessage): boolean
  /** Lets Vite answer for one of its files, whose path is below the base. */
  serve(target: string, req: IncomingMessage, res: ServerResponse, otherwise: () => void): void
  /** The text of a stylesheet, by its path relative to the base. */
  readStyle(path: string): Promise<string>
  /** Tells the open pages of an address what went wrong with it. */
  tell(problem: Problem & { readonly path: string }): void
  /** Lets the open pages of the server that a request came to follow the changes. */
  attach(req: IncomingMessage): void
  close(): Promise<void>
}

/** What to develop, and where. */
export interface DevOptions {
  readonly root: string
  /** Where the pages are mounted, without a slash at the end. */
  readonly mount: string
  readonly warn: (message: string) => void
}

/** One run of Vite; another configuration needs another one. */
interface Run {
  readonly site: Site
  readonly base: string
  readonly server: ViteDevServer
  readonly runner: ModuleRunner
  readonly files: BrowserFiles
}

/** Below the base, so that it is nobody else's. */
const SOCKET = '@ssr-pages/socket'

/**
 * Starts Vite for a project, without a port of its own.
 *
 * @param options - The project.
 * @returns The server.
 * @throws {SsrPagesError} VITE_MISSING, CONFIG_INVALID
 */
export async function startDev(options: DevOptions): Promise<DevServer> {
  const vite = await loadVite()
  const server = new Development(vite, options)
  await server.start()
  return server
}

class Development implements DevServer {
  readonly root: string
  readonly #vite: Vite
  readonly #options: DevOptions
  readonly #upgrades: Upgrades = createUpgrades((req) => this.#judge(req))
  #run: Run | undefined
  #pages: LivePages | undefined
  /** Why there are no pages at present. */
  #failure: { readonly error: unknown } | undefined
  /** A module did not load: what comes or changes may be what it was missing. */
  #hasFailed = false
  #changes = 0
  /** Settings have changed since they were read. */
  #isStale = false
  #restarting: Promise<void> | undefined
  #isClosed = false
  readonly #started = Date.now()

  constructor(vite: Vite, options: DevOptions) {
    this.root = realPath(options.root)
    this.#vite = vite
    this.#options = options
  }

  async start(): Promise<void> {
    const { config, files } = await readConfig(this.#vite, this.root, 'runner')
    const site = createSite(this.root, config)
    await this.#stop()
    this.#run = await this.#createRun(site)
    this.#run.server.watcher.add([...files])
    this.#run.server.watcher.on('all', (_event, file) => {
      if (files.includes(file) || isConfigFile(this.root, file)) void this.#restart()
    })
  }

  get base(): string {
    return this.#now.base
  }

  get version(): string {
    return `${this.#started}-${this.#changes}`
  }

  get prefix(): string {
    return this.#now.site.base.slice(0, -1)
  }

  get files(): BrowserFiles {
    return this.#now.files
  }

  pages(): LivePages {
    if (this.#failure !== undefined) throw this.#failure.error
    if (this.#pages !== undefined) return this.#pages
    const { site, runner, server, files } = this.#now
    writeRouteTypes(site, this.#options.warn)
    this.#pages = createLivePages({
      vite: this.#vite,
      site,
      server: server.environments.ssr,
      version: this.version,
      importModule: (path) => this.#import(runner, path),
      onAssets: ({ styles, scripts }: RouteAssets) => {
        files.add([...styles, ...Object.values(scripts).map(String)])
      },
    })
    return this.#pages
  }

  isAllowed(req: IncomingMessage): boolean {
    const { allowedHosts } = this.#now.server.config.server
    // HTTP/2 has another name for it.
    const { host = '', ':authority': authority = host } = req.headers
    return isAllowedHost(String(authority), allowedHosts)
  }

  serve(target: string, req: IncomingMessage, res: ServerResponse, otherwise: () => void): void {
    const { url } = req
    req.url = this.base.slice(0, -1) + target
    this.#now.server.middlewares(req, res, () => {
      if (url !== undefined) req.url = url
      otherwise()
    })
  }

  async readStyle(path: string): Promise<string> {
    const { client } = this.#now.server.environments
    const result = await client.transformRequest(
      `/${decodeURI(path)}${path.includes('?') ? '&' : '?'}direct`,
    )
    return result?.code ?? ''
  }

  tell(problem: Problem & { readonly path: string }): void {
    const { hot } = this.#now.server.environments.client
    hot.send({ type: 'custom', event: PROBLEM_EVENT, data: problem })
  }

  attach({ socket }: IncomingMessage): void {
    const server = property(socket, 'server')
    if (server instanceof EventEmitter) this.#upgrades.attach(server)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#restarting
    await this.#stop()
    this.#upgrades.close()
  }

  get #now(): Run {
    if (this.#run === undefined) throw new TypeError('The development server is closed.')
    return this.#run
  }

  async #import(runner: ModuleRunner, url: string): Promise<PageModule> {
    try {
      return await runner.import(url)
    } catch (error) {
      this.#hasFailed = true
      throw error
    }
  }

  async #createRun(site: Site): Promise<Run> {
    const { mount, warn } = this.#options
    // Mounted at the very path that it is built for, the site has it in front once.
    const base = mount === site.base.slice(0, -1) ? site.base : mount + site.base
    const logger = createDevLogger(warn)
    const server = await this.#vite.createServer(
      toViteConfig({ vite: this.#vite, site, logger }, this.#settings(site, base)),
    )
    // Vite would restart itself for another `.env`, and leave our runner behind.
    server.restart = () => this.#restart()
    const runner = this.#vite.createServerModuleRunner(server.environments.ssr, { hmr: false })
    return { site, base, server, runner, files: createBrowserFiles(server, site) }
  }

  #settings(site: Site, base: string): Parameters<typeof toViteConfig>[1] {
    const components = (): Components =>
      this.#now.server.config.plugins.find(({ name }) => name === 'ssr-pages')?.api.components
    return {
      base,
      mode: 'development',
      appType: 'custom',
      plugins: [
        ownPackagesPlugin(site.root),
        hotUpdatePlugin({
          components,
          concerns: (file, type) => this.#concerns(file, type),
          onChange: () => this.#change(),
        }),
      ],
      define: { 'import.meta.env.BASE_URL': JSON.stringify(site.base) },
      resolve: { external: ['ssr-pages'] },
      server: {
        middlewareMode: true,
        hmr: { server: this.#upgrades.target as never, path: SOCKET },
        cors: false,
        watch: { ignored: [(path: string) => path.startsWith(site.outDir + sep)] },
        fs: { allow: [site.root] },
      },
    }
  }

  #concerns(file: string, type: 'create' | 'update' | 'delete'): boolean {
    const { srcDir, publicDir } = this.#now.site
    const isWithin = [srcDir, publicDir].some((folder) => file.startsWith(folder + sep))
    return isWithin && (type !== 'update' || this.#hasFailed || this.#pages === undefined)
  }

  #change(): void {
    const { environments, ws } = this.#now.server
    this.#pages = undefined
    this.#changes += 1
    // What a module could not find may be there now.
    if (this.#hasFailed) environments.ssr.moduleGraph.invalidateAll()
    this.#hasFailed = false
    // Kept for the first page that is opened, it would load that twice.
    if (ws.clients.size > 0) environments.client.hot.send({ type: 'full-reload', path: '*' })
  }

  #restart(): Promise<void> {
    this.#isStale = true
    this.#restarting ??= this.#restartWhileStale().finally(() => (this.#restarting = undefined))
    return this.#restarting
  }

  // Nobody watches between two runs of Vite, and a file may have been read half written: what has
  // changed in the meantime is seen by its date.
  async #restartWhileStale(): Promise<void> {
    while (this.#isStale && !this.#isClosed) {
      const before = stampOf(this.root)
      this.#isStale = false
      try {
        await this.start()
        this.#failure = undefined
      } catch (error) {
        this.#failure = { error }
      }
      if (stampOf(this.root) !== before) this.#isStale = true
    }
    this.#change()
  }

  async #stop(): Promise<void> {
    await this.#run?.runner.close()
    await this.#run?.server.close()
  }

  #judge(req: IncomingMessage): Verdict {
    const { host, origin, 'sec-websocket-protocol': protocol } = req.headers
    const { server, base } = this.#now
    const isOurs = protocol === 'vite-hmr' || protocol === 'vite-ping'
    if (!isOurs || req.url?.split('?')[0] !== base + SOCKET) return 'leave'
    const { allowedHosts } = server.config.server
    const isAllowed =
      isAllowedHost(host, allowedHosts) && isAllowedOrigin(origin, host, allowedHosts)
    // Vite asks only browsers for the token of this process.
    const hasToken = req.url.endsWith(`?token=${server.config.webSocketToken}`)
    return isAllowed && (hasToken || protocol === 'vite-ping') ? 'accept' : 'refuse'
  }
}

/** Names of what a run reads once: the configuration and the `.env` files. */
const SETTINGS = /^(?:ssr-pages\.config\.\w+|\.env(?:\.\w+)*)$/

function stampOf(root: string): string {
  const names = readdirSync(root).filter((name) => SETTINGS.test(name))
  return names.map((name) => `${name} ${changedAt(join(root, name))}`).join()
}

function changedAt(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false })
  return `${stats?.mtimeMs} ${stats?.size}`
}

function createDevLogger(warn: (message: string) => void): Logger {
  const warned = new Set<string>()
  return {
    hasWarned: false,
    info() {},
    warn,
    warnOnce(message) {
      if (!warned.has(message)) warn(message)
      warned.add(message)
    },
    error: warn,
    clearScreen() {},
    hasErrorLogged: () => false,
  }
}
