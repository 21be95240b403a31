/**
 * Counts what an answer costs, in a process whose numbers depend neither on the clock nor on the
 * JIT. The arguments are ids of `pages.mjs` or `islands.mjs`, or constructs.
 */
import { createHook } from 'node:async_hooks'
import { getHeapStatistics } from 'node:v8'
import { SHAPES } from './constructs/data.mjs'
import { ISLANDS } from './islands.mjs'
import { PAGES } from './pages.mjs'
import { createWire, toText } from './wire.mjs'

/** When enough requests have been measured: their bytes, their number, and the least number. */
const ENOUGH = { bytes: 3e6, most: 101, least: 5 }

// A waits for the event loop only, so that a batch of it is short.
Object.assign(globalThis, { setTimeout: (resolve) => setImmediate(() => resolve()) })

const { BENCH_PACKAGE, BENCH_PAGES } = process.env
const { ssrPages } = await import(`${BENCH_PACKAGE}/dist/index.js`)
const pages = ssrPages({ dir: BENCH_PAGES })
const byUs = createWire((req, res) => pages(req, res))
const byNode = createWire((req, res) => res.end('x'))

const ALL = { ...PAGES, ...ISLANDS }
const counts = {}
for (const id of process.argv.slice(2)) {
  counts[id] = await (id in ALL ? countPage(ALL[id]) : countConstruct(`/${id}`))
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
  const bytes = (await bytesOf(byUs, texts)) - (await bytesOf(byNode, texts))
  return { promises, bytes: Math.round(bytes / texts.length) }
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

// The bytes allocated for one answer to each text. New space is too big to be collected meanwhile.
async function bytesOf(wire, texts) {
  globalThis.gc?.()
  let sum = 0
  for (const one of texts) sum += await leastBytes(wire, one)
  return sum
}

// The least of single requests. Their mean contains what happens at times that depend on the machine:
// 250 KB of garbage that were not swept yet let J vary between 6,100 and 7,040 bytes, and a large string
// that does not fit leaves the rest of a memory page unused.
async function leastBytes(wire, one) {
  const sizes = []
  const isEnough = (sum) => sum > ENOUGH.bytes && sizes.length >= ENOUGH.least
  for (let sum = 0; sizes.length < ENOUGH.most && !isEnough(sum); sum += sizes.at(-1) ?? 0) {
    const before = getHeapStatistics().used_heap_size
    await send(wire, [one], 1)
    sizes.push(getHeapStatistics().used_heap_size - before)
  }
  return Math.min(...sizes)
}

async function send(wire, texts, times) {
  for (let left = times; left > 0; left--) {
    for (const { text, shape } of texts) {
      globalThis.benchShape = shape
      await wire(text)
    }
  }
}
