import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { runCli } from '../support/cli.ts'
import { createProjectInRepository } from '../support/project.ts'
import { blocksOf, writeFiles } from '../support/guide.ts'
import { ROOT } from '../support/root.ts'
import { type Server, startUserServer } from '../support/servers.ts'

let root = ''

beforeAll(async () => {
  root = createProjectInRepository({ 'package.json': '{ "type": "module" }' })
  const guide = readFileSync(join(ROOT, 'docs/live-collections.md'), 'utf8')
  expect(writeFiles(root, blocksOf(guide))).toHaveLength(6)
  const { code, printed } = await runCli('build', root)
  if (code !== 0) throw new Error(printed)
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

describe.each(['production', 'development'])(
  'the server of docs/live-collections.md in %s',
  (mode) => {
    let server: Server

    beforeAll(async () => {
      server = await startUserServer(join(root, 'server.js'), { NODE_ENV: mode })
    }, 60_000)

    afterAll(() => server?.stop())

    async function ask(path: string, init: RequestInit = {}): Promise<string> {
      const response = await fetch(`http://localhost:${server.port}${path}`, init)
      return `${response.status} ${(await response.text()).replaceAll(/\s+/g, ' ')}`
    }

    test('shows what a handler has just changed', async () => {
      expect(await ask('/stock/tea')).toMatch(/^200 .*<h1>Tea<\/h1> <p>12 left<\/p>/)
      expect(await ask('/stock/tea/sell', { method: 'POST' })).toMatch(/^200 .*<p>11 left<\/p>/)
      expect(await ask('/api/stock/tea')).toBe('200 {"name":"Tea","left":11}')
    })

    test('passes a filter to the loader', async () => {
      expect(await ask('/stock')).toMatch(
        /^200 .*<ul><li><a href="\/stock\/tea">Tea<\/a><\/li><\/ul>/,
      )
    })

    test('answers 404 for an entry that does not exist', async () => {
      expect(await ask('/stock/none')).toMatch(/^404 /)
      expect(await ask('/api/stock/none')).toBe('404 Not Found')
      expect(server.troubles()).toEqual([])
    })
  },
)
