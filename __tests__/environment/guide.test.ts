import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { blocksOf, writeFiles } from '../support/guide.ts'
import { createProject, linkOwnPackage, write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { startUserServer } from '../support/servers.ts'
import { buildWarm } from '../support/warm-cli.ts'

const blocks = blocksOf(readFileSync(join(ROOT, 'docs/environment.md'), 'utf8'))
const codeIn = (language: string) => blocks.find((one) => one.language === language)?.code ?? ''

const SERVER = `import { createServer } from 'node:http'
import { ssrPages } from 'ssr-pages'
createServer(ssrPages()).listen(process.env.PORT)
`

test('the files of docs/environment.md are a site, and its server fails as the page says', async () => {
  const api = createServer(({ headers, url }, res) =>
    res.end(JSON.stringify([{ name: `${url} ${headers.authorization}` }])),
  ).listen(0)
  await once(api, 'listening')
  const root = createProject({
    'package.json': '{ "type": "module" }',
    'server.js': SERVER,
    'src/pages/index.astro': codeIn('astro'),
    '.env': `API_URL=http://localhost:${(api.address() as AddressInfo).port}`,
  })
  linkOwnPackage(root)
  expect(writeFiles(root, blocks)).toEqual(['ssr-pages.config.js', 'src/pages/rate.ts'])
  await buildWarm(root)

  const file = join(root, 'server.js')
  const env = { PATH: process.env['PATH'], MAIL_PORT: 'none' }
  const { stderr } = spawnSync(process.execPath, [file], { cwd: root, env, encoding: 'utf8' })
  expect(stderr).toContain(codeIn('text'))

  const token = 'x'.repeat(20)
  const server = await startUserServer(file, { API_TOKEN: token, RATE_LIMIT: '7' })
  const ask = async (path: string) => (await fetch(`http://localhost:${server.port}${path}`)).text()
  expect(await ask('/')).toContain(`<li>/products?limit=20 Bearer ${token}</li>`)
  expect(await ask('/rate')).toBe('{"limit":7}')
  await server.stop()
  api.close()
})

test('an integration adds variables to the schema', async () => {
  const field = "{ type: 'string', context: 'server', access: 'public', default: 'added' }"
  const root = createProject({
    'src/pages/index.astro': `---
import { OWN, THEIRS } from 'astro:env/server'
export const prerender = true
---
<p>{OWN} {THEIRS}</p>`,
  })
  write(
    join(root, 'ssr-pages.config.mjs'),
    `const add = ({ updateConfig }) => updateConfig({ env: { schema: { THEIRS: ${field} } } })
export default {
  env: { schema: { OWN: ${field} } },
  integrations: [{ name: 'adds', hooks: { 'astro:config:setup': add } }],
}
`,
  )
  linkOwnPackage(root)
  expect(await buildWarm(root)).toMatchObject({ stderr: '' })
  expect(readFileSync(join(root, 'dist/client/index.html'), 'utf8')).toContain('<p>added added</p>')
  const types = readFileSync(join(root, 'ssr-pages-env.d.ts'), 'utf8')
  expect(types).toContain('export const THEIRS: string')
})
