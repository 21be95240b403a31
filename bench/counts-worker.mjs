/**
 * Counts what an answer costs, in a process whose numbers depend neither on the clock nor on the
 * JIT. The arguments are ids of `pages.mjs` or constructs.
 */
import { createHook } from 'node:async_hooks'
import { SHAPES } from './constructs/data.mjs'
import { median } from './median.mjs'
import { PAGES } from './pages.mjs'
import { createWire, toText } from './wire.mjs'

/**
 * Bytes of a batch: many compared with the memory pages in which Node 20 counts, few compared with
 * new space.
 */
const BATCH = 15e6

// A waits for the event loop only, so that a batch of it is short.
Object.assign(globalThis, { setTimeout: (resolve) => setImmediate(() => resolve()) })

const { BENCH_PACKAGE, BENCH_PAGES } = process.env
const { ssrPages } = await import(`${BENCH_PACKAGE}/dist/index.js`)
const pages = ssrPages({ dir: BENCH_PAGES })
const byUs = createWire((req, res) => pages(req, res))
const byNode = createWire((req, res) => res.end('x'))

const counts = {}
for (const id of process.argv.slice(2)) {
  counts[id] = await (id in PAGES ? countPage(PAGES[id]) : countConstruct(`/${id}`))
}
process.send?.(counts, undefined, undefined, () => process.exit())

function countPage(page) {
  return countsOf([{ text: toText(page) }], 100)
}

// With each shape of its data once.
function countConstruct(path) {
  const text = toText({ path })
  return countsOf(
    SHAPES.map((shape) => ({ text, shape })),
    1,
  )
}

async function countsOf(texts, times) {
  const promises = (await promisesOf(byUs, texts, times)) - (await promisesOf(byNode, texts, times))
  const estimate = (await bytesOf(byUs, texts, Math.min(20, times))) * texts.length
  const size = Math.ceil(Math.min(BATCH / estimate, 1000 / texts.length))
  const batches = []
  for (let left = 3; left > 0; left--) {
    batches.push((await bytesOf(byUs, texts, size)) - (await bytesOf(byNode, texts, size)))
  }
  return { promises, bytes: Math.round(median(batches)) }
}

// The first visit imports the page's module.
async function promisesOf(wire, texts, times) {
  await send(wire, texts, 1)
  let made = 0
  const hook = createHook({ init: (id, type) => void (made += type === 'PROMISE' ? 1 : 0) })
  hook.enable()
  await send(wire, texts, times)
  hook.disable()
  return made
}

// The bytes allocated for one answer. New space is too big to be collected within a batch. If it is
// collected anyway, the median leaves that batch out.
async function bytesOf(wire, texts, times) {
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  await send(wire, texts, times)
  return (process.memoryUsage().heapUsed - before) / (times * texts.length)
}

async function send(wire, texts, times) {
  for (let left = times; left > 0; left--) {
    for (const { text, shape } of texts) {
      globalThis.benchShape = shape
      await wire(text)
    }
  }
}
