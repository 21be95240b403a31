import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { runCli } from '../support/cli.ts'
import { createProjectInRepository, readTree } from '../support/project.ts'

let root = ''
let printed = ''

beforeAll(async () => {
  root = createProjectInRepository({
    'ssr-pages.config.mjs':
      "export default { output: 'static', redirects: { '/old': '/posts/a' } }",
    'src/content.config.mjs': `import { defineCollection } from 'astro:content'
const posts = defineCollection({ loader: () => [{ id: 'a', title: 'A' }, { id: 'b', title: 'B' }] })
export const collections = { posts }`,
    'src/pages/posts/[id].astro': `---
import { getCollection, getEntry } from 'astro:content'
export const getStaticPaths = async () => {
  const posts = await getCollection('posts')
  return posts.map(({ id, data }) => ({ params: { id }, props: data }))
}
const none = await getEntry('posts', 'none')
---
<h1>{Astro.props.title} {String(none)}</h1>`,
  })
  const result = await runCli('build', root)
  if (result.code !== 0) throw new Error(result.printed)
  printed = result.printed
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

test('a site without a server has a page for each entry, and no data beside its pages', () => {
  const html = (id: string) =>
    readFileSync(join(root, `dist/client/posts/${id}/index.html`), 'utf8')
  expect(html('a')).toContain('<h1>A undefined</h1>')
  expect(html('b')).toContain('<h1>B undefined</h1>')
  const files = [...readTree(join(root, 'dist/pages')).keys()]
  expect(files.filter((file) => /content/.test(file))).toEqual([])
})

test('an entry that a prerendered page does not find is warned of once', () => {
  expect(printed.match(/\[content\] The collection "posts" has no entry "none"/g)).toHaveLength(1)
})
