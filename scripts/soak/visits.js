import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'

const KILOBYTE = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 251))
/** The server's `bodyLimit` in kilobytes. */
const BODY_LIMIT = 256

/**
 * Everything that visitors do. Each visit sends requests and asserts the answers. The weight says
 * how often it is chosen.
 *
 * @type {[weight: number, visit: (client: import('./client.js').Client, random: (below: number) => number) =>
 *   Promise<void>][]}
 */
export const VISITS = [
  [8, visitProduct],
  [3, visitHome],
  [2, visitCompressed],
  [4, visitStream],
  [2, askHead],
  [2, visitRedirect],
  [2, visitAccount],
  [2, visitNothing],
  [1, visitMisspelt],
  [2, visitFailing],
  [2, visitFailingLate],
  [4, upload],
  [2, uploadTooMuch],
  [1, uploadUnread],
  [3, download],
  [2, downloadSlowly],
  [3, leavePage],
  [3, leaveStream],
  [2, leaveUpload],
  [2, leaveDownload],
]

async function visitProduct({ ask }, random) {
  const id = random(1000)
  const { status, text, headers } = await ask({
    path: `/products/${id}`,
    headers: { cookie: `visits=${id}` },
  })
  assert.equal(status, 200)
  assert.match(
    text,
    new RegExp(`<p>/products/${id} Ada ${id + 1}</p>.*>${id}.00 &euro;<.*</html>`, 's'),
  )
  assert.deepEqual(headers['set-cookie'], [`visits=${id + 1}; Path=/`])
}

async function visitHome({ ask }, random) {
  const { status, text } = await ask({ path: '/' })
  assert.equal(status, 200)
  assert.equal(text.match(/<li title="Mug <\d+>">Mug &lt;\d+&gt; <span/g)?.length, 50)
  const urls = Array.from(
    text.matchAll(/(?:href|src)="(\/(?:_assets\/|icon)[^"]+)"/g),
    ([, url]) => url,
  )
  assert.ok(urls.length > 2)
  const path = urls[random(urls.length)]
  const asset = await ask({ path })
  assert.equal(asset.status, 200)
  const etag = asset.headers.etag
  assert.equal((await ask({ path, headers: { 'if-none-match': etag } })).status, 304)
}

async function visitCompressed({ ask }) {
  const { status, bytes, headers } = await ask({
    path: '/stream',
    headers: { 'accept-encoding': 'gzip' },
  })
  assert.deepEqual([status, headers['content-encoding']], [200, 'gzip'])
  assertStream(gunzipSync(bytes).toString())
}

async function visitStream({ ask }, random) {
  const { status, text } = await ask({ path: '/stream', pause: random(4) })
  assert.equal(status, 200)
  assertStream(text)
}

function assertStream(text) {
  const parts = Array.from(text.matchAll(/<p>(part \d+ )\1{499}<\/p>/g), ([, part]) => part)
  assert.deepEqual(
    parts,
    Array.from({ length: 20 }, (_, index) => `part ${index} `),
  )
  assert.match(text, /<footer>end<\/footer>.*<\/html>\s*<script[^>]*><\/script>$/s)
}

async function askHead({ ask }, random) {
  const path = ['/', '/products/7', '/stream', '/icon.svg', '/api/download/100'][random(5)]
  const { status, bytes, isWhole } = await ask({ path, method: 'HEAD' })
  assert.deepEqual([status, bytes.length, isWhole], [200, 0, true])
}

async function visitRedirect({ ask }) {
  const { status, headers } = await ask({ path: '/products/old' })
  assert.deepEqual([status, headers.location], [302, '/products/1'])
}

async function visitAccount({ ask }, random) {
  const isMember = random(2) === 0
  const headers = isMember ? { authorization: 'Basic QWRh' } : {}
  const { status, text } = await ask({ path: '/account', headers })
  assert.equal(status, isMember ? 200 : 401)
  assert.equal(text.includes('for members'), isMember)
}

async function visitNothing({ ask }, random) {
  const path = ['/nope', '//account', '/api/upload/x', '/_chunks/x.mjs'][random(4)]
  const { status, text } = await ask({ path })
  assert.deepEqual([status, text], [404, 'host 404'])
}

async function visitMisspelt({ ask }) {
  const { status, text, headers } = await ask({ path: '/%61ccount' })
  assert.deepEqual([status, text, headers.location], [301, '', '/account'])
}

async function visitFailing({ ask }) {
  const { status, text } = await ask({ path: '/fails' })
  assert.deepEqual([status, text], [500, 'host Error'])
}

async function visitFailingLate({ ask }) {
  const { text, isWhole } = await ask({ path: '/fails-late' })
  assert.equal(isWhole, false)
  assert.doesNotMatch(text, /meant/)
}

async function upload({ ask }, random) {
  const body = randomBody(random, 1 + random(BODY_LIMIT))
  const { status, text } = await ask({
    path: '/api/upload',
    method: ['POST', 'PUT'][random(2)],
    body,
  })
  const bytes = Buffer.concat([body].flat())
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  assert.deepEqual([status, JSON.parse(text)], [200, { bytes: bytes.length, sha256 }])
}

async function uploadTooMuch({ ask }, random) {
  const body = randomBody(random, BODY_LIMIT + 1 + random(600))
  const { status, text } = await ask({ path: '/api/upload', method: 'POST', body })
  assert.deepEqual([status, text], [413, 'host SSR_PAGES_BODY_TOO_LARGE'])
}

async function uploadUnread({ ask }, random) {
  const body = randomBody(random, 1 + random(600))
  const { status, text } = await ask({ path: '/api/upload', method: 'PATCH', body })
  assert.deepEqual([status, text], [409, 'not now'])
}

async function download({ ask }, random) {
  await assertDownload(ask, 1 + random(400), 0)
}

async function downloadSlowly({ ask }, random) {
  await assertDownload(ask, 300 + random(500), 5 + random(20))
}

async function assertDownload(ask, kilobytes, pause) {
  const { status, bytes } = await ask({ path: `/api/download/${kilobytes}`, pause })
  assert.deepEqual([status, bytes.length], [200, kilobytes * 1024])
  for (let at = 0; at < bytes.length; at += 1024) {
    assert.ok(bytes.subarray(at, at + 1024).equals(KILOBYTE))
  }
}

async function leavePage({ abort }, random) {
  await abort({ path: '/' }, random(6))
}

async function leaveStream({ abort }, random) {
  const headers = random(3) === 0 ? { 'accept-encoding': 'gzip' } : {}
  await abort({ path: '/stream', headers }, random(30))
}

async function leaveUpload({ abort }, random) {
  const body = randomBody(random, 100 + random(600))
  await abort(
    { path: '/api/upload', method: ['POST', 'PUT', 'PATCH'][random(3)], body },
    random(15),
  )
}

async function leaveDownload({ abort }, random) {
  await abort({ path: '/api/download/30000' }, random(40))
}

/** Returns a body of the given size: one buffer of known length, or chunks. */
function randomBody(random, kilobytes) {
  const piece = Buffer.alloc(16 * 1024, random(256))
  const pieces = Array.from({ length: Math.floor(kilobytes / 16) }, () => piece)
  pieces.push(Buffer.alloc((kilobytes % 16) * 1024, random(256)))
  return random(2) === 0 ? Buffer.concat(pieces) : pieces.filter(({ length }) => length > 0)
}
