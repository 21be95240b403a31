import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import { isIPv6 } from 'node:net'
import { join, resolve } from 'node:path'
import { SsrPagesError } from '../errors.ts'
import { ssrPages } from '../ssr-pages.ts'
import { findRoutes } from '../vite/find-routes.ts'

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
 * @throws {SsrPagesError} USAGE, LISTEN_FAILED, VITE_MISSING, and what a build throws of the sources.
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
export function runPreview(options: ServeOptions): Promise<void> {
  process.env['NODE_ENV'] ??= 'production'
  return serve({ dev: false }, options)
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
    const [, why = String(cause)] = /^Error: \w+ (\w+: [\w ]+?)(?: \S+)?$/.exec(String(cause)) ?? []
    const text = `Nothing can listen at ${toURL(host, port)}: ${why}`
    throw new SsrPagesError('LISTEN_FAILED', text, { port, host, cause })
  }
}

function toURL(host: string, port: number | string): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
}
