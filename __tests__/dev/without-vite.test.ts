import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { type Server, startUserServer } from '../support/servers.ts'
import { linkPackages } from '../support/link-packages.ts'
import { until } from '../support/until.ts'

const SERVER = `import { createServer } from 'node:http'
import express from 'express'
import { ssrPages } from 'ssr-pages'
const pages = ssrPages({ dev: true })
const app = process.argv[2] === 'node' ? pages : express().use(pages)
createServer(app).listen(process.env.PORT)`

let root: string
let servers: Server[]

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'no-vite-'))
  write(join(root, 'package.json'), '{ "type": "module" }')
  write(join(root, 'src/pages/index.astro'), '<h1>hello</h1>')
  write(join(root, 'express.js'), SERVER)
  write(join(root, 'node.js'), SERVER.replace('process.argv[2]', "'node'"))
  const own = join(root, 'node_modules/ssr-pages')
  await mkdir(own, { recursive: true })
  for (const name of ['dist', 'package.json'])
    await cp(join(ROOT, name), join(own, name), { recursive: true })
  linkPackages(root, 'express')
  servers = await Promise.all(
    ['express.js', 'node.js'].map((file) => startUserServer(join(root, file))),
  )
})

afterAll(async () => {
  for (const server of servers ?? []) await server.stop()
  await rm(root, { recursive: true })
})

test.each(['Express', 'a plain server'])(
  '%s without the build tools tells what to install',
  async (name) => {
    const server = servers[name === 'Express' ? 0 : 1]
    const headers = { accept: 'text/html' }
    const response = await fetch(`http://localhost:${server?.port}/`, { headers })
    expect(response.status).toBe(500)
    expect(await response.text()).toContain('Run `npm install --save-dev @ssr-pages/build@')
    await until(
      () => server?.output().includes('Run `npm install --save-dev @ssr-pages/build@') === true,
    )
  },
)
