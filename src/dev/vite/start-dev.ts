import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Server } from 'node:net'
import { inspect } from 'node:util'
import { isSsrPagesError } from '../../shared/errors.ts'
import { property } from '../../shared/property.ts'
import { type Vite, loadBuildTools } from '../../project/build-tools.ts'
import { realPath } from '../../project/real-path.ts'
import { serverStart } from '../../integrations/server-hooks.ts'
import { type Site, createSite } from '../../project/site.ts'
import { isContentConfig } from '../../content/find-config.ts'
import { Changes } from './changes.ts'
import { CurrentPages } from './current-pages.ts'
import type { DevOptions, DevServer } from './dev-server.ts'
import type { LivePages } from './live-pages.ts'
import { type LiveRoutes, createLiveRoutes } from './live-routes.ts'
import { PageVersions } from './page-versions.ts'
import { type Restarts, createRestarts } from './restarts.ts'
import { type Run, startRun } from './run.ts'
import { type Settings, createSettings } from './settings.ts'
import { judgeSocketRequest } from './socket-request.ts'
import { type Upgrades, createUpgrades } from './upgrades.ts'
import { createTwinWarning } from './warn-of-twins.ts'

/**
 * Starts Vite for a project, without a port. It also starts when the configuration does not load:
 * then {@link DevServer.pages} throws the error until it is fixed.
 *
 * @throws {SsrPagesError} BUILD_TOOLS_MISSING: when Vite or the compiler is not installed or does
 *   not load
 */
export async function startDev(options: DevOptions): Promise<DevServer> {
  const server = new LiveServer(await loadBuildTools(realPath(options.root)), options)
  await server.start()
  return server
}

// Integrations get the address with the first request of a run.
async function serverListens({ integrations }: Site, server: EventEmitter): Promise<void> {
  const address = server instanceof Server ? server.address() : null
  if (typeof address === 'object' && address !== null) await serverStart(integrations, address)
}

class LiveServer implements DevServer {
  readonly root: string
  readonly #vite: Vite
  readonly #options: DevOptions
  readonly #pages: CurrentPages
  readonly #changes: Changes
  readonly #upgrades: Upgrades
  readonly #restarts: Restarts
  readonly #routes: LiveRoutes
  readonly #settings: Settings
  /** The current run. It stays until the next one has started, for requests that have begun. */
  #run: Run | undefined
  /** Earlier runs, which requests that have begun may still need. */
  readonly #retired = new Set<Run>()
  #isRunning = false
  #isStarting = false
  /** True when a changed file may be the fix of an error, but a start was under way. */
  #mayBeMended = false
  /** The run whose integrations know the address of the server. */
  #announced: Run | undefined
  /** The reason why there are no pages at present. */
  #failure: { readonly error: unknown } | undefined
  readonly #warned = new Set<string>()
  readonly versions = new PageVersions()

  constructor(vite: Vite, options: DevOptions) {
    this.root = realPath(options.root)
    this.#vite = vite
    this.#options = options
    this.#pages = new CurrentPages({
      vite,
      warn: options.warn,
      warnOnce: (message) => this.#warnOnce(message),
      onImport: createTwinWarning({ vite, root: this.root, warn: options.warn }),
      version: () => this.versions.current,
      currentRun: () => this.run,
    })
    this.#changes = new Changes({
      root: this.root,
      pages: this.#pages,
      versions: this.versions,
      currentRun: () => this.run,
      log: options.log,
      onReload: () => options.onChange(this),
    })
    this.#restarts = createRestarts(this.root, () => this.#startAgain())
    this.#settings = createSettings({
      vite,
      root: this.root,
      restarts: this.#restarts,
      log: options.log,
      warn: options.warn,
      warnOnce: (message) => this.#warnOnce(message),
    })
    this.#routes = createLiveRoutes(vite, (message) => this.#warnOnce(message))
    this.#upgrades = createUpgrades((req) => {
      return this.#isRunning ? judgeSocketRequest(req, this.run) : 'leave'
    })
  }

  async start(): Promise<void> {
    try {
      const { site, files } = await this.#settings.load(this.#run !== undefined)
      await this.#routes.resolve(site)
      await this.#runWith(site, files)
      this.#failure = undefined
    } catch (error) {
      this.#failure = { error }
      // A run is needed to watch the files until the error is fixed.
      if (!this.#isRunning) await this.#runWith(createSite(this.root, {}))
      // The hook that failed may have named its files before.
      this.run.server.watcher.add([...this.#settings.watched])
    }
  }

  get run(): Run {
    if (this.#run === undefined) throw new TypeError('The development server has not started.')
    return this.#run
  }

  pages(): LivePages {
    const failure = this.#failure ?? this.#routes.failure
    if (failure !== undefined) throw failure.error
    return this.#pages.get()
  }

  fail(): void {
    this.#pages.fail()
  }

  hold(): () => void {
    return this.run.hold()
  }

  async settled(): Promise<void> {
    await this.#restarts.settled()
    if (!this.#pages.exist && this.#run) await this.#routes.resolve(this.#run.site)
  }

  attach({ socket }: IncomingMessage): void {
    const server = property(socket, 'server')
    if (!(server instanceof EventEmitter)) return
    this.#upgrades.attach(server)
    if (this.#announced === this.#run) return
    this.#announced = this.#run
    const { warn } = this.#options
    serverListens(this.run.site, server).catch((error) => warn(inspect(error)))
  }

  async close(): Promise<void> {
    await this.#restarts.close()
    await Promise.all(
      [...this.#retired, ...(this.#run ? [this.#run] : [])].map((run) => run.close()),
    )
    this.#upgrades.close()
  }

  // The pages are created again after each change, usually with the same warnings.
  #warnOnce(message: string): void {
    if (!this.#warned.has(message)) this.#options.warn(message)
    this.#warned.add(message)
  }

  async #runWith(site: Site, configFiles: readonly string[] = []): Promise<void> {
    const { mount, warn } = this.#options
    /** The last change: Vite does not say for which file it restarts. */
    let changed: string | undefined
    this.#isRunning = false
    const before = this.#run
    if (before) this.#retired.add(before)
    await before?.retire(() => this.#retired.delete(before))
    this.#run = await startRun({
      vite: this.#vite,
      site,
      mount,
      warn,
      sockets: this.#upgrades.target,
      onUpdate: this.#changes,
      onContentChange: this.#changes.onContentChange,
      restart: () => {
        const file = changed
        changed = undefined
        return this.#restarts.restart(file)
      },
      onBrowserError: (error, isPrinted) => {
        // Our error: a module for browsers does not compile.
        if (isSsrPagesError(error)) this.#pages.fail()
        return this.#options.onBrowserError(error, this, isPrinted)
      },
    })
    this.#isRunning = true
    const { watcher } = this.#run.server
    const files = [...configFiles, ...this.#run.configFiles]
    this.#restarts.know(files)
    watcher.add([...files, ...this.#settings.watched])
    watcher.on('all', (event, file) => {
      changed = file
      const isContent = event !== 'change' && isContentConfig(site, file)
      const isSetting = isContent || files.includes(file) || this.#settings.has(file)
      if (isSetting || this.#mayMend(file)) void this.#restarts.restart(file)
    })
  }

  async #startAgain(): Promise<void> {
    this.#options.log('the configuration has changed: restarting Vite')
    this.#isStarting = true
    this.#mayBeMended = false
    try {
      await this.start()
    } catch (error) {
      this.#failure = { error }
    }
    this.#isStarting = false
    if (this.#mayBeMended && this.#failure !== undefined) void this.#restarts.restart()
    if (this.#isRunning) this.#changes.reload()
  }

  // The imports of a configuration that does not load are unknown, so any code may be one of them.
  // A start itself writes such files, too: it is repeated only if it fails.
  #mayMend(file: string): boolean {
    if (this.#failure === undefined || !/\.(?:[cm]?[jt]s|json)$/.test(file)) return false
    if (this.#isStarting) this.#mayBeMended = true
    return !this.#isStarting
  }
}
