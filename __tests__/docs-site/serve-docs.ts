import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { build } from '../support/cli.ts'
import { ROOT } from '../support/root.ts'

const FOLDER = join(ROOT, 'docs-site')

/** The docs, served by their own server. */
export interface RunningDocs {
  readonly url: string
  stop(): Promise<void>
}

/** Builds the docs and serves them, as `npm run docs` does. */
export async function serveDocs(): Promise<RunningDocs> {
  build(FOLDER)
  const child = spawn(process.execPath, ['server.js'], {
    cwd: FOLDER,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await addressOf(child)
  return {
    url,
    async stop() {
      child.kill()
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      const url = /^Docs on (\S+)$/m.exec(output)?.[1]
      if (url !== undefined) resolve(url)
    })
    child.once('exit', () => reject(new Error(`The docs did not start.\n${output}`)))
  })
}
