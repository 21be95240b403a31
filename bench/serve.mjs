/** Serves one peer in a process of its own: `fork('serve.mjs', [name])`. */
import { createServer } from 'node:http'
import { PEERS } from './peers.mjs'

const [name] = process.argv.slice(2)
const { file = name } = PEERS[name]
const { default: createListener } = await import(`./peers/${file}.mjs`)
const server = createServer(await createListener(name))

// Reports the cost of the load when it is over.
process.on('message', () =>
  process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }),
)
process.on('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  process.send?.({ port })
})
