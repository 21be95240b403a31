import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from '@jest/globals'
import { ownModule } from '../../src/project/own-package.ts'
import { ROOT } from '../support/root.ts'

interface Entry {
  readonly types: string
  readonly default: string
}

const { exports }: { exports: Readonly<Record<string, Entry | string>> } = JSON.parse(
  readFileSync(`${ROOT}/package.json`, 'utf8'),
)
const entries = Object.entries(exports).flatMap(([path, entry]) =>
  typeof entry === 'string' || !entry.default?.startsWith('./dist/astro-')
    ? []
    : [[`ssr-pages${path.slice(1)}`, entry] as const],
)

test('package.json names entries for the modules of Astro', () => {
  expect(entries.length).toBeGreaterThan(20)
})

test.each(entries)('a configuration that imports %s gets the file of the entry', (entry, files) => {
  const file = ownModule(entry)
  expect(existsSync(file)).toBe(true)
  const inSources = `${basename(files.types, '.d.ts')}.ts`
  expect([inSources, basename(files.default)]).toContain(basename(file))
})
