// Runs Netlify's own tools without a network.
import assert from 'node:assert/strict'
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { BlobsServer } from '@netlify/blobs/server'
import { zipFunctions } from '@netlify/zip-it-and-ship-it'
import extract from 'extract-zip'
import { checkFiles, checkPages, checkRuntime, checkSession } from './checks.mjs'
import { startLambda } from './lambda.mjs'
import { startAPI } from './loopback-api.mjs'
import { freePort, run, scratch, site, start, untilReady } from './tools.mjs'

after(() => rmSync(scratch, { recursive: true, force: true }))

test('netlify build --offline runs our build and zips one function with every page', async () => {
  await run(['build', '--offline'])
  const manifest = JSON.parse(readFileSync(join(site, '.netlify/functions/manifest.json'), 'utf8'))
  const entry = manifest.functions.find(({ name }) => name === 'entry')
  assert.deepEqual(manifest.functions.map(({ name }) => name).toSorted(), ['classic', 'entry'])
  assert.deepEqual(
    [entry.bundler, entry.invocationMode, entry.buildData.runtimeAPIVersion],
    ['none', 'stream', 2],
  )
  const [route] = entry.routes
  assert.deepEqual([route.pattern, route.prefer_static], ['/*', true])
  assert.equal(entry.excludedRoutes.length, 2)
  await extract(entry.path, { dir: join(scratch, 'zip') })
  checkFiles(join(scratch, 'zip'))
})

for (const { command, options, check } of [
  {
    command: 'dev',
    options: ['--no-open', '--dir', 'dist/client', '--skip-gitignore'],
    check: checkAll,
  },
  // The same server with the zip. It does not know excluded paths.
  { command: 'serve', options: [], check: checkSession },
]) {
  test(`netlify ${command} --offline answers`, async () => {
    const [port, functions, files] = [await freePort(), await freePort(), await freePort()]
    const ports = ['--port', port, '--functions-port', functions, '--staticServerPort', files]
    const flags = ['--offline', '--internal-disable-edge-functions', ...ports, ...options]
    const server = start([command, ...flags])
    const ask = (path, init) => askHTTP(`http://127.0.0.1:${port}${path}`, init)
    try {
      await untilReady(`http://127.0.0.1:${port}/static.html`, server.log)
      await checkStaticFiles(ask)
      await check(ask)
    } catch (error) {
      throw new Error(`${error.message}\n${server.log()}`, { cause: error })
    } finally {
      await server.stop()
    }
  })
}

describe('netlify deploy', () => {
  test('uploads the function and the published files, and no source', async () => {
    const api = await startAPI()
    try {
      await run(['deploy', '--prod'], {
        NETLIFY_API_URL: api.url,
        NETLIFY_AUTH_TOKEN: 'none',
        NETLIFY_SITE_ID: 'site_id',
      })
    } finally {
      api.stop()
    }
    const { deploy, files: contents, functions } = api.uploads
    assert.deepEqual(Object.keys(deploy.functions).toSorted(), ['classic', 'entry'])
    const { routes, excluded_routes: excluded } = deploy.functions_config.entry
    assert.deepEqual([routes[0].prefer_static, excluded.length], [true, 2])
    const files = Object.keys(deploy.files).filter((file) => !file.startsWith('_assets/'))
    assert.deepEqual(files.toSorted(), [
      '404.html',
      'about/index.html',
      'netlify.toml',
      'static.html',
    ])
    const toml = String(contents.get('netlify.toml'))
    assert.match(
      toml,
      /for = "\/_assets\/\*"[^[]*\[headers.values\]\s*Cache-Control = ".*immutable"/,
    )
    assert.match(toml, /from = "\/gone\/:id"/)
    writeFileSync(join(scratch, 'entry.zip'), functions.get('entry'))
  })

  test('has uploaded a function that answers alone in an empty folder, run like on AWS', async (context) => {
    const dir = join(scratch, 'task')
    await extract(join(scratch, 'entry.zip'), { dir })
    checkFiles(dir)
    const blobs = await startBlobs()
    try {
      await withLambda(dir, async (lambda) => {
        const { ms } = await lambda.ask('/info')
        context.diagnostic(`first response ${Math.round(ms)} ms, instance start included`)
        await checkPages(lambda.ask)
        await checkRuntime(lambda.ask)
        await checkSession((path, init) => lambda.ask(path, { ...init, blobs: blobs.info }))
        assert.equal(lambda.log().split('secret of the page').length - 1, 1, 'logged once')
      })
    } finally {
      await blobs.stop()
    }
  })
})

describe('these tests notice', () => {
  test('that the runtime is handed what it cannot carry', async () => {
    const dir = await mutate('unwrapped', (folder) => {
      const file = join(folder, 'server/entry.mjs')
      replaceIn(file, /toSendable\((await answer\(request, \{.*?\}\)), \{.*?\}\)/s, '$1')
    })
    await withLambda(dir, async (lambda) => {
      await checkPages(lambda.ask)
      await assert.rejects(checkRuntime(lambda.ask), /are lost/)
      await assert.rejects(
        lambda.ask('/throws-late').then(() => lambda.ask('/')),
        /gone|ended/,
      )
    })
  })

  test('a chunk named .js', async () => {
    const dir = await mutate('js', (folder) => {
      const pages = join(folder, 'server/pages')
      renameSync(join(pages, 'info.mjs'), join(pages, 'info.js'))
      replaceIn(join(folder, 'server/entry.mjs'), 'pages/info.mjs', 'pages/info.js')
    })
    assert.throws(() => checkFiles(dir), /CommonJS/)
    await withLambda(dir, (lambda) => assert.rejects(checkPages(lambda.ask)))
  })

  for (const name of ['index.mjs', 'index.js']) {
    test(`an ${name} beside the entry`, async () => {
      const dir = await mutate(name, (folder) => {
        writeFileSync(join(folder, name), `export default () => new Response('another')`)
      })
      assert.throws(() => checkFiles(dir))
    })
  }
})

async function mutate(name, change) {
  const functions = join(scratch, `${name}-functions`)
  cpSync(join(site, 'netlify/functions/entry'), join(functions, 'entry'), { recursive: true })
  change(join(functions, 'entry'))
  const [{ path }] = await zipFunctions(functions, join(scratch, `${name}-zip`))
  const dir = join(scratch, `${name}-task`)
  await extract(path, { dir })
  return dir
}

function replaceIn(file, what, by) {
  const text = readFileSync(file, 'utf8')
  assert.ok(text.search(what) >= 0, `there is nothing to change in ${file}`)
  writeFileSync(file, text.replace(what, by))
}

async function withLambda(dir, work) {
  const lambda = await startLambda(dir)
  try {
    return await work(lambda)
  } finally {
    lambda.stop()
  }
}

// Starts Netlify's blobs server. `info` is the value that tells a function about it.
async function startBlobs() {
  const options = { directory: join(scratch, 'blobs'), token: 'token', logger() {} }
  const server = new BlobsServer(options)
  const { port } = await server.start()
  const url = `http://127.0.0.1:${port}`
  const info = { token: 'token', url, url_uncached: url, primary_region: 'us-east-2' }
  return {
    info: Buffer.from(JSON.stringify(info)).toString('base64'),
    stop: () => server.stop(),
  }
}

async function askHTTP(url, init) {
  const response = await fetch(url, { redirect: 'manual', ...init })
  const headers = {}
  for (const [name, value] of response.headers) (headers[name] ??= []).push(value)
  return { status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) }
}

async function checkAll(ask) {
  await checkOthers(ask)
  await checkPages(ask)
  await checkSession(ask)
}

async function checkStaticFiles(ask) {
  assert.match(String((await ask('/static.html')).body), /a static file/)
  assert.match(String((await ask('/about')).body), /<h1>About<\/h1>/)
  const [, asset] = /"(\/_assets\/[^"]+\.js)"/.exec(String((await ask('/')).body)) ?? []
  assert.equal((await ask(asset)).status, 200)
}

// Paths that the function leaves to redirects, and to a function of the user.
async function checkOthers(ask) {
  const old = await ask('/old')
  assert.deepEqual([old.status, old.headers.location], [301, ['/new']])
  const { status, headers, body } = await ask('/classic/a/b?x=1&x=2')
  assert.equal(status, 200, String(body))
  assert.equal(headers['set-cookie']?.length, 2)
  const { clientAddress, ...rest } = JSON.parse(body)
  assert.deepEqual(rest, { path: 'a/b', method: 'GET', search: '?x=1&x=2', format: 'classic' })
  assert.ok(clientAddress)
}
