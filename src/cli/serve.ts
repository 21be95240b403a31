import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import { isIPv6 } from 'node:net'
import { join, resolve } from 'node:path'
import { SsrPagesError, reasonOf } from '../shared/errors.ts'
import { readManifest } from '../loader/manifest.ts'
import { ssrPages } from '../middleware.ts'
import { createWithEnv, type WithEnv } from '../project/build-env.ts'
import { createSite } from '../project/site.ts'
import type { Config } from '../shared/config.ts'
import { checkRoutes } from '../build/find-routes.ts'

/** The project to serve, and the address. */
export interface ServeOptions {
  /** Folder of the project. (default: the current folder) */
  readonly root?: string
  /**
   * Output folder of the build, relative to the root. (default: the configuration's, or `'dist'`)
   */
  readonly outDir?: string
  /** Port to listen on. (default: `3000`; that of an `astro.config.*`, if it is read) */
  readonly port?: string
  /** Host name or address to listen on. (default: `'localhost'`, for this machine only) */
  readonly host?: string
}

/**
 * Serves the sources of a project that has no server of its own.
 *
 * @returns A promise that resolves when the server is closed.
 * @throws {SsrPagesError} USAGE, LISTEN_FAILED, BUILD_TOOLS_MISSING: when the server cannot start
 * @throws {SsrPagesError} the codes of a build: when the sources have an error
 */
export async function runDev(options: ServeOptions): Promise<void> {
  process.env['NODE_ENV'] ??= 'development'
  // Reports errors of routes at the start, not at the first request.
  await checkRoutes(options.root ?? '.')
  const { loadConfig } = await import('../config/load-config.ts')
  const { server } = await loadConfig(resolve(options.root ?? '.'), 'develop', () => {})
  return serve({ dev: true }, withAddress(options, server))
}

/**
 * Serves the build of a project as in production.
 *
 * @returns A promise that resolves when the server is closed.
 * @throws {SsrPagesError} USAGE, LISTEN_FAILED, DIR_MISSING, MANIFEST_INVALID: when the server
 *   cannot start or the build cannot be read
 */
export async function runPreview(options: ServeOptions): Promise<void> {
  process.env['NODE_ENV'] ??= 'production'
  const root = resolve(options.root ?? '.')
  const configured = await readConfig(root)
  const outDir = options.outDir ?? configured.outDir
  const dir = join(resolve(root, outDir), 'pages')
  if (!existsSync(dir)) {
    const what = `There is no build in ${resolve(root, outDir)}`
    const hint = 'Run `npx ssr-pages build` first, or name its folder: `--outDir <folder>`.'
    throw new SsrPagesError('DIR_MISSING', what, { dir }, hint)
  }
  const run = () => serve({ dev: false }, { ...withAddress(options, configured.server), outDir })
  const needsEnv = readManifest(dir)?.env !== undefined
  return needsEnv ? (await withEnvFiles(root, configured.config))(run) : run()
}

// Development reads the same files. In production, the command that starts the server sets the variables.
async function withEnvFiles(root: string, config: Config): Promise<WithEnv> {
  const { loadVite } = await import('../project/build-tools.ts')
  const vite = await loadVite(root).catch(() => undefined)
  // A machine that has only the build may not have Vite.
  return vite === undefined
    ? (run) => run()
    : createWithEnv(vite, createSite(root, config), 'production')
}

// The output folder of the last build, and where to listen. The configuration is read only if it
// exists, because a machine that has only the build has no Vite to read it with.
async function readConfig(root: string): Promise<Configured> {
  const { isConfigFile, loadConfig } = await import('../config/load-config.ts')
  const names = existsSync(root) ? readdirSync(root) : []
  if (!names.some((name) => isConfigFile(root, join(root, name)))) return DEFAULTS
  try {
    const { config, server } = await loadConfig(root, 'build', () => {})
    return { config, outDir: config.outDir ?? 'dist', ...(server !== undefined && { server }) }
  } catch (error) {
    if (existsSync(join(root, 'dist/pages'))) return DEFAULTS
    throw error
  }
}

/** What the configuration says about a build. */
interface Configured {
  readonly config: Config
  readonly outDir: string
  readonly server?: Address
}

const DEFAULTS: Configured = { config: {}, outDir: 'dist' }

/** Where the configuration of an Astro project says that its server listens. */
interface Address {
  readonly host?: string
  readonly port: number
}

// The command line overrides the configuration.
function withAddress(options: ServeOptions, address: Address | undefined): ServeOptions {
  if (address === undefined) return options
  const { host = address.host, port = String(address.port) } = options
  return { ...options, port, ...(host !== undefined && { host }) }
}

async function serve({ dev }: { dev: boolean }, options: ServeOptions): Promise<void> {
  const { port = '3000', host = 'localhost', outDir = 'dist' } = options
  const root = resolve(options.root ?? '.')
  if (!/^\d+$/.test(port) || Number(port) > 65_535) {
    throw new SsrPagesError('USAGE', `--port must be a number up to 65535 (saw '${port}')`)
  }
  const pages = ssrPages({ dev, root, dir: join(resolve(root, outDir), 'pages') })
  const server = createServer(pages)
  await listen(server, Number(port), host)
  const address = server.address()
  const chosen = typeof address === 'object' && address !== null ? address.port : port
  process.stdout.write(`${toUrl(host, chosen)}\n`)
  await once(server, 'close')
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    await once(server.listen(port, host), 'listening')
  } catch (cause) {
    const code = String(Object(cause).code)
    const [why, hint] = (Object.hasOwn(REASONS, code) && REASONS[code]) || [reasonOf(cause)]
    const text = `Cannot listen at ${toUrl(host, port)}: ${why} (${code})`
    const next = String(Math.min(Math.max(port, 1023) + 1, 65_535))
    const what = hint?.replace('<port>', port < 1024 ? '3000' : next)
    throw new SsrPagesError('LISTEN_FAILED', text, { port, host, cause }, what)
  }
}

const OTHER_HOST =
  'Set `--host` to an address of this machine, to `0.0.0.0` (all of its addresses), or to `localhost`.'

/** Reasons and advice for error codes of the operating system. */
const REASONS: Readonly<Record<string, readonly [why: string, hint: string]>> = {
  EADDRINUSE: [
    'another process uses the port',
    'Stop that process, or choose another port: `--port <port>`.',
  ],
  EACCES: [
    'this user is not allowed to use the port',
    'Ports below 1024 are reserved for the administrator. Choose another port: `--port <port>`.',
  ],
  EADDRNOTAVAIL: ['this machine does not have that address', OTHER_HOST],
  ENOTFOUND: ['that host name does not exist', OTHER_HOST],
  EINVAL: ['that address cannot be used', OTHER_HOST],
}

function toUrl(host: string, port: number | string): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
}
