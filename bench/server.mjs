import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { hasTaskset } from './machine.mjs'

/**
 * Starts a module in a Node process of its own, on the first core where the system can choose
 * cores.
 *
 * @param file - The module, relative to this folder.
 * @param args - Its arguments.
 * @param {{ node?: string, env?: Record<string, string>, execArgv?: string[] }} options - `node`: the binary;
 *   `env`: additions to the environment; `execArgv`.
 * @returns The process: `ask(message)` sends a message and resolves with the answer, `first`
 *   resolves with the first message.
 */
export function start(file, args, { node = process.execPath, env = {}, execArgv = [] } = {}) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execPath: hasTaskset ? 'taskset' : node,
    execArgv: hasTaskset ? ['-c', '0', node, ...execArgv] : execArgv,
    env: { ...process.env, NODE_ENV: 'production', ...env },
  })
  const first = answerOf(child)
  return {
    first,
    ask(message) {
      const answer = answerOf(child)
      child.send(message)
      return answer
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function answerOf(child) {
  const ended = new AbortController()
  try {
    const [answer] = await Promise.race([
      once(child, 'message', ended),
      once(child, 'exit', ended).then(([code]) => {
        throw new Error(`The process of ${child.spawnargs.slice(-2).join(' ')} ended with ${code}.`)
      }),
    ])
    return answer
  } finally {
    ended.abort()
  }
}
