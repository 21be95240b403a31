import { expect, test } from '@jest/globals'
import { EventEmitter } from 'node:events'
import { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import v8 from 'node:v8'
import vm from 'node:vm'
import { collectBody } from '../../src/bridge/collect-body.ts'

v8.setFlagsFromString('--expose-gc')
const collectGarbage = vm.runInNewContext('gc') as () => void

const CHUNKS = 100_000

test('a client fills memory with chunks of one byte', async () => {
  const req = new Readable({ read: () => undefined })
  const collected = { req, res: new EventEmitter(), limit: CHUNKS, disconnect: {} }
  const body = new Promise<Uint8Array>((resolve, reject) => {
    collectBody(collected as never, resolve, reject)
  })
  await turn()
  const before = used()
  for (let i = 0; i < CHUNKS; i++) req.push(Buffer.from('x'))
  await turn()
  // Kept one by one, they would take more than 100 bytes each.
  expect(used() - before).toBeLessThan(CHUNKS * 30)
  req.push(null)
  expect(Buffer.from(await body).equals(Buffer.alloc(CHUNKS, 'x'))).toBe(true)
})

test('a simulated request with texts ends the process', async () => {
  const req = Readable.from(['a', 'ж'])
  const collected = { req, res: new EventEmitter(), limit: 3, disconnect: {} }
  const body = await new Promise<Uint8Array>((resolve, reject) => {
    collectBody(collected as never, resolve, reject)
  })
  expect(Buffer.from(body).toString()).toBe('aж')
})

function used(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}
