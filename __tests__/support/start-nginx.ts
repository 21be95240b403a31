import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './until.ts'

/** Whether nginx is installed. */
export const hasNginx: boolean = spawnSync('nginx', ['-v']).status === 0

if (!hasNginx) {
  console.warn('SKIPPED: tests with nginx, since it is not installed: apt-get install nginx-light')
}

/** An nginx of a test. */
export interface Nginx {
  stop(): Promise<void>
}

/**
 * Starts nginx on this machine only, with files in a folder of its own.
 *
 * @param http - The content of the block `http`.
 * @param ports - Those that it listens to.
 */
export async function startNginx(http: string, ports: readonly number[]): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'ssr-pages-nginx-'))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr;
events {}
http { access_log off; ${temporary.join(' ')}
${http}
}`,
  )
  const child = spawn('nginx', ['-e', 'stderr', '-c', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let printed = ''
  child.stderr.on('data', (text) => (printed += String(text)))
  const closed = once(child, 'close')
  await until(() => child.exitCode !== null || Promise.all(ports.map(accepts)).then(all))
  if (child.exitCode !== null) throw new Error(`nginx ended: ${printed}`)
  return { stop: () => stop(child, closed, folder) }
}

async function stop(child: ChildProcess, closed: Promise<unknown>, folder: string): Promise<void> {
  child.kill()
  await closed
  rmSync(folder, { recursive: true, force: true })
}

function all(values: readonly boolean[]): boolean {
  return values.every(Boolean)
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
