import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const BYTES = Buffer.from(Uint8Array.from({ length: 256 }, (_, index) => index))

/** Checks the zip of the function. */
export function checkFiles(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const own = files.filter((file) => !file.startsWith('___netlify') && /\.[cm]?[jt]s$/.test(file))
  for (const file of own) assert.match(file, /\.mjs$/, 'Netlify takes it for CommonJS')
  const atTop = own.filter((file) => !file.includes('/'))
  assert.deepEqual(atTop, ['entry.mjs'], 'what lies beside the entry may be taken for it')
  const pages = ['index', 'blog/_slug_', 'classic/_...path_', 'info', 'visits', 'throws']
  for (const page of pages) assert.ok(existsSync(join(folder, `server/pages/${page}.mjs`)), page)
  assert.ok(existsSync(join(folder, 'data/greeting.json')))
}

/** Checks the answers of a function, however it runs. `ask` returns status, headers as lists, and body. */
export async function checkPages(ask) {
  const home = await ask('/?q=1')
  assert.equal(home.status, 200)
  assert.match(String(home.body), /<title>Home<\/title>.*<h1>Home \?q=1<\/h1>/s)
  assert.deepEqual(home.headers['content-type'], ['text/html; charset=utf-8'])
  assert.match(String((await ask('/blog/x')).body), /Post x by Ada<\/h1>\s*<p>late<\/p>/)
  assert.deepEqual(JSON.parse((await ask('/data')).body), { hello: 'data' })
  assert.deepEqual((await ask('/bytes')).body, BYTES)
  const headers = { 'content-type': 'application/octet-stream' }
  assert.deepEqual((await ask('/echo', { method: 'POST', body: BYTES, headers })).body, BYTES)
  assert.equal((await ask('/cookies')).headers['set-cookie'].length, 2)
  assert.equal((await ask('/nothing')).status, 204)
  const moved = await ask('/moved')
  assert.deepEqual([moved.status, moved.headers.location], [302, ['/about']])
  const gone = await ask('/gone/x')
  assert.deepEqual([gone.status, gone.headers.location], [301, ['/blog/x']])
  const lost = await ask('/nope')
  assert.equal(lost.status, 404)
  assert.match(String(lost.body), /Nothing here/)
  const failed = await ask('/throws')
  assert.deepEqual([failed.status, String(failed.body)], [500, 'Internal Server Error'])
  const info = JSON.parse((await ask('/info')).body)
  assert.match(info.clientAddress, /^(?:127\.0\.0\.1|203\.0\.113\.9)$/)
  assert.ok(info.isOpen && info.context.includes('geo') && info.context.includes('waitUntil'))
}

/** Checks what only the real runtime of functions shows, not local servers. */
export async function checkRuntime(ask) {
  const empty = await ask('/empty')
  assert.deepEqual([empty.status, empty.headers['x-a'], empty.body.length], [201, ['1'], 0])
  const head = await ask('/', { method: 'HEAD' })
  assert.deepEqual([head.status, head.body.length], [200, 0])
  assert.ok((await ask('/blog/x')).writes >= 3, 'a page is sent as it is rendered')
  const late = await ask('/throws-late')
  assert.deepEqual([late.status, String(late.body)], [200, 'part'])
  const cached = await ask('/throws-late?cached')
  assert.deepEqual([cached.status, cached.headers['cache-control']], [500, undefined])
  assert.equal((await ask('/blog/after')).status, 200, 'the instance lives')
}

/** Checks sessions in Netlify's blobs. */
export async function checkSession(ask) {
  const first = await ask('/visits')
  assert.deepEqual(JSON.parse(first.body), { visits: 1 })
  const [cookie] = first.headers['set-cookie'][0].split(';')
  const second = await ask('/visits', { headers: { cookie } })
  assert.deepEqual(JSON.parse(second.body), { visits: 2 })
}
