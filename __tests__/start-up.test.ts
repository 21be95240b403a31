import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { createProjectInRepository } from './support/project.ts'
import { ROOT } from './support/root.ts'
import { runCli } from './support/cli.ts'

/** Node 22 loads its Fetch classes with `node:http`, and Node 24 before all else: there this finds nothing. */
const SCRIPT = `
  const hasFetch = () => process.moduleLoadList.some((name) => name.includes('undici'))
  const { createServer, get } = await import('node:http')
  const before = hasFetch()
  const { ssrPages } = await import('ssr-pages')
  const server = createServer(ssrPages({ dir: process.argv[1] })).listen(0)
  const [response] = await (await import('node:events')).once(
    get({ port: server.address().port, headers: { 'x-name': 'Ada' } }), 'response')
  const [page] = await response.toArray()
  console.log(JSON.stringify({ page: String(page), isLoaded: hasFetch() && !before }))
  process.exit()
`

test('a server does not load the Fetch classes until a page needs them', async () => {
  const root = createProjectInRepository({
    'src/pages/index.astro': "<p>{Astro.request.headers.get('x-name')}</p>",
  })
  const { code, printed } = await runCli('build', root)
  expect([code, printed]).toEqual([0, printed])
  const flags = ['--input-type=module', '--eval', SCRIPT, `${root}/dist/pages`]
  const output = execFileSync(process.execPath, flags, { cwd: ROOT })
  expect(JSON.parse(output.toString())).toEqual({
    page: '<!DOCTYPE html><p>Ada</p>',
    isLoaded: false,
  })
  await rm(root, { recursive: true })
})
