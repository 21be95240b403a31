import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { write } from '../support/project.ts'
import { type Registry, startRegistry } from '../support/registry.ts'
import { ROOT } from '../support/root.ts'

// `npm test` passes on the settings of this project's .npmrc.
const ENV = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)))

/** The project of an Astro user, whose frameworks have Astro as a peer. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'shop',
    type: 'module',
    overrides: { astro: 'npm:ssr-pages@^0.1.0' },
  }),
  'astro.config.mjs': `import { defineConfig } from 'astro/config'
import svelte from '@astrojs/svelte'
import vue from '@astrojs/vue'
export default defineConfig({ output: 'server', integrations: [vue(), svelte()] })
`,
  'tsconfig.json': '{ "extends": "astro/tsconfigs/strict" }',
  'src/env.d.ts': '/// <reference types="astro/client" />\n',
  'src/text.ts': `import type { APIRoute, AstroIntegration } from 'astro'
import { AstroError } from 'astro/errors'
import { base } from 'astro:config/client'
export const GET: APIRoute = ({ url }) => new Response(base + url.pathname)
export const none: AstroIntegration = { name: 'none', hooks: {} }
export const wrong: number = new AstroError('a').message
`,
  'src/components/Vue.vue': '<template><b>vue</b></template>\n',
  'src/components/Svelte.svelte': '<b>svelte</b>\n',
  'src/pages/index.astro': `---
import Svelte from '../components/Svelte.svelte'
import Vue from '../components/Vue.vue'
---
<Vue client:load /><Svelte client:load />
`,
}

describe('a project that overrides astro by ssr-pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'override-'))
  let registry: Registry

  beforeAll(async () => {
    await run('npm', 'pack', ROOT, join(ROOT, 'packages/build'), '--ignore-scripts', '--silent')
    const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
    registry = await startRegistry(tarballs.map((name) => join(folder, name)))
    for (const [file, text] of Object.entries(FILES)) write(join(folder, file), text)
    const packages = ['ssr-pages', '@ssr-pages/build', '@astrojs/vue', '@astrojs/svelte']
    await npm('install', ...packages, 'vue', 'svelte', 'typescript')
  }, 180_000)

  afterAll(() => {
    registry?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('has no other astro installed', async () => {
    const installed = (await npm('ls', 'astro')).match(/ astro@\S+/g) ?? []
    expect(installed.length).toBeGreaterThan(1)
    expect(new Set(installed)).toEqual(new Set([' astro@npm:ssr-pages@0.1.0']))
  })

  test('builds, with islands of both frameworks', async () => {
    await run(process.execPath, 'node_modules/ssr-pages/bin/ssr-pages.js', 'build')
    const pages = join(folder, 'dist/pages/manifest.json')
    const script = `console.log(await (await (await import('ssr-pages')).ssrPages({ dir: 'dist/pages' }).fetch(new Request('http://localhost/'))).text())`
    const html = await run(process.execPath, '--input-type=module', '-e', script)
    expect(pages).toContain(folder)
    expect(html.match(/<b>(?:vue|<!--.*?-->svelte|svelte)<\/b>/g)).toHaveLength(2)
  })

  test('has the types of astro, astro/client and astro/tsconfigs', async () => {
    const tsc = run(process.execPath, 'node_modules/typescript/lib/tsc.js', '--noEmit')
    const { stdout } = await tsc.then(
      (printed) => ({ stdout: printed }),
      (error: { stdout: string }) => error,
    )
    expect(stdout.trim().split('\n')).toEqual([
      "src/text.ts(6,14): error TS2322: Type 'string' is not assignable to type 'number'.",
    ])
  })

  test('finds the modules that packages import when the configuration is read', async () => {
    const names = ['config', 'errors', 'middleware', 'jsx-runtime', 'compiler-runtime']
    const script = names.map((name) => `import('astro/${name}')`).join(', ')
    const counts = `Promise.all([${script}]).then((all) => console.log(all.every((one) => Object.keys(one).length > 0)))`
    expect(await run(process.execPath, '-e', counts)).toBe('true\n')
  })

  function npm(...args: readonly string[]): Promise<string> {
    const cache = `--cache=${join(folder, '.npm')}`
    // `npm test` passes the setting of this repository on.
    const settings = ['--legacy-peer-deps=false', '--no-audit', '--no-fund']
    return run('npm', ...args, `--registry=${registry.url}`, cache, ...settings)
  }

  async function run(command: string, ...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(command, args, { cwd: folder, env: ENV })
    return stdout
  }
})
