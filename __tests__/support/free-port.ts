import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Finds a free port for a server that is stopped and started again. The port is below those that the
 * system gives to other servers and to outgoing connections, so nothing takes it in between.
 */
export async function findPort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    const probe = createServer().listen(port)
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    )
    if (!isFree) continue
    probe.close()
    await once(probe, 'close')
    return port
  }
}
