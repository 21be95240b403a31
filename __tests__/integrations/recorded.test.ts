import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { build } from '../support/cli.ts'
import { ROOT } from '../support/root.ts'
import { untilMatches } from '../support/until.ts'
import { startDev } from './dev-process.ts'

/**
 * What Astro 7.3.5 on Node 24 called the integration of `fixtures/integrations/recorded` with: in a
 * static build, in a build for a server (with an adapter), and in development, where a page was
 * added and then the configuration changed.
 */
const ASTRO: Readonly<Record<string, readonly Call[]>> = JSON.parse(
  readFileSync(join(ROOT, '__tests__/integrations/astro-records.json'), 'utf8'),
)

type Fields = Readonly<Record<string, unknown>>
type Call = Fields & { readonly hook: string }

/** What is ours, each with its reason. */
const DIFFERENCES: Readonly<Record<string, (calls: readonly Call[]) => readonly Call[]>> = {
  'Astro resolves the routes of a build twice, we once': (calls) => {
    const done = calls.findIndex(({ hook }) => hook === 'astro:config:done')
    const start = calls.findIndex(({ hook }) => hook === 'astro:build:start')
    return start < 0 ? calls : [...calls.slice(0, done + 1), ...calls.slice(start)]
  },
  'Astro sets up redirects as if they were components': (calls) =>
    calls.filter(({ route }) => !isFields(route) || route['component'] !== '/old'),
  'Astro sets up routes in the order in which it has read their files': (calls) =>
    sortRuns(calls, ({ hook, route }) =>
      hook === 'astro:route:setup' && isFields(route) ? String(route['component']) : '',
    ),
  'we have no endpoint for images, no server islands and no 404 page of our own': (calls) =>
    calls.map((call) => ({
      ...call,
      ...(Array.isArray(call['routes']) && {
        routes: call['routes'].filter((route) => !/^\/(?:_|404)/.test(route.pattern ?? route)),
      }),
      ...(Array.isArray(call['pages']) && {
        pages: call['pages']
          .filter((page) => !/^\/(?:_image|old)&/.test(page.pathname ?? page))
          .toSorted(),
      }),
      ...(isFields(call['assets']) && { assets: omit(call['assets'], '/_image') }),
    })),
  'our folders are dist/client, also in a static build, and dist/pages; assets are in _assets': (
    calls,
  ) =>
    JSON.parse(
      JSON.stringify(calls)
        .replaceAll('SITE/dist/server/', 'SITE/dist/pages/')
        .replaceAll('"_astro"', '"_assets"')
        .replaceAll(/SITE\/dist\/(?=added|blog|feed|old|index)/g, 'SITE/dist/client/')
        .replaceAll('"dir":"SITE/dist/"', '"dir":"SITE/dist/client/"'),
    ),
  'the folder of astro:build:generated replaces dist/client afterwards': (calls) =>
    calls.map((call) =>
      call.hook === 'astro:build:generated' ? { ...call, dir: 'SITE/dist/client/' } : call,
    ),
  'defaults of ssr-pages.config are not those of astro.config': (calls) =>
    calls.map(({ config, ...call }) => ({
      ...call,
      ...(isFields(config) && {
        config: { ...config, compressHTML: false, scopedStyleStrategy: 'where' },
      }),
    })),
  'an adapter is no integration': (calls) =>
    calls.map((call) => ({
      ...call,
      ...(Array.isArray(call['names']) && {
        names: call['names'].filter((name) => name !== 'stub'),
      }),
    })),
  'after a restart, we end the old integrations and tell the new ones the address': (calls) =>
    calls.filter(({ hook }, index) => {
      const isFirst = calls.findIndex((call) => call.hook === hook) === index
      return hook !== 'astro:server:done' && (hook !== 'astro:server:start' || isFirst)
    }),
  'the manifest of astro:build:ssr is ours': (calls) =>
    calls.map(({ manifest, ...call }) => ({
      ...call,
      ...(Array.isArray(manifest) && { manifest: manifest.filter((key) => SHARED.has(key)) }),
    })),
}

/** The parts of Astro's manifest that ours has too. */
const SHARED = new Set<unknown>(
  'adapterName assets assetsDir base buildClientDir buildServerDir entryModules outDir renderers rootDir routes serverLike site trailingSlash'.split(
    ' ',
  ),
)

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

function copySite(config?: string): string {
  const root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-recorded-`)
  folders.push(root)
  cpSync(`${ROOT}/__tests__/fixtures/integrations/recorded`, root, { recursive: true })
  if (config !== undefined) edit(root, 'ssr-pages.config.mjs', config)
  return root
}

function edit(root: string, file: string, change: string): void {
  const path = join(root, file)
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace("output: 'static',", change))
}

function readRecord(root: string): readonly Call[] {
  return JSON.parse(readFileSync(join(root, 'record.json'), 'utf8'))
}

function normalize(calls: readonly Call[] = []): readonly Call[] {
  return Object.values(DIFFERENCES).reduce((before, difference) => difference(before), calls)
}

describe('an integration gets what Astro 7.3.5 gives it', () => {
  const seen: Record<string, readonly Call[]> = {}
  beforeAll(() => {
    for (const [name, config] of [
      ['static', "output: 'static',"],
      ['server', "output: 'server', trailingSlash: 'ignore',"],
    ] as const) {
      const root = copySite(config)
      build(root)
      seen[name] = normalize(readRecord(root))
    }
  })

  test.each(['static', 'server'])('in a %s build: the hooks and their order', (name) => {
    const hooks = (calls: readonly Call[] = []) => calls.map(({ hook }) => hook)
    expect(hooks(seen[name])).toEqual(hooks(normalize(ASTRO[name])))
  })

  const calls = ['static', 'server'].flatMap((name) =>
    normalize(ASTRO[name]).map((call, index) => ({ name, index, call, hook: call.hook })),
  )
  test.each(calls)('in a $name build: call $index, $hook', ({ name, index, call }) => {
    const ours = seen[name]?.[index] ?? {}
    // Routes of the build for a server are those of the static one.
    expect(patternsOnly(name, ours)).toEqual(call)
  })
})

test('in development, an integration gets what Astro gives it, also after changes', async () => {
  const root = copySite()
  const config = join(root, 'ssr-pages.config.mjs')
  const server = await startDev(root)
  try {
    expect(await server.read('/added')).toContain('<h1>Added</h1>')
    writeFileSync(join(root, 'src/pages/new.ts'), 'export const GET = () => new Response("new")\n')
    await untilMatches(() => server.read('/new'), /^new$/)
    const text = readFileSync(config, 'utf8')
    // Editors empty a file before they write it. This pause is longer than the watcher merges.
    writeFileSync(config, '')
    await wait(60)
    writeFileSync(config, `${text}// changed\n`)
    await untilMatches(async () => {
      await server.read('/')
      return String(readRecord(root).filter(({ hook }) => hook === 'astro:routes:resolved').length)
    }, /^3$/)
  } finally {
    await server.stop()
  }
  const ours = normalize(readRecord(root)).map((call) => patternsOnly('dev', call))
  expect(ours.map(withoutConfig)).toEqual(normalize(ASTRO['dev']))
}, 60_000)

function withoutConfig(call: Fields): Fields {
  return omit(call, 'config')
}

function patternsOnly(name: string, call: Fields): Fields {
  const { routes } = call
  if (name === 'static' || !Array.isArray(routes)) return call
  return { ...call, routes: routes.map(({ pattern }) => pattern) }
}

// Sorts calls that follow each other and have a key.
function sortRuns(calls: readonly Call[], keyOf: (call: Call) => string): Call[] {
  const sorted: Call[] = []
  let run: Call[] = []
  const flush = () => {
    sorted.push(...run.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)))
    run = []
  }
  for (const call of calls) {
    if (keyOf(call) !== '') run.push(call)
    else {
      flush()
      sorted.push(call)
    }
  }
  flush()
  return sorted
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function omit(fields: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name))
}
