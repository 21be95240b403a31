import type { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import type { DevEnvironment, ViteDevServer } from 'vite'
import type { ModuleRunner } from 'vite/module-runner'
import { toViteConfig } from '../../build/bundle.ts'
import type { Vite } from '../../project/build-tools.ts'
import { serverDone } from '../../integrations/server-hooks.ts'
import { provideOwnModules } from '../../project/own-modules.ts'
import type { Site } from '../../project/site.ts'
import { linkTsconfig } from '../../config/tsconfig.ts'
import { toComparedHost } from './allowed-host.ts'
import { toDevConfig, withSockets } from './dev-config.ts'
import { type OnBrowserError, watchBrowserErrors } from './browser-errors.ts'
import { type BrowserFiles, createBrowserFiles } from './browser-files.ts'
import { fetchFreshModules } from './fresh-modules.ts'
import type { HotUpdateHost } from './hot-update.ts'
import { findRendererDeps } from './island-deps.ts'
import type { ContentHost } from './content-state.ts'
import type { LiveContent } from './live-content.ts'
import { reportLateWrites } from './late-writes.ts'
import { createDevLogger } from './logger.ts'
import { fromBrowserUrl } from './module-url.ts'
import { createPublished } from './published.ts'
import { type PublicFiles, createPublicFiles } from './public-files.ts'
import { startContent } from './start-content.ts'
import { splitHash } from './style-hash.ts'
import { isVirtual } from './virtual-styles.ts'
import { toPrefix } from '../../shared/pathname.ts'

/** A run of Vite. A change of the configuration needs a new run. */
export interface Run {
  readonly site: Site
  /** Path of Vite's files in the browser; starts and ends with `/`. */
  readonly base: string
  readonly server: ViteDevServer
  readonly runner: ModuleRunner
  readonly files: BrowserFiles
  readonly publicFiles: PublicFiles
  /** The collections of the project, if it has any. */
  readonly content: LiveContent | undefined
  /** Host names that the server answers under, besides those of this machine. */
  readonly allowedHosts: true | readonly string[]
  /** Lets Vite serve one of its files. `target` is the path below the base. */
  serve(target: string, req: IncomingMessage, res: ServerResponse, otherwise: () => void): void
  /** Returns the text of a stylesheet by its path relative to the base. */
  readStyle(path: string): Promise<string>
  /** Sends an event to all open pages. */
  tell(event: string, data?: unknown): void
  /** Absolute paths of configuration files that Vite does not know. */
  readonly configFiles: readonly string[]
  /** Keeps Vite open until the returned function is called. */
  hold(): () => void
  /**
   * Stops watching files. The rest is closed, and `onClosed` called, when no request holds the run.
   */
  retire(onClosed: () => void): Promise<void>
  close(): Promise<void>
}

/** Options of a run. */
export interface RunOptions {
  readonly vite: Vite
  readonly site: Site
  /** Path that the pages are mounted at, without a slash at the end. */
  readonly mount: string
  readonly warn: (message: string) => void
  /** Emits `upgrade` for Vite's sockets. */
  readonly sockets: EventEmitter
  readonly onUpdate: HotUpdateHost
  /** Called when open pages that read collections must reload. */
  readonly onContentChange: ContentHost['onChange']
  /** Replaces Vite's own restart, which would keep using the old runner. */
  readonly restart: () => Promise<void>
  /** See {@link DevOptions.onBrowserError}. */
  readonly onBrowserError: OnBrowserError
}

/** Starts Vite for the sources of a project, without a port. */
export async function startRun(options: RunOptions): Promise<Run> {
  const { vite, site, mount, warn, sockets } = options
  // A site that is mounted at its own base has the base in its paths only once.
  const base = mount === toPrefix(site.base) ? site.base : mount + site.base
  const logger = createDevLogger(warn, site)
  const { plugins, published } = createPublished()
  const tsconfig = linkTsconfig(vite, site.root)
  const context = { vite, site, logger, tsconfig: tsconfig?.file }
  const content = startContent({
    vite,
    site,
    warn,
    viteConfig: () => toViteConfig(context, { mode: 'development' }),
    onChange: options.onContentChange,
  })
  const step = toDevConfig({
    vite,
    site,
    base,
    onUpdate: options.onUpdate,
    plugins,
    content: content?.content,
  })
  const config = withSockets(toViteConfig({ ...context, content: content?.content }, step), sockets)
  const server = await vite.createServer(config).catch((error) => {
    tsconfig?.remove()
    throw error
  })
  server.restart = options.restart
  content?.connect(server)
  provideOwnModules(server.environments.ssr)
  server.watcher.on('all', () => logger.forget())
  reportLateWrites(server.watcher)
  void findRendererDeps(site, server.environments.client)
  watchBrowserErrors(server, site, logger, options.onBrowserError)
  const runner = vite.createServerModuleRunner(server.environments.ssr, { hmr: false })
  fetchFreshModules(server.environments.ssr, runner)
  let closing: Promise<void> | undefined
  let held = 0
  let onRetired: (() => void) | undefined
  function close(): Promise<void> {
    return (closing ??= closeOnce())
  }
  async function closeOnce(): Promise<void> {
    tsconfig?.remove()
    await serverDone(site.integrations).catch((error) => warn(inspect(error)))
    await content?.content.close()
    await runner.close()
    await server.close()
  }
  const closeUnheld = () => {
    if (onRetired === undefined || held > 0) return
    // A plugin's `closeBundle` may fail; the next run has started.
    close()
      .catch((error) => warn(inspect(error)))
      .finally(onRetired)
  }
  return {
    site,
    base,
    server,
    runner,
    files: createBrowserFiles(vite, server, published),
    publicFiles: createPublicFiles(site.publicDir),
    content,
    allowedHosts: server.config.server.allowedHosts,
    serve(target, req, res, otherwise) {
      const { url, headers } = req
      req.url = toPrefix(base) + target
      // When a browser navigates to a script in a page, Vite would send the file itself: the page's
      // source.
      const { 'sec-fetch-dest': use, host } = headers
      if (DOCUMENT.has(String(use))) delete headers['sec-fetch-dest']
      // Vite compares names as they are written.
      if (host !== undefined) headers.host = toComparedHost(host)
      server.middlewares(req, res, () => {
        if (use !== undefined) headers['sec-fetch-dest'] = use
        if (host !== undefined) headers.host = host
        if (url !== undefined) req.url = url
        otherwise()
      })
    },
    readStyle: (path) => readStyle(path, server.environments.client),
    tell(event, data) {
      server.environments.client.hot.send({ type: 'custom', event, data })
    },
    configFiles: tsconfig?.sources ?? [],
    hold() {
      held += 1
      let release = () => {
        release = () => {}
        held -= 1
        closeUnheld()
      }
      return () => release()
    },
    async retire(onClosed) {
      onRetired = onClosed
      // The next run listens to the same sockets.
      await Promise.allSettled([server.watcher.close(), server.ws.close()])
      closeUnheld()
    },
    close,
  }
}

/** Values of `Sec-Fetch-Dest` for a document of its own, not a part of a page. */
const DOCUMENT = new Set(['document', 'iframe', 'frame', 'fencedframe', 'object', 'embed'])

async function readStyle(path: string, client: DevEnvironment): Promise<string> {
  const url = fromBrowserUrl(`/${decodeURI(splitHash(path).path)}`)
  const direct = `${url}${url.includes('?') ? '&' : '?'}direct`
  const { moduleGraph } = client
  // A style that a plugin generates has no file whose change would invalidate it.
  const made = isVirtual(url, client.config.root) && (await moduleGraph.getModuleByUrl(direct))
  if (made) moduleGraph.invalidateModule(made)
  return (await client.transformRequest(direct))?.code ?? ''
}
