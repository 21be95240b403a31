import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createProjectInRepository } from './support/project.ts'
import { ROOT } from './support/root.ts'
import { type Server, startUserServer } from './support/servers.ts'
import { runCli } from './support/cli.ts'
import { until } from './support/until.ts'

const PAGE = `---
const visits = ((await Astro.session.get('visits')) ?? 0) + 1
Astro.session.set('visits', visits)
---
{process.pid} {visits}`

const SERVER = `import express from 'express'
import { ssrPages } from 'ssr-pages'
express().use(ssrPages({ dir: 'dist/pages' })).listen(process.env.PORT)`

let root: string
let server: Server
let cookie: string | undefined

beforeAll(async () => {
  const [, recipe = ''] =
    /```js\n(\/\/ cluster\.js\n[^`]+)```/.exec(readFileSync(`${ROOT}/docs/deploying.md`, 'utf8')) ??
    []
  root = createProjectInRepository({
    'package.json': '{"type":"module"}',
    'src/pages/index.astro': PAGE,
    'server.js': SERVER,
  })
  const { code, printed } = await runCli('build', root)
  expect([code, printed]).toEqual([0, printed])
  await writeFile(`${root}/cluster.js`, recipe.replace('availableParallelism()', '2'))
  server = await startUserServer(`${root}/cluster.js`)
})

afterAll(async () => {
  await server?.stop()
  await rm(root, { recursive: true })
})

test('every process of a cluster answers, and has the sessions of all visitors', async () => {
  const processes = new Set<number>()
  let visits = 0
  await until(async () => {
    const seen = await visit()
    expect(seen.visits).toBe((visits += 1))
    return processes.add(seen.pid).size === 2
  })
  const [ended = 0] = processes
  process.kill(ended)
  await until(async () => {
    // A connection that was handed to a process in its last moment is nobody's any more.
    const { pid } = await visit().catch(() => ({ pid: ended }))
    return !processes.has(pid)
  })
})

/** Asks on a connection of its own: these are what a cluster shares out. */
async function visit(): Promise<{ pid: number; visits: number }> {
  const sent = request({ port: server.port, agent: false, headers: cookie ? { cookie } : {} }).end()
  sent.setTimeout(2000, () => sent.destroy(new Error('nobody answers')))
  const [response] = await once(sent, 'response')
  cookie ??= response.headers['set-cookie']?.[0]?.split(';')[0]
  const [, pid, visits] = /(\d+) (\d+)$/.exec((await text(response)).trim()) ?? []
  return { pid: Number(pid), visits: Number(visits) }
}
