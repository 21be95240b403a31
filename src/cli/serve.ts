import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import { isIPv6 } from 'node:net'
import { join, resolve } from 'node:path'
import { SsrPagesError, reasonOf } from '../shared/errors.ts'
import { ssrPages } from '../middleware.ts'
import { findRoutes } from '../build/find-routes.ts'

/** Which project to serve, and where. */
export interface ServeOptions {
  /** (default: the current folder) */
  readonly root?: string
  /** Of a build, relative to the root. (default: `'dist'`) */
  readonly outDir?: string
  /** (default: `3000`) */
  readonly port?: string
  /** (default: `'localhost'`: this machine only) */
  readonly host?: string
}

/**
 * Serves the sources of a project, for those who have no server of their own.
 *
 * @param options - The project.
 * @returns A promise that resolves when the server has been closed.
 * @throws {SsrPagesError} USAGE, LISTEN_FAILED, VITE_MISSING
 * @throws {SsrPagesError} whatever a build throws about the sources
 */
export async function runDev(options: ServeOptions): Promise<void> {
  process.env['NODE_ENV'] ??= 'development'
  // What is wrong from the start need not wait for a request.
  await findRoutes(options.root ?? '.')
  return serve({ dev: true }, options)
}

/**
 * Serves the build of a project, as it would be in production.
 *
 * @param options - The project.
 * @returns A promise that resolves when the server has been closed.
 * @throws {SsrPagesError} USAGE, LISTEN_FAILED, DIR_MISSING, MANIFEST_INVALID
 */
export async function runPreview(options: ServeOptions): Promise<void> {
  process.env['NODE_ENV'] ??= 'production'
  const root = resolve(options.root ?? '.')
  const outDir = options.outDir ?? (await readOutDir(root))
  const dir = join(resolve(root, outDir), 'pages')
  if (!existsSync(dir)) {
    const what = `There is no build at ${resolve(root, outDir)}`
    const hint = 'Run `npx ssr-pages build` first, or name its folder: `--outDir <folder>`.'
    throw new SsrPagesError('DIR_MISSING', what, { dir }, hint)
  }
  return serve({ dev: false }, { ...options, outDir })
}

// Where a build has written to; a machine that has the build only has no Vite to read that with.
async function readOutDir(root: string): Promise<string> {
  const { isConfigFile, loadConfig } = await import('../config/load-config.ts')
  const names = existsSync(root) ? readdirSync(root) : []
  if (!names.some((name) => isConfigFile(root, join(root, name)))) return 'dist'
  try {
    const { config } = await loadConfig(root, 'build', () => {})
    return config.outDir ?? 'dist'
  } catch (error) {
    if (existsSync(join(root, 'dist/pages'))) return 'dist'
    throw error
  }
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
  process.stdout.write(`${toURL(host, chosen)}\n`)
  await once(server, 'close')
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    await once(server.listen(port, host), 'listening')
  } catch (cause) {
    const code = String(Object(cause).code)
    const [why, hint] = (Object.hasOwn(REASONS, code) && REASONS[code]) || [reasonOf(cause)]
    const text = `Nothing can listen at ${toURL(host, port)}: ${why} (${code})`
    const next = String(Math.min(Math.max(port, 1023) + 1, 65_535))
    const what = hint?.replace('<port>', port < 1024 ? '3000' : next)
    throw new SsrPagesError('LISTEN_FAILED', text, { port, host, cause }, what)
  }
}

const OTHER_HOST =
  'Correct `--host`: an address of this machine, `0.0.0.0` for all of them, or `localhost`.'

/** What the codes of the system mean, and what to do. */
const REASONS: Readonly<Record<string, readonly [why: string, hint: string]>> = {
  EADDRINUSE: [
    'another process has the port',
    'Stop that process, or choose another port: `--port <port>`.',
  ],
  EACCES: [
    'this user may not have the port',
    'Ports below 1024 are for the administrator. Choose another one: `--port <port>`.',
  ],
  EADDRNOTAVAIL: ['this machine does not have that address', OTHER_HOST],
  ENOTFOUND: ['nobody knows that name', OTHER_HOST],
  EINVAL: ['that address cannot be listened at', OTHER_HOST],
}

function toURL(host: string, port: number | string): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
}
