import { mkdtempSync, realpathSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createSite } from '../../src/vite/site.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'site-')))

describe('an outDir that would destroy sources is refused', () => {
  const cases = ['.', '..', '/', 'src', 'public', 'public/out', 'link', 'sub/..']
  symlinkSync(root, join(root, 'link'))
  test.each(cases)('%s', (outDir) => {
    expect(() => createSite(root, {}, outDir)).toThrow(/outDir .* (is or contains|is inside) /)
  })

  test('also when the configuration names the other folders', () => {
    expect(() => createSite(root, { publicDir: 'a/b', outDir: 'a' })).toThrow('publicDir')
  })
})

describe('an outDir beside the sources is taken', () => {
  const cases = [
    [undefined, join(root, 'dist')],
    ['..out', join(root, '..out')],
    ['../out', join(root, '../out')],
    ['/elsewhere/x', '/elsewhere/x'],
    ['publicity', join(root, 'publicity')],
  ] as const
  test.each(cases)('%s', (outDir, expected) => {
    expect(createSite(root, {}, outDir).outDir).toBe(expected)
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
