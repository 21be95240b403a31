import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { BIN } from '../support/package.ts'
import { createProject, linkOwnPackage, readTree } from '../support/project.ts'
import { buildWarm } from '../support/warm-cli.ts'
import { SECRET, SITE } from './site.ts'

let root: string
let files: Map<string, string>

const GOOD = { API_TOKEN: `${SECRET}-env`, LIMIT: '7', OTHER: 'o' }

beforeAll(async () => {
  root = createProject(SITE)
  linkOwnPackage(root)
  await buildWarm(root)
  files = readTree(join(root, 'dist'))
})

describe('a build', () => {
  test('contains no secret, neither for browsers nor for the server', () => {
    expect(files.size).toBeGreaterThan(8)
    expect([...files].filter(([, text]) => text.includes(SECRET))).toEqual([])
  })

  test('writes client variables into scripts, in a form that cannot end them', () => {
    const scripts = [...files].filter(([path]) => path.endsWith('.js'))
    expect(scripts).toHaveLength(1)
    expect(scripts[0]?.[1]).toContain('https://a.test/?q=')
    expect(scripts[0]?.[1]).not.toContain('</script')
    expect(scripts[0]?.[1]).not.toMatch(/PAGE_SIZE|API_TOKEN|LIMIT|REGION/)
  })

  test('renders pages at build with the values of that time, secrets from .env included', () => {
    expect(files.get('client/size/index.html')).toContain('<p>20</p>')
    expect(files.get('client/limit/index.html')).toContain('<p>5</p>')
  })

  test('declares the variables', () => {
    const types = readTree(root).get('ssr-pages-env.d.ts')
    expect(types).toContain("declare module 'astro:env/client' {\n  export const API_URL: string\n")
    expect(types).toContain("  export const REGION: 'eu' | 'us' | undefined\n")
  })
})

describe('a server of built pages', () => {
  const page = `import { ssrPages } from 'ssr-pages'
const pages = ssrPages()
const text = async (path) => (await pages.fetch(new Request('http://a.test' + path))).text()
console.log(JSON.stringify([await text('/'), await text('/api'), await pages.render('card')]))`

  test('reads secrets from its own environment, with their types', async () => {
    const [html, api, view] = JSON.parse(await run(page, { ...GOOD, REGION: 'us' }))
    expect(html).toContain(`https://a.test/?q=&lt;/script&gt; 20 ${SECRET}-env 7 us o</p>`)
    expect(api).toBe('"number"')
    expect(view).toContain(`<b>${SECRET}-env</b>`)
  })

  const LOADED: Readonly<Record<string, string>> = {
    'an ES module': `import { ssrPages } from 'ssr-pages'\nssrPages()`,
    'a CommonJS module': `process.getBuiltinModule('module').createRequire(process.cwd() + '/a.js')('ssr-pages').ssrPages()`,
    'a function of Netlify': `import { createHandler } from 'ssr-pages/netlify'
const { manifest, modules } = await import(process.cwd() + '/dist/pages/_site.mjs')
createHandler(manifest, modules)`,
    'a lambda of Netlify': `import { createLambdaHandler } from 'ssr-pages/netlify'
const { manifest, modules } = await import(process.cwd() + '/dist/pages/_site.mjs')
createLambdaHandler(manifest, modules)`,
  }

  test.each(Object.keys(LOADED))(
    'does not start, as %s, and names every variable that is wrong, but no value',
    async (name) => {
      const code = LOADED[name] ?? ''
      const wrong = { API_TOKEN: 'tell-nobody', REGION: 'zz-secret' }
      const error = await run(code, wrong).catch(({ stderr }) => String(stderr))
      expect(error).toContain('3 environment variables are not what `env.schema` requires:')
      expect(error).toContain("\n  API_TOKEN must be a string that starts with 'do-'\n")
      expect(error).toContain('\n  LIMIT is missing; it must be a number of at least 1\n')
      expect(error).toContain("\n  REGION must be 'eu' or 'us'\n")
      expect(error).not.toMatch(/tell-nobody|zz-secret/)
    },
  )

  test('starts without the secrets of pages that were all rendered at build', async () => {
    const { 'src/pages/size.astro': size = '', 'src/pages/limit.astro': limit = '' } = SITE
    const kept = Object.fromEntries(
      Object.entries(SITE).filter(([path]) => !path.startsWith('src/')),
    )
    const site = createProject({ ...kept, 'src/pages/a.astro': size, 'src/pages/b.astro': limit })
    linkOwnPackage(site)
    await buildWarm(site)
    const code = `import { ssrPages } from 'ssr-pages'
console.log(await (await ssrPages().fetch(new Request('http://a.test/b'))).text())`
    expect(await run(code, {}, site)).toContain('<p>5</p>')
  })
})

test('ssr-pages preview reads .env files, and the environment overrides them', async () => {
  const { PATH = '' } = process.env
  const args = [BIN, 'preview', '--port', '0']
  const child = spawn(process.execPath, args, { cwd: root, env: { PATH, LIMIT: '8' } })
  try {
    const [line] = await once(child.stdout, 'data')
    const html = await (await fetch(String(line).trim())).text()
    expect(html).toContain(`20 ${SECRET}-file 8 undefined undefined</p>`)
  } finally {
    child.kill()
    await once(child, 'close')
  }
})

async function run(
  code: string,
  env: Readonly<Record<string, string>>,
  cwd = root,
): Promise<string> {
  const args = ['--input-type=module', '--eval', code]
  const { PATH = '' } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd,
    env: { PATH, ...env },
  })
  return stdout
}
