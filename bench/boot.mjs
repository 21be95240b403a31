import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BUILT, ROOT } from './builds.mjs'
import { median } from './median.mjs'

const WORKER = fileURLToPath(new URL('boot-worker.mjs', import.meta.url))

/**
 * Times `ssrPages()` for sites with a manifest, where each page has a stylesheet of its own; half of
 * the pages have a param. Each run is a process of its own.
 *
 * @param sizes - The numbers of pages.
 * @param plan - The number of `runs` of each, and the `node` binary.
 * @returns Rows with routes and milliseconds.
 */
export function measureBoot(sizes, { runs, node }) {
  return sizes.map((routes) => {
    const env = { ...process.env, BENCH_PACKAGE: ROOT, BENCH_PAGES: writeBuild(routes) }
    const times = Array.from({ length: runs }, () =>
      Number(execFileSync(node, [WORKER], { env, encoding: 'utf8' })),
    )
    return { routes, ms: median(times) }
  })
}

// Writes the files of a build, without building.
function writeBuild(size) {
  const dir = join(BUILT, 'boot', String(size))
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(join(dir, 'client/_assets'), { recursive: true })
  const routes = Array.from({ length: size }, (_, index) => {
    const folder = `section-${index % 100}/topic-${index}`
    const name = index % 2 === 0 ? 'index' : '[id]'
    const style = `_assets/topic-${index}.css`
    mkdirSync(join(dir, 'pages', folder), { recursive: true })
    writeFileSync(join(dir, 'pages', folder, `${name}.mjs`), 'export default () => ""\n')
    writeFileSync(join(dir, 'client', style), 'p { color: red }')
    return {
      pattern: `/${folder}${name === 'index' ? '' : '/[id]'}`,
      file: `${folder}/${name}.mjs`,
      kind: 'page',
      styles: [style],
      scripts: {},
      hasHead: true,
    }
  })
  const manifest = { version: 1, base: '/', client: '../client', routes }
  writeFileSync(join(dir, 'pages/manifest.json'), JSON.stringify(manifest))
  return join(dir, 'pages')
}
