import { existsSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { buildIfStale, removeIfStale } from '../scripts/dist.js'
import { findPackageSuites } from './support/package-suites.js'
import { write } from './support/project.ts'
import { ROOT } from './support/root.ts'

describe('a build of the package', () => {
  let root: string
  let builds: number

  function build(): void {
    builds++
    write(join(root, 'dist/index.js'), `built ${builds}`)
    write(join(root, 'dist/netlify/index.d.ts'), '')
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'package-build-'))
    builds = 0
    write(join(root, 'src/index.ts'), 'const a = 1')
    write(join(root, 'src/core/handler.ts'), '')
    write(join(root, 'package.json'), '{}')
    buildIfStale(root, build)
  })

  afterEach(() => rmSync(root, { recursive: true }))

  test('is not made again while nothing changed', () => {
    buildIfStale(root, build)
    removeIfStale(root)
    expect([builds, existsSync(join(root, 'dist/index.js'))]).toEqual([1, true])
  })

  const changes: [what: string, change: () => void][] = [
    ['a source has other text of the same length and age', () => rewriteSilently('src/index.ts')],
    ['a source is new', () => write(join(root, 'src/new.ts'), '')],
    ['a source is gone', () => rmSync(join(root, 'src/core'), { recursive: true })],
    ['package.json changed', () => write(join(root, 'package.json'), '{"type":"module"}')],
    ['the tools changed', () => write(join(root, 'package-lock.json'), '{}')],
    ['a built file was changed', () => write(join(root, 'dist/index.js'), 'other')],
    ['a built file is gone', () => rmSync(join(root, 'dist/netlify'), { recursive: true })],
    ['another built file is left', () => write(join(root, 'dist/old.js'), '')],
    ['it was made by other tools', () => rmSync(join(root, 'node_modules'), { recursive: true })],
  ]

  test.each(changes)('is removed before suites that run from source when %s', (_, change) => {
    change()
    removeIfStale(root)
    expect(existsSync(join(root, 'dist'))).toBe(false)
  })

  test.each(changes)('is made again before suites of the package when %s', (_, change) => {
    change()
    buildIfStale(root, build)
    expect([builds, existsSync(join(root, 'dist/old.js'))]).toEqual([2, false])
  })

  test('is stale when a source changed while it was made', () => {
    write(join(root, 'src/index.ts'), 'const a = 3')
    buildIfStale(root, () => {
      build()
      write(join(root, 'src/index.ts'), 'const a = 4')
    })
    removeIfStale(root)
    expect(existsSync(join(root, 'dist'))).toBe(false)
  })

  test('that failed is not taken for one', () => {
    write(join(root, 'src/index.ts'), 'const a = 3')
    const fail = () => {
      build()
      throw new Error('no disk')
    }
    expect(() => buildIfStale(root, fail)).toThrow('no disk')
    buildIfStale(root, build)
    expect(builds).toBe(3)
  })

  function rewriteSilently(name: string): void {
    const file = join(root, name)
    const { atime, mtime } = statSync(file)
    write(file, 'const a = 2')
    utimesSync(file, atime, mtime)
  }
})

describe('the suites that the package is built for', () => {
  const suites = findPackageSuites(join(ROOT, '__tests__')).map((file) =>
    relative(join(ROOT, '__tests__'), file).replaceAll('\\', '/'),
  )

  test.each([
    'package.test.ts', // starts npm
    'readme.test.ts',
    'two-copies.test.ts', // imports support/package.ts
    'cli/main.test.ts',
    'conformance/adapters.test.ts', // a helper of a helper starts servers
    'dev/dev.test.ts',
    'example-app/shop.test.ts',
    'types/typescript.test.ts',
  ])('have %s among them', (suite) => {
    expect(suites).toContain(suite)
  })

  test.each(['routing/match.test.ts', 'render/components.test.ts', 'bridge/url.test.ts'])(
    'leave %s out',
    (suite) => {
      expect(existsSync(join(ROOT, '__tests__', suite))).toBe(true)
      expect(suites).not.toContain(suite)
    },
  )
})
