import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as vite from 'vite'
import { linkTsconfig } from '../../src/config/tsconfig.ts'
import { createProjectInRepository } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { buildWarm, runWarmCli } from '../support/warm-cli.ts'
import { createProject, readTree } from '../support/project.ts'

const PAGE = {
  'package.json': '{}',
  'lib/a.ts': `export const a: string = 'found-a'\nconsole.log(a)`,
  'src/pages/index.astro': `---
import { a } from '@x/a'
---
<p>{a}</p><script>import { a } from '@x/a'\nalert(a)</script>`,
}
const PATHS = '"paths": { "@x/*": ["./lib/*"] }'

describe('a project with the configuration that Astro makes builds without the astro package', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    [
      'as create-astro writes it',
      {
        'tsconfig.json': `{ "extends": "astro/tsconfigs/strict", "compilerOptions": { ${PATHS} } }`,
      },
    ],
    [
      'with comments and trailing commas',
      {
        'tsconfig.json': `\uFEFF{ // one\n"extends": "astro/tsconfigs/base.json", /* two */ "compilerOptions": { ${PATHS}, }, }`,
      },
    ],
    [
      'with a baseUrl',
      {
        'tsconfig.json':
          '{ "extends": "astro/tsconfigs/strictest", "compilerOptions": { "baseUrl": ".", "paths": { "@x/*": ["lib/*"] } } }',
      },
    ],
    [
      'by files in between',
      {
        'tsconfig.json': '{ "extends": ["./config/one", "./config/two.json"], "include": ["src"] }',
        'config/one.json': '{ "extends": "astro/tsconfigs/strict", "include": ["nowhere"] }',
        'config/two.json': '{ "compilerOptions": { "paths": { "@x/*": ["../lib/*"] } } }',
      },
    ],
    [
      'by a package',
      {
        'tsconfig.json': `{ "extends": "acme-config/tsconfig.json", "compilerOptions": { ${PATHS} } }`,
        'node_modules/acme-config/tsconfig.json': '{ "extends": "astro/tsconfigs/strict" }',
      },
    ],
    [
      'with the folder of the configuration in its paths',
      {
        'tsconfig.json': '{ "extends": "./config/one.json" }',
        'config/one.json':
          '{ "extends": "astro/tsconfigs/strict", "compilerOptions": { "paths": { "@x/*": ["${configDir}/lib/*"] } } }',
      },
    ],
  ])('%s', async (_name, files) => {
    const root = createProject({ ...PAGE, ...files })
    await buildWarm(root)
    const tree = readTree(join(root, 'dist'))
    expect(tree.get('pages/index.mjs')).toContain('found-a')
    const scripts = [...tree].filter(([name]) => name.endsWith('.js'))
    expect(scripts.map(([, text]) => text)).toEqual([expect.stringContaining('found-a')])
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith('ssr-pages-tsconfig-'))
    expect(
      left.filter((name) => readFileSync(join(tmpdir(), name, 'tsconfig.json')).includes(root)),
    ).toEqual([])
  })
})

describe("the project's own configuration is left to Vite", () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['when there is no tsconfig.json', {}],
    ['when it extends nothing', { 'tsconfig.json': `{ "compilerOptions": { ${PATHS} } }` }],
    [
      'when the astro package is installed',
      {
        'tsconfig.json': '{ "extends": "astro/tsconfigs/strict" }',
        'node_modules/astro/package.json': '{}',
      },
    ],
    [
      'when it extends a missing file',
      { 'tsconfig.json': '{ "extends": ["astro/tsconfigs/base", "./gone"] }' },
    ],
    [
      'when it extends itself',
      { 'tsconfig.json': '{ "extends": ["astro/tsconfigs/base", "./tsconfig"] }' },
    ],
    [
      'when Astro has no such configuration',
      { 'tsconfig.json': '{ "extends": "astro/tsconfigs/react" }' },
    ],
    ['when it is not JSON', { 'tsconfig.json': '{ "extends": "astro/tsconfigs/base"' }],
    ['when it is code', { 'tsconfig.json': 'globalThis.ran = true' }],
  ])('%s', (_name, files) => {
    expect(linkTsconfig(vite, createProject(files))).toBeUndefined()
  })

  test('and the missing file is named', async () => {
    const root = createProject({ ...PAGE, 'tsconfig.json': '{ "extends": "acme-config" }' })
    const { code, stderr } = await runWarmCli(['build'], root)
    expect([code, stderr]).toEqual([1, expect.stringContaining('acme-config')])
  })
})

test('the linked configuration is removed after its use, and lists its sources', () => {
  const root = createProject({ 'tsconfig.json': '{ "extends": "astro/tsconfigs/strict" }' })
  const linked = linkTsconfig(vite, root)
  expect(linked?.sources.map((file) => file.replace(/.*\/(?=tsconfig)/, ''))).toEqual([
    'tsconfig.json',
    'tsconfigs/strict.json',
    'tsconfigs/base.json',
  ])
  const { include, compilerOptions } = JSON.parse(readFileSync(linked?.file ?? '', 'utf8'))
  expect(include).toContain(join(root, '**/*'))
  expect(compilerOptions).toMatchObject({ strict: true, verbatimModuleSyntax: true })
  linked?.remove()
  expect(existsSync(dirname(linked?.file ?? ''))).toBe(false)
})

test.each(['base', 'strict', 'strictest', 'strict.json'])(
  'TypeScript finds ssr-pages/tsconfigs/%s',
  async (name) => {
    const root = createProjectInRepository({
      'tsconfig.json': JSON.stringify({ extends: `ssr-pages/tsconfigs/${name}` }),
      'src/a.ts': 'export {}',
    })
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '--showConfig', '-p', root], {
      encoding: 'utf8',
    })
    await rm(root, { recursive: true })
    const { compilerOptions } = JSON.parse(stdout)
    expect(compilerOptions).toMatchObject({
      moduleResolution: 'bundler',
      ...(name !== 'base' && { strict: true }),
      ...(name === 'strictest' && { exactOptionalPropertyTypes: true }),
    })
  },
)
