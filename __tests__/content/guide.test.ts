import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { linkAllPackages } from '../support/link-packages.ts'
import { createProject, write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { buildWarm, runWarmCli } from '../support/warm-cli.ts'

const GUIDE = readFileSync(join(ROOT, 'docs/content.md'), 'utf8')

/** The code blocks of a language. */
function blocksOf(language: string): string[] {
  const blocks = GUIDE.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))
  return [...blocks].map(([, text = '']) => text)
}

test('the files of docs/content.md are a site that builds, and its mistake is reported as it says', async () => {
  const [config = '', products = ''] = blocksOf('ts')
  const [text = ''] = blocksOf('md')
  const [authors = ''] = blocksOf('json')
  const [page = ''] = blocksOf('astro')
  const [mistake = ''] = blocksOf('text')
  const post = text.replace(/^<!--.*-->\n/, '')
  const root = createProject({
    'src/content.config.ts': config.replace(
      'export const collections = {',
      `${products}export const collections = { products,`,
    ),
    'src/content/authors.json': authors,
    'src/content/journal/hello.md': post,
    'src/content/products/tea.yaml': 'name: Tea\nphoto: ./tea.svg\n',
    'src/content/products/tea.svg':
      '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>',
    'src/pages/journal/[...id].astro': page,
    'package.json': '{ "type": "module" }',
  })
  linkAllPackages(root)
  await buildWarm(root)
  const html = readFileSync(join(root, 'dist/client/journal/hello/index.html'), 'utf8')
  for (const part of [
    '<h1>Hello</h1>',
    '<p>Ann, 2026</p>',
    'The shop <strong>opens</strong> in May.',
  ]) {
    expect(html).toContain(part)
  }
  const types = readFileSync(join(root, 'ssr-pages-env.d.ts'), 'utf8')
  expect(types).toContain(
    '"journal": Record<string, DataEntry<"journal", InferEntrySchema<"journal">>>',
  )
  write(join(root, 'src/content/journal/hello.md'), post.replace('2026-03-01', 'May'))
  const { stderr } = await runWarmCli(['build'], root)
  expect(stderr).toContain(mistake)
})
