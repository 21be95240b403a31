/**
 * Serves the constructs of one peer: `ask({ shape })` chooses the data for requests to the port that is
 * the first message, `ask({ construct, shapes, ms })` returns the CPU microseconds of a request by shape.
 */
import { createServer } from 'node:http'
import { SHAPES } from './constructs/data.mjs'
import { byHand } from './constructs/by-hand.mjs'
import { PEERS } from './peers.mjs'
import { createWire, toText } from './wire.mjs'

const [name] = process.argv.slice(2)
const { file = name } = PEERS[name]
const { default: createListener } = await import(`./peers/${file}.mjs`)
const listener = await createListener(name)
const send = createWire(listener)

// As in an application, every function has seen all kinds of pages before a page is timed.
for (const [index, construct] of Object.keys(byHand).entries()) {
  await request(construct, SHAPES[index % SHAPES.length])
}
process.on('message', async ({ construct, shape, shapes, ms }) => {
  globalThis.benchShape = shape
  process.send?.(ms === undefined ? 'chosen' : await timeOf(construct, shapes, ms))
})
process.on('disconnect', () => process.exit())
const server = createServer(listener).listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  process.send?.({ port })
})

function request(construct, shape) {
  globalThis.benchShape = shape
  return send(toText({ path: `/${construct}` }))
}

// CPU time instead of the clock, because other processes use the machine, too.
async function timeOf(construct, shapes, ms) {
  const used = Object.fromEntries(shapes.map((shape) => [shape, 0]))
  const end = performance.now() + ms
  let count = 0
  for (; performance.now() < end; count++) {
    for (const shape of shapes) {
      const start = process.cpuUsage()
      await request(construct, shape)
      const { user, system } = process.cpuUsage(start)
      used[shape] += user + system
    }
  }
  return Object.fromEntries(shapes.map((shape) => [shape, used[shape] / count]))
}
