import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { repositoryOf } from '../../docs-site/markdown/repository.ts'
import { resolveLink } from '../../docs-site/markdown/resolve-link.ts'

const REPOSITORY = 'https://github.com/a/b/blob/main'

test.each([
  ['another file of docs', 'views.md', 'docs/forms.md', { href: '/views' }],
  ['a heading in it', 'views.md#errors', 'docs/forms.md', { href: '/views#errors' }],
  ['a heading of the same file', '#errors', 'docs/views.md', { href: '/views#errors' }],
  ['a decision', 'decisions/001-a.md', 'docs/views.md', { href: '/decisions/001-a' }],
  ['a file above the decisions', '../views.md', 'docs/decisions/001-a.md', { href: '/views' }],
  ['the README', '../README.md', 'docs/views.md', { href: '/' }],
  ['a part of the README', '../README.md#options', 'docs/views.md', { href: '/start#options' }],
  ['the errors', 'errors.md', 'docs/views.md', { href: '/errors' }],
  ['one error', 'errors.md#ssr_pages_usage', 'docs/a.md', { href: '/errors/SSR_PAGES_USAGE' }],
  ['a group of errors', 'errors.md#at-start-up', 'docs/a.md', { href: '/errors#at-start-up' }],
  ['a file with a page of another name', 'CHANGELOG.md', 'README.md', { href: '/changes' }],
  [
    'another site',
    'https://example.com/a.md',
    'docs/views.md',
    { href: 'https://example.com/a.md' },
  ],
  ['a test', '../__tests__/a b.ts', 'docs/views.md', { href: `${REPOSITORY}/__tests__/a%20b.ts` }],
])('a link to %s leads there', (_, href, from, target) => {
  expect(resolveLink(href, from, REPOSITORY)).toEqual(target)
})

test('a link to a test names the file if the repository has no address', () => {
  expect(resolveLink('../__tests__/a.ts', 'docs/views.md')).toEqual({ file: '__tests__/a.ts' })
})

test.each([
  ['github:a/b', REPOSITORY],
  ['https://github.com/a/b', REPOSITORY],
  [{ type: 'git', url: 'git+https://github.com/a/b.git' }, REPOSITORY],
  [undefined, undefined],
])('the repository %j of package.json has the address %s', (repository, address) => {
  const root = mkdtempSync(join(tmpdir(), 'repository-'))
  writeFileSync(join(root, 'package.json'), JSON.stringify({ repository }))
  expect(repositoryOf(root)).toBe(address)
  rmSync(root, { recursive: true })
})
