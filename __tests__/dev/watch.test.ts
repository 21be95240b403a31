import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from '@jest/globals'
import { startServer } from '../support/servers.ts'
import { findPort } from '../support/free-port.ts'
import { copyShop, createProject } from './project.ts'
import { untilMatches } from '../support/until.ts'

const SERVER = `import express from 'express'
import { ssrPages } from 'ssr-pages'
express().use(ssrPages({ dev: true })).listen(process.env.PORT)`

test('node --watch restarts for files of the server, and for no others', async () => {
  const project = await createProject({
    'server.js': SERVER,
    'ssr-pages.config.ts': "export default { site: 'https://first.example' }",
    'src/pages/index.astro': '<h1>first</h1><p>{Astro.site} process {process.pid}</p>',
  })
  const port = await findPort()
  const env = { ...process.env, PORT: String(port) }
  const child = spawn(process.execPath, ['--watch', 'server.js'], { cwd: project.root, env })
  try {
    const [, first] = await becomes(port, /first\.example.* process (\d+)/s)
    await project.edit('src/pages/index.astro', '<h1>first', '<h1>second')
    expect((await becomes(port, /second.* process (\d+)/s))[1]).toBe(first)
    await project.edit('ssr-pages.config.ts', 'first', 'third')
    expect((await becomes(port, /third\.example.* process (\d+)/s))[1]).toBe(first)
    await project.write('src/pages/later.astro', '<p>later</p>')
    expect((await becomes(port, /second.* process (\d+)/s))[1]).toBe(first)
    await project.write('server.js', `${SERVER}\n// changed`)
    await becomes(port, new RegExp(`third\\.example.* process (?!${first})\\d+`, 's'))
  } finally {
    child.kill()
    await once(child, 'close')
    await project.remove()
  }
})

test('the first page of the shop does not take long', async () => {
  const project = await copyShop()
  const started = performance.now()
  const server = await startServer('dev.mjs', project.root, 'http')
  const page = await fetch(`http://localhost:${server.port}/`)
  expect(await page.text()).toContain('</html>')
  const taken = Math.round(performance.now() - started)
  console.info(`from the start of the process to the first page: ${taken} ms`)
  expect(taken).toBeLessThan(15_000)
  await server.stop()
  await project.remove()
})

function becomes(port: number, expected: RegExp): Promise<RegExpExecArray> {
  return untilMatches(async () => (await fetch(`http://localhost:${port}/`)).text(), expected)
}
