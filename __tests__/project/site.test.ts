import { mkdirSync, mkdtempSync, realpathSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { checkOutDir } from '../../src/build/out-dir.ts'
import { createSite } from '../../src/project/site.ts'
import { createProject } from '../support/project.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'site-')))

describe('an outDir that would delete sources, or whose files would become pages, is refused', () => {
  const cases = ['.', '..', '/', 'src', 'public', 'public/out', 'src/pages/out', 'link', 'sub/..']
  symlinkSync(root, join(root, 'link'))
  test.each(cases)('%s', (outDir) => {
    const site = createSite(root, {}, outDir)
    expect(() => checkOutDir(site)).toThrow(/outDir .* (is or contains|is inside) /)
  })

  test('also when the configuration sets the other folders', () => {
    const site = createSite(root, { publicDir: 'a/b', outDir: 'a' })
    expect(() => checkOutDir(site)).toThrow('publicDir')
  })

  test('also when the pages are a link into it', () => {
    mkdirSync(join(root, 'built/pages'), { recursive: true })
    mkdirSync(join(root, 'linked'))
    symlinkSync(join(root, 'built/pages'), join(root, 'linked/pages'))
    const site = createSite(root, { srcDir: 'linked', outDir: 'built' })
    expect(() => checkOutDir(site)).toThrow('is or contains the pages')
  })
})

describe('an outDir with other folders of the same names is refused', () => {
  const cases: [string, Readonly<Record<string, string>>, string | undefined][] = [
    ['a client folder', { 'client/index.html': '' }, 'client'],
    ['a pages folder', { 'pages/home.jsx': '' }, 'pages'],
    ['a manifest of something else', { 'pages/manifest.json': '{}' }, 'pages'],
    ['not JSON', { 'pages/manifest.json': '{', 'client/x': '' }, 'pages'],
    ['but not a build of any version of ssr-pages', built(), undefined],
    ['nor folders with other names', { 'assets/x': '', 'index.html': '' }, undefined],
  ]
  test.each(cases)('%s', (_name, files, foreign) => {
    const site = createSite(root, {}, createProject(files))
    const check = (): void => checkOutDir(site)
    if (foreign === undefined) expect(check).not.toThrow()
    else expect(check).toThrow(`has a folder ${foreign} that ssr-pages did not write`)
  })
})

describe('an outDir beside the sources is accepted', () => {
  const cases = [
    [undefined, join(root, 'dist')],
    ['..out', join(root, '..out')],
    ['../out', join(root, '../out')],
    ['/elsewhere/x', '/elsewhere/x'],
    ['publicity', join(root, 'publicity')],
  ] as const
  test.each(cases)('%s', (outDir, expected) => {
    const site = createSite(root, {}, outDir)
    expect(() => checkOutDir(site)).not.toThrow()
    expect(site.outDir).toBe(expected)
  })
})

const bases = [
  [undefined, '/'],
  ['/', '/'],
  ['/docs', '/docs/'],
  ['/docs//v1/', '/docs/v1/'],
] as const
test.each(bases)('the base starts and ends with a slash: %s', (base, expected) => {
  expect(createSite(root, base === undefined ? {} : { base }).base).toBe(expected)
})

function built(): Record<string, string> {
  return { 'pages/manifest.json': '{"version":0,"routes":[]}', 'pages/a.mjs': '', 'client/x': '' }
}
