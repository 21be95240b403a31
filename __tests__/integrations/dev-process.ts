import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { BIN } from '../support/package.ts'
import { untilMatches } from '../support/until.ts'

/** `ssr-pages dev` in its own process. */
export interface DevProcess {
  /** Requests a path as a browser does, and returns its text. */
  read(path: string): Promise<string>
  /** Everything that it has printed so far. */
  output(): string
  stop(): Promise<void>
}

/** Starts `ssr-pages dev` for a project, and waits until it listens. */
export async function startDev(root: string): Promise<DevProcess> {
  const child = spawn(process.execPath, [BIN, 'dev', root, '--port', '0'])
  let printed = ''
  const keep = (text: Buffer) => (printed += text.toString())
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const [url] = await untilMatches(async () => printed, /http:\/\/\S+/)
  return {
    async read(path) {
      // Errors are explained only to browsers.
      const response = await fetch(url + path, { headers: { accept: 'text/html' } })
      return response.text()
    },
    output: () => printed,
    async stop() {
      child.kill()
      await once(child, 'close')
    },
  }
}
