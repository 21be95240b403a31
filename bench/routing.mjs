import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BUILT, ROOT } from './builds.mjs'
import { measureInTurns } from './measure.mjs'
import { median } from './median.mjs'

const SIZES = [10, 1000, 10_000]

/**
 * Measures sites with more and more routes, half of them with a param: random pages, and a route of
 * the host, with and without our pages in front.
 *
 * @param plan - The plan of `measureInTurns`.
 * @returns Rows with routes, the kind of request, requests per second, and the ratio of the
 *   CPU time in the same round: 0.5 takes twice as long as the smallest site, or as the host alone.
 */
export async function measureRouting(plan) {
  const alone = { name: 'host', args: ['host'], page: { path: '/mine' } }
  const subjects = SIZES.map(writeSite).flatMap(subjectsOf)
  const rows = await measureInTurns([alone, ...subjects], plan)
  const runs = rows.flatMap(({ round, subject, rate, cpu }) => {
    if (subject === alone) return []
    const { routes, asked } = subject
    const base = asked === RANDOM ? subjects[0] : alone
    const other = rows.find((row) => row.round === round && row.subject === base)
    return [{ routes, asked, rate, cpu, ratio: other.cpu / cpu }]
  })
  return SIZES.flatMap((size) => [RANDOM, MISS].map((asked) => middle(runs, size, asked)))
}

const RANDOM = 'random page'
const MISS = "host's route"

function subjectsOf({ size, dir, paths }) {
  const common = { routes: size, env: { BENCH_PACKAGE: ROOT, BENCH_PAGES: dir } }
  const name = `${size} routes`
  return [
    { ...common, name, asked: RANDOM, args: ['ssr-pages'], page: { paths }, visits: paths },
    { ...common, name, asked: MISS, args: ['host-with-pages'], page: { path: '/mine' } },
  ]
}

function middle(runs, routes, asked) {
  const own = runs.filter((run) => run.routes === routes && run.asked === asked)
  const of = (name) => median(own.map((run) => run[name]))
  return { routes, asked, rate: of('rate'), ratio: of('ratio'), cpu: of('cpu') }
}

// Writes modules as a build does, without building.
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
