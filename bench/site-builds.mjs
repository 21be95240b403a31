import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BUILT, ROOT } from './builds.mjs'
import { median } from './median.mjs'

const SIZES = [10, 100, 1000]

const ASTRO = fileURLToPath(new URL('node_modules/astro/bin/astro.mjs', import.meta.url))

/** Not `astro.config.mjs`, which our own build refuses to ignore. */
const ASTRO_CONFIG = 'for-astro.config.mjs'

/** By name, the arguments of Node that build the site in a folder. */
const COMMANDS = {
  'ssr-pages': (folder) => [
    join(ROOT, 'bin/ssr-pages.js'),
    'build',
    folder,
    '--outDir',
    join(folder, 'ours'),
  ],
  astro: (folder) => [ASTRO, 'build', '--root', folder, '--config', ASTRO_CONFIG],
}

/**
 * Times builds of 10, 100 and 1,000 small pages.
 *
 * @param builders - `ssr-pages`, and `astro` if its Node is installed.
 * @param plan - The number of `runs` of each, and the `node` binary.
 * @returns Rows with pages, builder, milliseconds, and the ratio to the last builder in the same
 *   run.
 */
export function measureBuilds(builders, { runs, node }) {
  return SIZES.flatMap((pages) => {
    const folder = writeSite(pages)
    const times = builders.map(() => [])
    for (let run = 0; run < runs; run++) {
      for (const [index, name] of builders.entries()) times[index].push(timeOf(name, folder, node))
      console.log(`run ${run + 1} of ${runs}  build of ${pages} pages`)
    }
    return builders.map((builder, index) => ({
      pages,
      builder,
      ms: median(times[index]),
      min: Math.min(...times[index]),
      max: Math.max(...times[index]),
      ratio: median(times[index].map((time, run) => time / times.at(-1)[run])),
    }))
  })
}

function timeOf(name, folder, node) {
  const began = performance.now()
  const env = { ...process.env, NODE_ENV: 'production', ASTRO_TELEMETRY_DISABLED: '1' }
  execFileSync(node, COMMANDS[name](folder), {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return performance.now() - began
}

function writeSite(pages) {
  const folder = join(BUILT, 'sites', String(pages))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'src/pages'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n')
  writeFileSync(join(folder, ASTRO_CONFIG), CONFIG)
  for (let index = 0; index < pages; index++) {
    writeFileSync(join(folder, `src/pages/page-${index}.astro`), toPage(index))
  }
  return folder
}

const CONFIG = `import node from '@astrojs/node'
export default { output: 'server', adapter: node({ mode: 'middleware' }) }
`

function toPage(index) {
  return `---
const name = Astro.request.headers.get('x-name')
---
<html lang="en"><head><title>Page ${index}</title></head><body><h1>Page ${index}, {name}</h1></body></html>
`
}
