import type { EventEmitter } from 'node:events'
import { join, sep } from 'node:path'
import type { InlineConfig, Plugin } from 'vite'
import { serverSetup } from '../../integrations/server-hooks.ts'
import type { Vite } from '../../project/build-tools.ts'
import type { Site } from '../../project/site.ts'
import type { Content } from '../../shared/content.ts'
import { collectErrorsPlugin } from './collect-errors.ts'
import { collectMiddleware } from './hook-middleware.ts'
import { type HotUpdateHost, hotUpdatePlugin } from './hot-update.ts'
import { islandDeps } from './island-deps.ts'
import { missingFilesPlugin } from './missing-files.ts'
import { ownPackagesPlugin } from './own-packages.ts'
import { SOCKET } from './socket-request.ts'
import { virtualStylesPlugin } from './virtual-styles.ts'

/**
 * Sets where Vite's sockets come from. Not merged with `mergeConfig()`: Vite would warn that the
 * user sets deprecated options.
 */
export function withSockets(config: InlineConfig, sockets: EventEmitter): InlineConfig {
  const { hmr, ...server } = config.server ?? {}
  const custom = typeof hmr === 'object' ? hmr : {}
  return {
    ...config,
    server: { ...server, hmr: { ...custom, server: sockets as never, path: SOCKET } },
  }
}

/** What the configuration of a run depends on. */
interface DevConfigOptions {
  readonly vite: Vite
  readonly site: Site
  /** Path of Vite's files in the browser; starts and ends with `/`. */
  readonly base: string
  readonly onUpdate: HotUpdateHost
  /** The content of the project, if it has any. */
  readonly content: Content | undefined
  /** Plugins that come after ours. */
  readonly plugins: Plugin[]
}

/** Returns the part of Vite's configuration that only development has. */
export function toDevConfig(options: DevConfigOptions): InlineConfig {
  const { vite, site, base, onUpdate, content, plugins } = options
  return {
    base,
    mode: 'development',
    appType: 'custom',
    plugins: [
      ownPackagesPlugin(site.root),
      missingFilesPlugin(),
      virtualStylesPlugin(site.root),
      collectErrorsPlugin(),
      hotUpdatePlugin(vite, onUpdate),
      {
        name: 'ssr-pages:server-hooks',
        configureServer: (server) =>
          collectMiddleware(server, () => {
            return serverSetup(site.integrations, server, content)
          }),
      },
      plugins,
    ],
    define: { 'import.meta.env.BASE_URL': JSON.stringify(site.base) },
    resolve: { external: ['ssr-pages'] },
    optimizeDeps: islandDeps(site),
    server: {
      middlewareMode: true,
      cors: false,
      watch: {
        ignored: [
          (path: string) => path.startsWith(site.outDir + sep),
          // Generated for editors.
          (path: string) => path.startsWith(join(site.root, '.ssr-pages')),
        ],
        // The watcher must not keep a process alive after its server is closed.
        persistent: false,
      },
      fs: { allow: [site.root, vite.searchForWorkspaceRoot(site.root)] },
    },
  }
}
