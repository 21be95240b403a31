import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/**
 * Starts the server in a process of its own, and can ask it for its figures.
 *
 * @param {object} options - `pages`: folder of built pages; `leak`: what it leaks on purpose, or '';
 *   `complain`: told of every text the process prints, which it does when something is wrong.
 * @returns The server: its port, its figures, and how to stop it.
 */
export async function runServer({ pages, leak, complain }) {
  const file = fileURLToPath(new URL('server.js', import.meta.url))
  const child = fork(file, [pages, leak], { execArgv: ['--expose-gc'], silent: true })
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => complain(text.toString()))
  }
  // Not the child's own `close`: it never comes when we end the channel.
  const closed = Promise.all([child.stdout, child.stderr].map((stream) => once(stream, 'close')))
  const { port } = await nextMessage(child)
  return { port, readFigures, stop }

  /** After the connections are gone that clients have closed, as far as they go. */
  async function readFigures() {
    let figures
    for (let attempt = 0; attempt < 10 && !(figures?.sockets <= 1); attempt++) {
      await wait(200)
      child.send('figures')
      figures = await nextMessage(child)
    }
    return figures
  }

  async function stop() {
    if (child.connected) child.disconnect()
    await closed
  }
}

async function nextMessage(child) {
  const settled = new AbortController()
  const { signal } = settled
  const message = once(child, 'message', { signal }).then(([content]) => content)
  const exit = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`the server ended with code ${code}`)
  })
  try {
    return await Promise.race([message, exit])
  } finally {
    // The other one is rejected now, which concerns nobody.
    void Promise.allSettled([message, exit])
    settled.abort()
  }
}
