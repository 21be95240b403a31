import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ROOT } from './support/root.ts'
import { type Registry, startRegistry } from './support/registry.ts'

const MB = 1_000_000
/** What builds and develops pages. A server has no use for it. */
const TOOLS = [
  '@astrojs/compiler-binding',
  '@ssr-pages/build',
  'lightningcss',
  'postcss',
  'rolldown',
  'vite',
]

/** The project of the README, with the packages as they would be published. */
describe('the project of the README on a server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'production-'))
  let registry: Registry

  beforeAll(async () => {
    await run('npm', 'pack', ROOT, join(ROOT, 'packages/build'), '--ignore-scripts', '--silent')
    const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
    registry = await startRegistry(tarballs.map((name) => join(folder, name)))
    await npm('init', '-y')
    await npm('install', 'ssr-pages', 'express')
    await npm('install', '--save-dev', '@ssr-pages/build')
  }, 180_000)

  afterAll(() => {
    registry?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('has what builds pages before it is installed for production', () => {
    expect(TOOLS.filter(isInstalled)).toEqual(TOOLS)
  })

  test.each([
    ['npm prune --omit=dev', ['prune']],
    ['npm ci --omit=dev', ['ci']],
  ])(
    'has less than 8 MB of packages, and nothing that builds pages, after %s',
    async (_, args) => {
      await npm(...args, '--omit=dev')
      expect(TOOLS.filter(isInstalled)).toEqual([])
      expect(sizeOf(join(folder, 'node_modules'))).toBeLessThan(8 * MB)
      const script = "import('ssr-pages').then(({ ssrPages }) => console.log(typeof ssrPages))"
      expect(await run(process.execPath, '-e', script)).toBe('function\n')
    },
    180_000,
  )

  function npm(...args: readonly string[]): Promise<string> {
    const cache = `--cache=${join(folder, '.npm')}`
    // `npm test` passes the setting of this repository on.
    const settings = ['--legacy-peer-deps=false', '--no-audit', '--no-fund']
    return run('npm', ...args, `--registry=${registry.url}`, cache, ...settings)
  }

  async function run(command: string, ...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(command, args, { cwd: folder })
    return stdout
  }

  function isInstalled(name: string): boolean {
    return existsSync(join(folder, 'node_modules', name))
  }
})

/** Bytes of all files, as `du --apparent-size` counts them but for folders. */
function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0)
}
