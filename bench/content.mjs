import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BUILT, ROOT } from './builds.mjs'
import { ASTRO_CONFIG, writeContentSite } from './content-site.mjs'
import { median } from './median.mjs'
import { start } from './server.mjs'

const ASTRO = fileURLToPath(new URL('node_modules/astro/bin/astro.mjs', import.meta.url))
const PEAK = fileURLToPath(new URL('peak-memory.mjs', import.meta.url))

/** By name, the arguments of Node that build the site, and the folder that the server reads. */
const BUILDERS = {
  'ssr-pages': {
    command: (folder) => [join(ROOT, 'bin/ssr-pages.js'), 'build', folder, '--outDir', 'ours'],
    served: (folder) => join(folder, 'ours/pages'),
  },
  astro: {
    command: (folder) => [ASTRO, 'build', '--root', folder, '--config', ASTRO_CONFIG],
    served: (folder) => join(folder, 'dist/server/entry.mjs'),
  },
}

/** What builds leave for the next one: a build without them reads and renders every entry. */
const CACHES = ['node_modules', '.astro', '.ssr-pages', 'dist', 'ours']

/**
 * Times a collection of Markdown entries: a first build, another one with nothing changed, another
 * one after a change of one entry, and the first answers of a server.
 *
 * @param builders - `ssr-pages`, and `astro` if its Node is installed.
 * @param plan - The number of `entries`, of `runs`, and the `node` binary.
 * @returns Rows with entries, measure, builder, value and the ratio to the last builder in the same
 *   run.
 */
export async function measureContent(builders, { entries, runs, node }) {
  const seen = builders.map(() => [])
  for (let run = 0; run < runs; run++) {
    for (const [index, name] of builders.entries()) {
      seen[index].push(await measureOnce(name, entries, node))
    }
    console.log(`run ${run + 1} of ${runs}  ${entries} Markdown entries`)
  }
  return Object.keys(seen[0][0]).flatMap((measure) =>
    builders.map((builder, index) => {
      const values = seen[index].map((one) => one[measure])
      const ratios = values.map((value, run) => value / seen.at(-1)[run][measure])
      return { entries, measure, builder, value: median(values), ratio: median(ratios) }
    }),
  )
}

async function measureOnce(name, entries, node) {
  const folder = join(BUILT, 'sites', `content-${name}`)
  writeContentSite(folder, entries)
  for (const cache of CACHES) rmSync(join(folder, cache), { recursive: true, force: true })
  const first = build(name, folder, node)
  const again = build(name, folder, node)
  const served = await firstAnswers(name, folder, node)
  return {
    'first build, ms': first.ms,
    'first build, peak MB': first.peak,
    'build with nothing changed, ms': again.ms,
    ...served,
  }
}

function build(name, folder, node) {
  const report = join(folder, 'peak.txt')
  const began = performance.now()
  execFileSync(node, ['--import', PEAK, ...BUILDERS[name].command(folder)], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      ASTRO_TELEMETRY_DISABLED: '1',
      BENCH_PEAK: report,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return { ms: performance.now() - began, peak: Number(readFileSync(report, 'utf8')) }
}

// The first answer reads the collection, the later ones have it.
async function firstAnswers(name, folder, node) {
  const server = start('content-worker.mjs', [name, BUILDERS[name].served(folder)], {
    node,
    env: { BENCH_PACKAGE: ROOT },
  })
  try {
    const began = performance.now()
    const { port } = await server.first
    const answer = async (path) => {
      const from = performance.now()
      const response = await fetch(`http://127.0.0.1:${port}${path}`)
      const text = await response.text()
      if (response.status !== 200 || !text.includes('Entry')) {
        throw new Error(`${name} answers ${path} with ${response.status}: ${text.slice(0, 200)}`)
      }
      return performance.now() - from
    }
    const ready = performance.now() - began
    const entry = await answer('/blog/entry-7')
    const list = await answer('/blog')
    const laterEntries = await repeat(20, (round) => answer(`/blog/entry-${(round * 97) % 49}`))
    const laterLists = await repeat(20, () => answer('/blog'))
    const { rss } = await server.ask('usage')
    return {
      'start, ms': ready,
      'first entry, ms': entry,
      'first list, ms': list,
      'later entry, ms': median(laterEntries),
      'later list, ms': median(laterLists),
      'server, MB': rss / 1e6,
    }
  } finally {
    await server.stop()
  }
}

async function repeat(times, run) {
  const results = await run(0).then((first) => [first])
  for (let round = 1; round < times; round++) results.push(await run(round))
  return results
}
