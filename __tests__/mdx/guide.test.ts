import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { ssrPages } from '../../src/index.ts'
import { build } from '../support/cli.ts'
import { blocksOf } from '../support/guide.ts'
import { createProjectInRepository } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { shared } from './site.ts'

let root = ''

afterAll(() => rmSync(root, { recursive: true, force: true }))

test('the files of docs/markdown.md#mdx are a site that works', async () => {
  const text = readFileSync(join(ROOT, 'docs/markdown.md'), 'utf8')
  const blocks = blocksOf(text.slice(text.indexOf('\n## MDX\n')))
  const codeOf = (language: string) => blocks.find((one) => one.language === language)?.code ?? ''
  root = createProjectInRepository({
    ...shared,
    'ssr-pages.config.mjs': codeOf('js'),
    'src/pages/help/returns.mdx': codeOf('mdx'),
    'src/pages/help/index.astro': codeOf('astro'),
    'src/components/Counter.jsx': String(shared['src/Counter.jsx']),
    'src/components/Note.astro': '<aside><slot /><slot name="more" /></aside>',
    'src/layouts/Help.astro':
      '<html><head><title>{Astro.props.frontmatter.title}</title></head><body><slot /></body></html>',
  })
  build(root)
  const pages = ssrPages({ dir: join(root, 'dist/pages') })
  const htmlOf = async (path: string) =>
    (await (await pages.fetch(new Request(`http://localhost${path}`)))?.text()) ?? ''

  const page = await htmlOf('/help/returns')
  expect(page).toContain('<title>Returns</title>')
  expect(page).toContain('what you bought within 30 days.')
  expect(page).toMatch(
    /<aside><p>Used goods <strong>cannot<\/strong> be returned.<\/p>\n?<p>Write to us.<\/p><\/aside>/,
  )
  expect(page).toMatch(/<astro-island [^>]*client="visible"/)

  const index = await htmlOf('/help')
  expect(index).toContain('<li>Returns</li>')
  expect(index).toContain('<h2 id="returns">Returns</h2>')
  expect(index).toContain('Used goods <aside>cannot</aside> be')
})
