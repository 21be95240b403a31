import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/**
 * Starts the server in a process of its own, which can be asked for its figures.
 *
 * @param {object} options
 * @param {string} options.pages - Folder of built pages.
 * @param {string} options.leak - The kind of leak, or ''.
 * @param {(text: string) => void} options.complain - Receives everything the process prints, which it does only
 *   when something is wrong.
 * @returns The server: its port, its figures, and a function that stops it.
 */
export async function runServer({ pages, leak, complain }) {
  const file = fileURLToPath(new URL('server.js', import.meta.url))
  const child = fork(file, [pages, leak], { execArgv: ['--expose-gc'], silent: true })
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null)
  for (const stream of streams) {
    stream.on('data', (text) => complain(text.toString()))
  }
  // Not the child's own `close` event, which never comes after the channel was disconnected.
  const closed = Promise.all(streams.map((stream) => once(stream, 'close')))
  const { port } = await nextMessage(child)
  return { port, readFigures, stop }

  /**
   * Reads the figures once the connections that clients have closed are gone, or after ten
   * attempts.
   */
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
    // Aborting rejects the other promise, which must not be an unhandled rejection.
    void Promise.allSettled([message, exit])
    settled.abort()
  }
}
