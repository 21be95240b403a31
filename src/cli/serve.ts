import { once } from 'node:events'
import { createServer } from 'node:http'
import { isIPv6 } from 'node:net'
import { join, resolve } from 'node:path'
import { SsrPagesError } from '../errors.ts'
import { ssrPages } from '../ssr-pages.ts'

/** Which project to serve, and where. */
export interface ServeOptions {
  /** [the current folder] */
  readonly root?: string
  /** Of a build, relative to the root. [`'dist'`] */
  readonly outDir?: string
  /** [3000] */
  readonly port?: string
  /** [`'localhost'`: this machine only] */
  readonly host?: string
}

/**
 * Serves the sources of a project, for those who have no server of their own.
 *
 * @param options - The project.
 * @returns A promise that resolves when the server has been closed.
 * @throws {SsrPagesError} USAGE
 */
export function runDev(options: ServeOptions): Promise<void> {
  process.env['NODE_ENV'] ??= 'development'
  return serve({ dev: true }, options)
}

/**
 * Serves the build of a project, as it would be in production.
 *
 * @param options - The project.
 * @returns A promise that resolves when the server has been closed.
 * @throws {SsrPagesError} USAGE, DIR_MISSING, MANIFEST_INVALID
 */
export function runPreview(options: ServeOptions): Promise<void> {
  process.env['NODE_ENV'] ??= 'production'
  return serve({ dev: false }, options)
}

async function serve({ dev }: { dev: boolean }, options: ServeOptions): Promise<void> {
  const { port = '3000', host = 'localhost', outDir = 'dist' } = options
  const root = resolve(options.root ?? '.')
  if (!/^\d{1,5}$/.test(port)) {
    throw new SsrPagesError('USAGE', `--port must be a number (saw '${port}')`)
  }
  const pages = ssrPages({ dev, root, dir: join(resolve(root, outDir), 'pages') })
  const server = createServer(pages)
  server.listen(Number(port), host)
  await once(server, 'listening')
  const address = server.address()
  const chosen = typeof address === 'object' && address !== null ? address.port : port
  process.stdout.write(`http://${isIPv6(host) ? `[${host}]` : host}:${chosen}\n`)
  await once(server, 'close')
}
