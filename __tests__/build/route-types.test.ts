import { mkdirSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { findPages } from '../../src/project/pages.ts'
import { toRouteTypes, writeRouteTypes } from '../../src/build/route-types.ts'
import { createSite } from '../../src/project/site.ts'
import { toPattern } from '../../src/routing/parse.ts'
import { ROOT } from '../support/root.ts'
import { build, runCliSync } from '../support/cli.ts'
import { createProject, write } from '../support/project.ts'

const FILE = 'ssr-pages-env.d.ts'

describe('params of a route', () => {
  const cases = [
    ['index.astro', '"/": {}'],
    ['[id].astro', '"/[id]": { id: string }'],
    [
      '[lang]/[year]-[month].ts',
      '"/[lang]/[year]-[month]": { lang: string; year: string; month: string }',
    ],
    ['docs/[...path].astro', '"/docs/[...path]": { path: string | undefined }'],
    ['[...name].json.ts', '"/[...name].json": { name: string }'],
    ["it's.astro", `"/it's": {}`],
    ['[größe].astro', '"/[größe]": { größe: string }'],
  ] as const
  test.each(cases)('%s', (file, expected) => {
    expect(toRouteTypes(toPages([file]))).toContain(`  interface Routes {\n    ${expected}\n  }\n`)
  })
})

test('the types are the same in whatever order the files are read', () => {
  const files = cases()
  expect(toRouteTypes(toPages(files.toReversed()))).toBe(toRouteTypes(toPages(files)))
})

describe('the file of types', () => {
  test('is written by a build, and stays as it is when a build fails', () => {
    const root = createProject({ 'src/pages/[id].astro': '<p>one</p>' })
    build(root)
    expect(readTypes(root)).toMatch(/^\/\/ Made by ssr-pages .*\n/)
    expect(readTypes(root)).toContain('"/[id]": { id: string }')

    write(join(root, FILE), 'old')
    write(join(root, 'src/pages/[id].astro'), '<p>{</p>')
    expect(runCliSync(['build'], root).code).toBe(1)
    expect(readTypes(root)).toBe('old')
  }, 60_000)

  test('is written again when there is another route, and only then', () => {
    const root = createProject({ 'src/pages/index.astro': '' })
    expect(writeIn(root)).toEqual([])
    utimesSync(join(root, FILE), 0, 0)
    writeIn(root)
    expect(statSync(join(root, FILE)).mtimeMs).toBe(0)

    write(join(root, 'src/pages/b.astro'), '')
    writeIn(root)
    expect(readTypes(root)).toContain('"/b": {}')
  })

  test('is not written again for line ends of Windows', () => {
    const root = createProject({ 'src/pages/index.astro': '' })
    writeIn(root)
    const text = readTypes(root).replaceAll('\n', '\r\n')
    write(join(root, FILE), text)
    writeIn(root)
    expect(readTypes(root)).toBe(text)
  })

  test('is only worth a warning when it cannot be written', () => {
    const root = createProject({ 'src/pages/index.astro': '' })
    // A folder in its place refuses the write whoever asks for it.
    mkdirSync(join(root, FILE))
    expect(writeIn(root)).toEqual([
      expect.stringMatching(/^ssr-pages-env\.d\.ts was not written, so .+: .*EISDIR/),
    ])
  })
})

test('that of the example is up to date', () => {
  const root = join(ROOT, 'example-app')
  const types = toRouteTypes(findPages(createSite(root, {})))
  expect(readTypes(root)).toBe(types)
})

/** Writes the file as a build does; gives the warnings. */
function writeIn(root: string): string[] {
  const warnings: string[] = []
  writeRouteTypes(createSite(root, {}), (text) => void warnings.push(text))
  return warnings
}

function readTypes(root: string): string {
  return readFileSync(join(root, FILE), 'utf8')
}

function cases(): string[] {
  return ['index.astro', '[a]-x.ts', 'x-[a].astro', 'b/[...c].astro', 'b/index.ts', 'B.astro']
}

function toPages(files: readonly string[]): { pattern: string; file: string }[] {
  return files.map((file) => ({ pattern: toPattern(file), file }))
}
