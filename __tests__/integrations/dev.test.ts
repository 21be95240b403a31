import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Project, createProject } from '../dev/project.ts'
import { untilMatches } from '../support/until.ts'
import { type DevProcess, startDev } from './dev-process.ts'

const CONFIG = `import { appendFileSync, readFileSync } from 'node:fs'
const here = (file) => new URL(file, import.meta.url)
const read = (file) => readFileSync(here(file), 'utf8').trim()
const note = (text) => appendFileSync(here('hooks.txt'), text + '\\n')
export default { integrations: [{ name: 'acme', hooks: {
  'astro:config:setup'({ command, isRestart, addWatchFile, injectRoute, addMiddleware }) {
    note('setup ' + command + ' ' + isRestart)
    addWatchFile(here('watched.txt'))
    injectRoute({ pattern: '/added', entrypoint: './added.astro' })
    addMiddleware({ order: 'pre', entrypoint: here('pre.mjs') })
    if (read('watched.txt') === 'bad') throw new Error('no key')
  },
  'astro:config:done'({ injectTypes }) {
    injectTypes({ filename: 'acme.d.ts', content: 'declare const ACME: ' + JSON.stringify(read('watched.txt')) })
  },
  'astro:route:setup'({ route }) {
    if (route.component === 'src/pages/static.astro') route.prerender = true
    if (route.component === 'src/pages/refused.astro') throw new Error('refused')
  },
  'astro:routes:resolved'({ routes }) {
    note('routes ' + routes.map(({ pattern }) => pattern).join())
  },
} }] }
`

let project: Project
let server: DevProcess
beforeAll(async () => {
  project = await createProject({
    'ssr-pages.config.mjs': CONFIG,
    'hooks.txt': '',
    'watched.txt': 'one',
    'pre.mjs': `export const onRequest = ({ locals }, next) => {
      locals.said = 'by pre'
      return next()
    }`,
    'added.astro': '<h1>added {Astro.locals.said}</h1>',
    'src/pages/index.astro': '<h1>home {Astro.locals.said}</h1>',
    'src/pages/static.astro': '<h1>static {Astro.isPrerendered}</h1>',
  })
  server = await startDev(project.root)
})
afterAll(async () => {
  await server.stop()
  await project.remove()
})

// Requests a page until its error is in the terminal.
async function untilPrinted(expected: RegExp): Promise<void> {
  await untilMatches(async () => {
    await server.read('/')
    return server.output()
  }, expected)
}

const readHooks = async () => readFileSync(join(project.root, 'hooks.txt'), 'utf8')

test('development serves a route and the middleware of an integration', async () => {
  expect(await server.read('/added')).toContain('<h1>added by pre</h1>')
  expect(await server.read('/')).toContain('<h1>home by pre</h1>')
})

test('a change of the middleware or the module of a route is seen', async () => {
  await project.edit('pre.mjs', 'by pre', 'by another')
  await project.edit('added.astro', 'added', 'changed')
  await untilMatches(() => server.read('/added'), /<h1>changed by another<\/h1>/)
})

test('the middleware of the site joins that of an integration when it is added', async () => {
  await project.write(
    'src/middleware.ts',
    'export const onRequest = ({ locals }, next) => { locals.said += ", then own"; return next() }',
  )
  await untilMatches(() => server.read('/'), /<h1>home by another, then own<\/h1>/)
  await project.remove('src/middleware.ts')
  await untilMatches(() => server.read('/'), /<h1>home by another<\/h1>/)
})

test('hooks run once at the start, and hooks about routes again for a new page', async () => {
  expect(await readHooks()).toBe('setup dev false\nroutes /added,/static,/\n')
  await project.write('src/pages/new.astro', '<h1>new</h1>')
  await untilMatches(() => server.read('/new'), /<h1>new<\/h1>/)
  expect(await readHooks()).toBe(
    'setup dev false\nroutes /added,/static,/\nroutes /added,/new,/static,/\n',
  )
})

test('a hook may decide that a page is prerendered', async () => {
  expect(await server.read('/static')).toContain('<h1>static true</h1>')
})

test('a hook that refuses a new page is named until the page is gone', async () => {
  await project.write('src/pages/refused.astro', '<h1>refused</h1>')
  await untilPrinted(/The integration "acme" failed in its hook astro:route:setup: refused/)
  await project.remove('src/pages/refused.astro')
  await untilMatches(() => server.read('/'), /<h1>home/)
})

test('a change of a watched file sets the integrations up again, also after an error', async () => {
  await project.write('watched.txt', 'bad')
  await untilPrinted(/The integration "acme" failed in its hook astro:config:setup: no key/)
  await project.write('watched.txt', 'two')
  await untilMatches(() => server.read('/'), /<h1>home/)
  expect((await readHooks()).split('\n').filter((line) => line === 'setup dev true')).toHaveLength(
    2,
  )
  const types = readFileSync(join(project.root, '.astro/integrations/acme/acme.d.ts'), 'utf8')
  expect(types).toBe('declare const ACME: "two"')
})
