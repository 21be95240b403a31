import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A running shop with a database of its own. */
export interface RunningShop {
  readonly port: number
  readonly database: string
  /** What the server has written to stderr so far. */
  log(): string
  stop(): Promise<void>
}

/** What came back, with the header names in lower case. */
export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What to send besides the path. */
export interface Sent {
  readonly cookie?: string
  /** Sent as a POST from a form. */
  readonly form?: Readonly<Record<string, string>>
}

/** Builds the shop's pages as `npm start` does. */
export async function buildShop(): Promise<void> {
  await promisify(execFile)(process.execPath, ['bin/ssr-pages.js', 'build', 'example-app'], {
    cwd: root,
  })
}

/**
 * Starts `node server.js` on a free port, from a folder that is not the shop's.
 *
 * @param env - Further environment variables.
 * @returns The shop, once it listens.
 */
export async function startShop(env: Readonly<Record<string, string>> = {}): Promise<RunningShop> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-'))
  const database = join(folder, 'data', 'shop.db')
  const child = spawn(process.execPath, [join(root, 'example-app/server.js')], {
    cwd: folder,
    env: { ...process.env, PORT: '0', SHOP_DB: database, ...env },
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (log += chunk))
  const port = await listeningPort(child, () => log)
  return {
    port,
    database,
    log: () => log,
    async stop() {
      child.kill()
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      await rm(folder, { recursive: true })
    },
  }
}

/**
 * Sends one request; its path goes out as it is, and redirects are not followed.
 *
 * @param shop - The shop.
 * @param path - The request's path and query.
 * @param sent - Cookie and form.
 * @returns The reply.
 */
export async function ask(shop: RunningShop, path: string, sent: Sent = {}): Promise<Reply> {
  const { cookie, form } = sent
  const body = form && new URLSearchParams(form).toString()
  const outgoing = request({
    port: shop.port,
    path,
    agent: false,
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(cookie !== undefined && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
  })
  outgoing.end(body)
  const [incoming] = await once(outgoing, 'response')
  const { statusCode: status, headers } = incoming
  return { status, headers, body: await text(incoming) }
}

/**
 * The first line of a response, as it came over the wire.
 *
 * @param shop - The shop.
 * @param path - The request's path.
 * @returns The status line.
 */
export async function statusLine(shop: RunningShop, path: string): Promise<string> {
  const socket = connect(shop.port, 'localhost')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
  const [line = ''] = (await text(socket)).split('\r\n')
  return line
}

/**
 * The session cookie a reply sets, in the form a browser sends it back.
 *
 * @param reply - The reply.
 * @returns `name=value`; `''` when it sets none.
 */
export function cookieOf(reply: Reply): string {
  return reply.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

function listeningPort(child: ChildProcess, log: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      const port = /^Shop on http:\/\/localhost:(\d+)$/m.exec(output)?.[1]
      if (port !== undefined) resolve(Number(port))
    })
    child.once('exit', () => reject(new Error(`The shop did not start.\n${output}${log()}`)))
  })
}
