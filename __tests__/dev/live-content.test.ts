import { describe, expect, test } from '@jest/globals'
import { ContentWatcher } from '../../src/dev/vite/content-watcher.ts'
import { createLiveContent } from '../../src/dev/vite/live-content.ts'
import type { Collections, Content } from '../../src/shared/content.ts'
import { until } from '../support/until.ts'

const FILE = '/site/src/content/a.md'
const CONFIG = '/site/src/content.config.ts'
const COLLECTIONS: Collections = new Map([
  ['blog', [{ id: 'a', data: {}, filePath: 'src/content/a.md' }]],
])

describe('changes of content', () => {
  test('reload pages once for files that are saved together', async () => {
    const { watcher, live, told, change } = create()
    watcher.on('change', async (file: string) => {
      await Promise.resolve()
      change(file === FILE ? 'blog' : 'news')
    })
    await live.content.load()
    for (const file of [FILE, '/site/b.md']) live.note('change', file)
    await until(() => told.length > 0)
    await live.settled()
    expect(told).toEqual([['blog', 'news']])
  })

  test('are awaited by the next request', async () => {
    const { watcher, live } = create()
    let isStored = false
    watcher.on('change', async () => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      isStored = true
    })
    await live.content.load()
    live.note('change', FILE)
    await live.content.load()
    expect(isStored).toBe(true)
  })

  test('of an entry are not seen in part: its data is invalid before it is stored', async () => {
    const { live, invalid } = create()
    await live.content.load()
    live.note('change', FILE)
    expect(invalid).toEqual([['blog']])
    await live.settled()
  })

  test('that change nothing reload nothing', async () => {
    const { watcher, live, told } = create()
    const seen: string[] = []
    watcher.on('all', (event: string, file: string) => seen.push(`${event} ${file}`))
    await live.content.load()
    live.note('add', '/site/upload.png')
    await live.settled()
    expect([seen, told]).toEqual([['add /site/upload.png'], []])
  })

  test('that the first load makes reload nothing, not even those of files that are saved meanwhile', async () => {
    const { watcher, live, told, change } = create(() => change('blog'))
    const seen: string[] = []
    watcher.on('change', (file: string) => seen.push(file))
    const loading = live.content.load()
    live.note('change', FILE)
    await loading
    await live.settled()
    expect([seen, told]).toEqual([[FILE], []])
  })

  test('are left alone until a page reads a collection', () => {
    const { live, calls } = create()
    live.note('change', CONFIG)
    expect(calls).toEqual([])
  })

  test('of the configuration run it again, and concern all collections', async () => {
    const { live, told, calls } = create()
    await live.content.load()
    live.note('change', CONFIG)
    await live.settled()
    expect([calls, told]).toEqual([['restart'], [undefined]])
  })

  test('of any code may correct a configuration that did not load', async () => {
    const { live, told, calls, fail } = create()
    fail(new Error('broken'))
    await expect(live.content.load()).rejects.toThrow('broken')
    fail(undefined)
    live.note('change', '/site/src/schemas.ts')
    await live.settled()
    expect([calls, told]).toEqual([['restart'], [undefined]])
  })

  test('that fail show the error once, and their correction shows the pages', async () => {
    const { watcher, live, told, fail, change } = create()
    await live.content.load()
    fail(new Error('broken'))
    live.note('change', FILE)
    await live.settled()
    live.note('change', '/site/upload.png')
    await live.settled()
    expect(told).toEqual([undefined])
    await expect(live.content.load()).rejects.toThrow('broken')
    watcher.on('change', () => change('blog'))
    fail(undefined)
    live.note('change', FILE)
    await live.settled()
    expect(told).toEqual([undefined, undefined])
  })

  test('that a loader makes by itself reload pages, too', async () => {
    const { live, told, change } = create()
    await live.content.load()
    change('stock')
    await live.settled()
    expect(told).toEqual([['stock']])
  })

  test('that a listener fails on are reported, and end', async () => {
    const { watcher, live, warned } = create()
    watcher.on('change', async () => Promise.reject(new RangeError('no disk')))
    watcher.on('change', () => {
      throw new RangeError('no text')
    })
    await live.content.load()
    live.note('change', FILE)
    await live.settled()
    expect(warned).toEqual([
      expect.stringContaining('RangeError: no disk'),
      expect.stringContaining('RangeError: no text'),
    ])
  })
})

describe('the watcher of loaders', () => {
  test('watches files that were added before Vite started', () => {
    const added: unknown[] = []
    const watcher = new ContentWatcher()
    watcher.add(['/elsewhere/a', '/elsewhere/b']).unwatch('/elsewhere/b')
    watcher.connect({ add: (paths) => added.push(paths), unwatch: () => {} })
    watcher.add('/elsewhere/c')
    expect(added).toEqual([['/elsewhere/a'], '/elsewhere/c'])
  })

  test('calls a listener of one event once', async () => {
    const watcher = new ContentWatcher()
    const seen: string[] = []
    watcher.once('change', (file: string) => seen.push(file))
    await watcher.report('change', '/a')
    await watcher.report('change', '/b')
    expect(seen).toEqual(['/a'])
  })
})

function create(onLoad: () => void = () => {}) {
  const [told, invalid, warned, calls]: [unknown[], unknown[], string[], string[]] = [
    [],
    [],
    [],
    [],
  ]
  const listeners: ((names: readonly string[]) => void)[] = []
  let error: Error | undefined
  let loads = 0
  const content: Content = {
    config: CONFIG,
    async load() {
      if (loads++ === 0) onLoad()
      if (error) throw error
      return COLLECTIONS
    },
    refresh: async () => void calls.push('refresh'),
    restart: async () => void calls.push('restart'),
    types: () => undefined,
    configFiles: () => [CONFIG],
    onChange: (listener) => void listeners.push(listener),
    close: async () => {},
  }
  const watcher = new ContentWatcher()
  const live = createLiveContent(content, watcher, {
    root: '/site',
    invalidate: (names) => invalid.push(names && [...names]),
    onChange: (names) => told.push(names && [...names]),
    onTypes: () => {},
    warn: (message) => warned.push(message),
  })
  return {
    watcher,
    live,
    told,
    invalid,
    warned,
    calls,
    change: (name: string) => listeners.forEach((listener) => listener([name])),
    fail: (thrown: Error | undefined) => (error = thrown),
  }
}
