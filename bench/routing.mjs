import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BUILT, ROOT } from './builds.mjs'
import { measure } from './measure.mjs'
import { median } from './median.mjs'

const SIZES = [10, 1000, 10_000]

/**
 * Measures sites of more and more routes, half of them with a param: random pages, and a path that
 * is the host's own, with and without us in front of it.
 *
 * @param plan - `rounds`, `seconds`, `warmup`, and the `node` binary.
 * @returns Rows of routes, what was asked for, requests a second, and the ratio to the smallest site,
 *   or to the host without us, in the same round.
 */
export async function measureRouting({ rounds, seconds, warmup, node }) {
  const options = { seconds, warmup, node }
  const sites = SIZES.map(writeSite)
  const runs = []
  for (let round = 1; round <= rounds; round++) {
    const alone = await measure(['host'], { path: '/mine' }, options)
    const order = round % 2 === 1 ? sites : sites.toReversed()
    const found = new Map()
    for (const site of order) found.set(site, await measureSite(site, options))
    for (const site of sites) {
      const { page, miss } = found.get(site)
      const base = found.get(sites[0]).page
      runs.push({
        routes: site.size,
        asked: 'random page',
        rate: page.rate,
        ratio: page.rate / base.rate,
        cpu: page.cpu,
      })
      runs.push({
        routes: site.size,
        asked: "host's route",
        rate: miss.rate,
        ratio: miss.rate / alone.rate,
        cpu: miss.cpu,
      })
    }
    console.log(`round ${round} of ${rounds}  routing of ${SIZES.join(', ')} routes`)
  }
  return SIZES.flatMap((size) => [
    middle(runs, size, 'random page'),
    middle(runs, size, "host's route"),
  ])
}

async function measureSite({ dir, paths }, options) {
  const env = { BENCH_PACKAGE: ROOT, BENCH_PAGES: dir }
  return {
    page: await measure(['ssr-pages'], { paths }, { ...options, env, visits: paths }),
    miss: await measure(['host-with-pages'], { path: '/mine' }, { ...options, env }),
  }
}

function middle(runs, routes, asked) {
  const own = runs.filter((run) => run.routes === routes && run.asked === asked)
  const of = (name) => median(own.map((run) => run[name]))
  return { routes, asked, rate: of('rate'), ratio: of('ratio'), cpu: of('cpu') }
}

// Modules as a build leaves them, without the build.
function writeSite(size) {
  const dir = join(BUILT, 'routes', String(size))
  rmSync(dir, { recursive: true, force: true })
  const paths = Array.from({ length: size }, (_, index) => {
    const folder = `section-${index % 100}/topic-${index}`
    const isStatic = index % 2 === 0
    const file = join(dir, folder, isStatic ? 'index.mjs' : '[id].mjs')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(
      file,
      `import { html } from 'ssr-pages'\nexport default () => html\`<p>${index}</p>\`\n`,
    )
    return `/${folder}${isStatic ? '' : '/42'}`
  })
  return { size, dir, paths }
}
