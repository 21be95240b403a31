import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { ROOT } from '../support/root.ts'

test('docs/integrations.md names the versions of the packages that the tests run', () => {
  const docs = readFileSync(join(ROOT, 'docs/integrations.md'), 'utf8')
  const listed = [...docs.matchAll(/^\| `([^`]+)` \| ([\d.]+) \|/gm)].map(
    ([, name = '', version]) => [name, version],
  )
  expect(listed.length).toBeGreaterThan(15)
  expect(listed).toEqual(listed.map(([name = '']) => [name, versionOf(name)]))
})

test('docs/integrations.md lists each package that the site of packages imports', () => {
  const config = readFileSync(join(SITE, 'ssr-pages.config.mjs'), 'utf8')
  const pages = ['index.astro', 'code.astro', 'videos.astro', 'rss.xml.ts', '../layouts/Base.astro']
  const texts = pages.map((name) => readFileSync(join(SITE, 'src/pages', name), 'utf8'))
  const names = [config, ...texts].flatMap((text) =>
    [...text.matchAll(/from '((?:@[\w-]+\/)?[\w-]+)/g)].map(([, name = '']) => name),
  )
  const packages = [...new Set(names)].filter((name) => name !== 'astro').toSorted()
  const docs = readFileSync(join(ROOT, 'docs/integrations.md'), 'utf8')
  expect(packages.length).toBeGreaterThan(12)
  expect(packages.filter((name) => !docs.includes(`| \`${name}\` |`))).toEqual([])
})

const SITE = join(ROOT, '__tests__/fixtures/packages-site')

function versionOf(name: string): string {
  const file = join(ROOT, 'node_modules', name, 'package.json')
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'))
  return version
}
