/**
 * Measures in Chromium what a visitor of a shop waits for: the time until the largest picture or text is painted
 * (LCP), how much the layout shifts (CLS), and the bytes that are received. Each load is a cold one, on the network
 * and the processor of a phone. The server runs, and has made its images once.
 *
 *     node bench/page-load.mjs <folder of a built example-app> [--plain] [loads]
 *
 * `--plain` replaces each image by the file that it was made of, without sizes for other screens.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { median } from './median.mjs'

const PAGES = ['/', '/products/1']
/** Slow 4G, as Lighthouse simulates it: 150 ms, 1.6 Mbit/s down, 750 kbit/s up; a processor of a quarter. */
const NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
}
const PHONE = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, isMobile: true }
const SHOP_PORT = 34_650
const PORT = 34_651

/** Runs in the page. */
const OBSERVE = `
globalThis.seen = { lcp: 0, what: '', cls: 0 }
new PerformanceObserver((list) => {
  for (const { startTime, element } of list.getEntries()) {
    seen.lcp = startTime
    seen.what = element?.localName ?? 'nothing'
  }
}).observe({ type: 'largest-contentful-paint', buffered: true })
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.cls += entry.value
}).observe({ type: 'layout-shift', buffered: true })
`

const args = process.argv.slice(2)
const isPlain = args.includes('--plain')
const [folder = 'example-app', loads = '7'] = args.filter((arg) => arg !== '--plain')

const data = mkdtempSync(join(tmpdir(), 'page-load-'))
const shop = spawn(process.execPath, ['server.js'], {
  cwd: resolve(folder),
  env: { ...process.env, PORT: String(SHOP_PORT), SHOP_DB: join(data, 'shop.db') },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const proxy = createServer((req, res) => void forward(req, res).catch(() => res.destroy()))
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  await once(shop.stdout, 'data')
  proxy.listen(PORT)
  await once(proxy, 'listening')
  for (const path of PAGES) {
    await load(path)
    const all = []
    for (let count = 0; count < Number(loads); count++) all.push(await load(path))
    const of = (name) => median(all.map((one) => one[name]))
    const { images } = all[0]
    process.stdout.write(
      `${path}: LCP ${of('lcp').toFixed(0)} ms (${all[0].what}), CLS ${of('cls').toFixed(3)}, ${(of('bytes') / 1000).toFixed(1)} kB, of that ${(of('imageBytes') / 1000).toFixed(1)} kB in ${images} images\n`,
    )
  }
} finally {
  await browser.close()
  proxy.close()
  shop.kill()
  rmSync(data, { recursive: true, force: true })
}

/** Passes a request to the shop, and its answer back. */
async function forward(req, res) {
  const answer = await fetch(`http://localhost:${SHOP_PORT}${req.url}`, { redirect: 'manual' })
  const type = answer.headers.get('content-type') ?? ''
  const body = Buffer.from(await answer.arrayBuffer())
  res.writeHead(answer.status, { 'content-type': type, 'cache-control': 'no-store' })
  res.end(isPlain && type.startsWith('text/html') ? toPlain(body.toString()) : body)
}

function toPlain(html) {
  return html
    .replaceAll(/ (?:srcset|sizes)="[^"]*"/g, '')
    .replaceAll(/"\/_image\?href=([^"&]*)[^"]*"/g, (_, href) => `"${decodeURIComponent(href)}"`)
}

async function load(path) {
  const context = await browser.newContext(PHONE)
  try {
    const page = await context.newPage()
    const received = await receive(context, page)
    await page.addInitScript(OBSERVE)
    await page.goto(`http://localhost:${PORT}${path}`, { waitUntil: 'networkidle' })
    await page.waitForTimeout(300)
    const seen = await page.evaluate('globalThis.seen')
    const all = [...received.values()]
    const images = all.filter(({ isImage, bytes }) => isImage && bytes > 0)
    const sum = (list) => list.reduce((total, { bytes }) => total + bytes, 0)
    return { ...seen, bytes: sum(all), imageBytes: sum(images), images: images.length }
  } finally {
    await context.close()
  }
}

/** Makes the page as slow as a phone, and counts what it receives. */
async function receive(context, page) {
  const session = await context.newCDPSession(page)
  const received = new Map()
  session.on('Network.responseReceived', ({ requestId, type }) => {
    received.set(requestId, { isImage: type === 'Image', bytes: 0 })
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const request = received.get(requestId)
    if (request !== undefined) request.bytes = encodedDataLength
  })
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', NETWORK)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  return received
}
