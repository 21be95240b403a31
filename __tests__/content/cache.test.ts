import {
  appendFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { runWarmCli } from '../support/warm-cli.ts'
import { write } from '../support/project.ts'
import { createContentProject, readBuilt } from './loaded-site.ts'

const CACHE = 'node_modules/.ssr-pages/content/build.jsonl'

// The plugin of the processor tells of each text that it renders.
const SITE = (option: string) => `import { appendFileSync } from 'node:fs'
import { unified } from '@astrojs/markdown-remark'
const tell = () => (_tree, file) => appendFileSync(new URL('./rendered.txt', import.meta.url), file.path.split('/').at(-1) + ' ')
export default { markdown: { processor: unified({ remarkPlugins: [tell] }), ${option} } }
`
const CONFIG = `import { defineCollection, z } from 'astro:content'
import { file, glob } from 'astro/loaders'
const loader = {
  name: 'counter',
  async load({ store, meta }) {
    const runs = Number(meta.get('runs') ?? 0) + 1
    meta.set('runs', String(runs))
    store.set({ id: 'run' + runs, data: { runs, at: new Date(0) } })
  },
}
export const collections = {
  blog: defineCollection({ loader: glob({ pattern: '*.md', base: 'texts' }), schema: z.object({ title: z.string() }) }),
  runs: defineCollection({ loader }),
}
`

let root = ''

const post = (title: string) => `---\ntitle: ${title}\n---\nText of ${title}\n`
const idsOf = (entries: readonly { id: string }[] = []) => entries.map(({ id }) => id)

/** Builds, and returns what was printed with the names of the files that were rendered. */
async function build() {
  rmSync(join(root, 'rendered.txt'), { force: true })
  const { collections, stderr } = await readBuilt(root)
  const file = join(root, 'rendered.txt')
  const rendered = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').toSorted() : []
  return { blog: collections['blog'] ?? [], runs: collections['runs'] ?? [], rendered, stderr }
}

beforeAll(async () => {
  root = createContentProject(['blog', 'runs'], {
    'ssr-pages.config.mjs': SITE(''),
    'src/content.config.ts': CONFIG,
    'texts/a.md': post('A'),
    'texts/b.md': post('B'),
  })
  expect((await build()).rendered).toEqual(['a.md', 'b.md'])
}, 60_000)

describe('a second build', () => {
  test('renders no entry again, and has the same entries', async () => {
    const { blog, runs, rendered } = await build()
    expect(rendered).toEqual([])
    expect(blog.map(({ id, data, body, rendered: html }) => [id, data, body, html?.html])).toEqual([
      ['a', { title: 'A' }, 'Text of A', '<p>Text of A</p>'],
      ['b', { title: 'B' }, 'Text of B', '<p>Text of B</p>'],
    ])
    // Loaders find what they have stored, and what they remember.
    expect(idsOf(runs)).toEqual(['run1', 'run2'])
    expect(runs[0]?.data).toEqual({ runs: 1, at: { Date: '1970-01-01T00:00:00.000Z' } })
  })

  test('renders the entries that have changed, and forgets those that are gone', async () => {
    write(join(root, 'texts/a.md'), post('New'))
    write(join(root, 'texts/c.md'), post('C'))
    rmSync(join(root, 'texts/b.md'))
    const { blog, rendered } = await build()
    expect(rendered).toEqual(['a.md', 'c.md'])
    expect(blog.map(({ id, data }) => [id, data])).toEqual([
      ['a', { title: 'New' }],
      ['c', { title: 'C' }],
    ])
    expect(readFileSync(join(root, CACHE), 'utf8')).not.toContain('Text of B')
  })

  test.each([
    ['options of Markdown', 'ssr-pages.config.mjs', SITE('gfm: false')],
    ['the configuration of content', 'src/content.config.ts', `${CONFIG}// changed\n`],
    ['the lock file', 'package-lock.json', '{ "packages": {} }'],
  ])('renders all entries again after a change of %s', async (_what, file, text) => {
    await build()
    write(join(root, file), text)
    expect((await build()).rendered).toEqual(['a.md', 'c.md'])
    expect((await build()).rendered).toEqual([])
  })

  test('makes a broken cache anew, and says so', async () => {
    const text = readFileSync(join(root, CACHE), 'utf8')
    const lessOneLine = text.slice(0, text.lastIndexOf('\n'))
    const all = [lessOneLine, text.slice(0, -40), `${text.slice(0, 200)}{`, '', '\0\0']
    for (const broken of all) {
      writeFileSync(join(root, CACHE), broken)
      const { rendered, stderr } = await build()
      expect(rendered).toEqual(['a.md', 'c.md'])
      expect(stderr).toContain('the cache of content is broken, and is made anew')
      expect(stderr).not.toContain(root)
    }
  })

  test('does not find in its cache what a build with mistakes has read', async () => {
    write(join(root, 'texts/bad.md'), '---\ntitle: 1\n---\n')
    for (const _time of [1, 2]) {
      const { code, stderr } = await runWarmCli(['build'], root)
      expect([code, stderr.includes('texts/bad.md:2:1')]).toEqual([1, true])
    }
    rmSync(join(root, 'texts/bad.md'))
    expect((await build()).rendered).toEqual([])
  })

  test('does not render the other entries again when one has been mended', async () => {
    write(join(root, 'texts/d.md'), post('D'))
    write(join(root, 'texts/bad.md'), '---\ntitle: 1\n---\n')
    expect((await runWarmCli(['build'], root)).code).toBe(1)
    write(join(root, 'texts/bad.md'), post('mended'))
    expect((await build()).rendered).toEqual(['bad.md'])
    for (const name of ['bad.md', 'd.md']) rmSync(join(root, 'texts', name))
  })
})

test('an entry whose file has another name keeps its id and has the new path', async () => {
  write(join(root, 'texts/x.md'), '---\ntitle: X\nslug: fixed\n---\n')
  await build()
  rmSync(join(root, 'texts/x.md'))
  write(join(root, 'texts/y.md'), '---\ntitle: X\nslug: fixed\n---\n')
  const { blog } = await build()
  expect(blog.find(({ id }) => id === 'fixed')?.filePath).toBe('texts/y.md')
})

test('no temporary files stay beside the cache', () => {
  appendFileSync(join(root, 'texts/a.md'), '')
  expect(readdirSync(join(root, CACHE, '..'))).toEqual(['build.jsonl'])
})

test('the same one of two files with one id is kept when nothing has changed', async () => {
  write(join(root, 'texts/same-a.md'), '---\ntitle: A\nslug: same\n---\n')
  write(join(root, 'texts/same-b.md'), '---\ntitle: B\nslug: same\n---\n')
  const kept: unknown[] = []
  for (let run = 0; run < 3; run++) {
    const { blog } = await build()
    kept.push(blog.find(({ id }) => id === 'same')?.data)
  }
  expect(kept).toEqual([{ title: 'B' }, { title: 'B' }, { title: 'B' }])
})
