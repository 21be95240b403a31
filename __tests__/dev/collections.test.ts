import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { type Project, createProject } from './project.ts'

const CONFIG = `import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
let runs = 0
export const collections = {
  posts: defineCollection({ loader: glob({ pattern: '*.md', base: 'src/posts' }) }),
  counted: defineCollection({ loader: {
    name: 'counted',
    load({ store, refreshContextData }) {
      runs += 1
      store.set({ id: 'run', data: { runs, word: import.meta.env.PUBLIC_WORD, by: refreshContextData?.by } })
    },
  } }),
}
`

const LIVE = `import { defineLiveCollection } from 'astro:content'
export const collections = { stock: defineLiveCollection({ loader: {
  name: 'stock',
  loadCollection: async () => ({ entries: [{ id: 'a', data: { text: 'old' } }] }),
  loadEntry: async () => ({ id: 'a', data: { text: 'old' } }),
} }) }
`

const page = (code: string): string => `---\n${code}\n---\n{text}`

const FILES = {
  'ssr-pages.config.mjs': `export default { integrations: [{ name: 'refreshes', hooks: {
  'astro:server:setup': ({ refreshContent }) => { globalThis.refreshContent = refreshContent },
} }] }`,
  '.env': 'PUBLIC_WORD=first',
  'src/content.config.ts': CONFIG,
  'src/live.config.ts': LIVE,
  'src/posts/a.md': '---\ntitle: old\n---\n',
  'src/pages/post.astro': page(`import { getEntry } from 'astro:content'
const text = (await getEntry('posts', 'a')).data.title`),
  'src/pages/counted.astro': page(`import { getEntry } from 'astro:content'
const text = JSON.stringify((await getEntry('counted', 'run')).data)`),
  'src/pages/refresh.astro':
    page(`await globalThis.refreshContent({ loaders: ['counted'], context: { by: 'page' } })
const text = 'done'`),
  'src/pages/live.astro': page(`import { getLiveEntry } from 'astro:content'
const text = (await getLiveEntry('stock', 'a')).entry.data.text`),
  'src/pages/slow.astro': page(`import { existsSync, writeFileSync } from 'node:fs'
import { getEntry } from 'astro:content'
const read = async () => (await getEntry('posts', 'a')).data.title
const before = await read()
const root = 'ROOT/'
writeFileSync(root + 'begun', '')
while (!existsSync(root + 'go')) await new Promise((done) => setTimeout(done, 10))
const text = before + ' ' + (await read())`),
  'src/pages/plain.astro': '<p>plain</p>',
}

describe('in development, a page reads', () => {
  let project: Project
  let servers: Server[]

  beforeAll(async () => {
    project = await createProject(FILES)
    await project.edit('src/pages/slow.astro', 'ROOT', project.root)
    // Two servers of one project at once.
    servers = await Promise.all(
      ['express', 'close'].map((mode) => startServer('dev-plain.mjs', project.root, mode)),
    )
  })

  afterAll(async () => {
    for (const server of servers ?? []) await server.stop()
    await project?.remove()
  })

  async function read(path: string, server = servers[0]): Promise<string> {
    return (await fetch(`http://localhost:${server?.port}${path}`)).text()
  }

  test('an entry that is saved, from each of two servers of the project', async () => {
    for (const server of servers) expect(await read('/post', server)).toContain('old')
    await project.write('src/posts/a.md', '---\ntitle: new\n---\n')
    for (const server of servers)
      await until(async () => (await read('/post', server)).includes('new'))
  })

  test('a collection as it was when it began, although an entry is saved meanwhile', async () => {
    await project.write('src/posts/a.md', '---\ntitle: first\n---\n')
    await until(async () => (await read('/post')).includes('first'))
    const pending = read('/slow')
    await until(() => existsSync(join(project.root, 'begun')))
    await project.write('src/posts/a.md', '---\ntitle: second\n---\n')
    await until(async () => (await read('/post')).includes('second'))
    await project.write('go', '')
    expect(await pending).toContain('first first')
    expect(await read('/slow')).toContain('second second')
  })

  test('what a loader stores again when an integration asks for it', async () => {
    expect(JSON.parse(unescape(await read('/counted')))).toEqual({ runs: 1, word: 'first' })
    expect(await read('/refresh')).toContain('done')
    const data = JSON.parse(unescape(await read('/counted')))
    expect(data).toEqual({ runs: 2, word: 'first', by: 'page' })
  })

  test('what a loader stores with another environment', async () => {
    await project.write('.env', 'PUBLIC_WORD=second')
    await until(async () => (await read('/counted')).includes('second'))
  })

  test('a live collection whose configuration is saved', async () => {
    expect(await read('/live')).toContain('old')
    await project.write('src/live.config.ts', LIVE.replaceAll('old', 'new'))
    await until(async () => (await read('/live')).includes('new'))
  })

  test('collections whose configuration is removed, and added again', async () => {
    await project.remove('src/content.config.ts')
    await until(async () => !(await read('/post')).includes('second'))
    expect(await read('/plain')).toContain('plain')
    await project.write('src/content.config.ts', CONFIG)
    await until(async () => (await read('/post')).includes('second'))
  })

  test('a new collection, whose types TypeScript finds', async () => {
    expect(await project.read('ssr-pages-env.d.ts')).toMatch(/\bposts\b/)
    await project.edit(
      'src/content.config.ts',
      '  posts:',
      `  fresh: defineCollection({ loader: () => [{ id: 'a' }] }),\n  posts:`,
    )
    await until(async () => {
      await read('/post')
      return /\bfresh\b/.test(await project.read('ssr-pages-env.d.ts'))
    })
    await project.write('src/content.config.ts', CONFIG)
    await until(async () => {
      await read('/post')
      return !/\bfresh\b/.test(await project.read('ssr-pages-env.d.ts'))
    })
  })

  test('a new collection, whose types TypeScript finds without another request', async () => {
    const types = () => project.read('ssr-pages-env.d.ts')
    expect(await types()).toMatch(/\bposts\b/)
    const fresh = "fresh: defineCollection({ loader: () => [{ id: 'a' }] }),"
    await project.edit('src/content.config.ts', '  posts:', `  ${fresh}\n  posts:`)
    await until(async () => /\bfresh\b/.test(await types()))
    await project.write('src/content.config.ts', CONFIG)
    await until(async () => !/\bfresh\b/.test(await types()))
  })

  test('nothing of a configuration in the folder of Astro 4, but works without it', async () => {
    await project.write('src/content/config.ts', CONFIG)
    await project.remove('src/content.config.ts')
    await until(async () => (await read('/post')).includes('Collections are configured in'))
    expect(await read('/plain')).toContain('plain')
    await project.remove('src/content')
    await project.write('src/content.config.ts', CONFIG)
    await until(async () => (await read('/post')).includes('second'))
  })

  test('nothing more after close(), which leaves nothing open', async () => {
    const [, server] = servers
    expect(await read('/post', server)).toContain('second')
    server?.signal('SIGUSR2')
    expect(await server?.ended()).toBe(0)
    expect(servers.flatMap((one) => one.troubles())).toEqual([])
  })
})

function unescape(html: string): string {
  return html.slice(html.indexOf('{')).replaceAll('&quot;', '"').replaceAll('&#34;', '"')
}

describe('the save of one entry', () => {
  const config = `import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
globalThis.reads = []
export const collections = { many: defineCollection({ loader: glob({
  pattern: '*.md', base: 'src/many',
  generateId: ({ entry }) => (globalThis.reads.push(entry), entry),
}) }) }
`
  const entry = (text: string): string =>
    `---\ntitle: ${text}\n---\n${'# Heading\n\ntext\n'.repeat(20)}`
  const sizes = [10, 1000]
  const projects: Project[] = []
  const servers: Server[] = []

  beforeAll(async () => {
    for (const size of sizes) {
      const entries = Array.from({ length: size }, (_, index) => {
        return [`src/many/${index}.md`, entry('old')] as const
      })
      const project = await createProject({
        'src/content.config.ts': config,
        'src/pages/index.astro': page(`import { getEntry } from 'astro:content'
const text = (await getEntry('many', '7.md')).data.title + ' ' + globalThis.reads.splice(0).join()`),
        ...Object.fromEntries(entries),
      })
      projects.push(project)
      servers.push(await startServer('dev-plain.mjs', project.root, 'express'))
    }
  }, 60_000)

  afterAll(async () => {
    for (const server of servers) await server.stop()
    for (const project of projects) await project.remove()
  })

  test('reads no other entry, and takes about as long among 1,000 as among 10', async () => {
    const times = sizes.map(() => Infinity)
    const read = async (index: number) =>
      (await fetch(`http://localhost:${servers[index]?.port}/`)).text()
    for (const [index, size] of sizes.entries()) {
      expect((await read(index)).split(',')).toHaveLength(size)
    }
    // In turn: what else the computer does slows both down.
    for (let count = 0; count < 8; count++) {
      for (const [index, project] of projects.entries()) {
        const start = performance.now()
        await project.write('src/many/7.md', entry(`text${count}`))
        const names = new Set<string>()
        await until(async () => {
          const seen = await read(index)
          for (const name of (seen.split(' ').at(-1) ?? '').split(',')) names.add(name.trim())
          return seen.includes(`text${count}`)
        })
        times[index] = Math.min(times[index] ?? 0, performance.now() - start)
        names.delete('')
        expect([...names]).toEqual(['7.md'])
      }
    }
    const [few = 0, many = 0] = times
    console.info(`from save to the new page: ${times.map(Math.round).join(' and ')} ms`)
    expect(many).toBeLessThan(6 * few + 100)
  })
})
