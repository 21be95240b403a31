import type { App, HostName } from './read-app.ts'
import { IGNORED, listScripts } from './new-files.ts'

/** Lines to add to a file that exists. */
export interface Advice {
  readonly path: string
  /** Where the lines belong, if that matters. */
  readonly place?: string
  readonly lines: readonly string[]
}

/**
 * Lists what is to be added to files that exist, and are therefore left as they are.
 *
 * @param app - The app.
 * @param views - True to render views.
 * @param readText - Returns the text of a file; `undefined` if it does not exist.
 */
export function listAdvice(
  app: App,
  views: boolean,
  readText: (path: string) => string | undefined,
): readonly Advice[] {
  return [
    ...adviseScripts(app),
    ...(app.isConnected || app.isAstro || app.newServer !== undefined ? [] : adviseApp(app, views)),
    ...adviseIgnore(readText('.gitignore')),
    ...adviseTypes(app, readText('tsconfig.json')),
  ]
}

function adviseScripts(app: App): Advice[] {
  if (app.isNew) return []
  const wanted = Object.entries(listScripts(app))
  const missing = wanted.filter(([name]) => app.scripts[name] === undefined)
  const lines = missing.map(([name, script]) => toLine(name, script))
  const { build, dev } = app.scripts
  if (build !== undefined && !build.includes('ssr-pages')) {
    lines.unshift(toLine('build', `${build} && ssr-pages build`))
  }
  const isAdvised = missing.some(([name]) => name === 'dev')
  if (!isAdvised && !/dev\.js|NODE_ENV=development|ssr-pages dev/.test(dev ?? '')) {
    lines.push('"dev": your command, with NODE_ENV=development')
  }
  return lines.length === 0 ? [] : [{ path: 'package.json', place: 'in "scripts"', lines }]
}

function toLine(name: string, script: string): string {
  return `"${name}": ${JSON.stringify(script)}`
}

function adviseApp(app: App, views: boolean): Advice[] {
  const path = app.appFile ?? 'the file of your server'
  const { imports, early, late, view } = HOST_LINES[app.host ?? 'http']
  const lines = [...imports, ['{ ssrPages }', 'ssr-pages'] as const].map(([names, from]) => {
    const file = from.startsWith('./') ? toRelative(path, from) : from
    return app.isModule ? `import ${names} from '${file}'` : `const ${names} = require('${file}')`
  })
  const before = views ? early : []
  const place = 'after your own routes, before the answer of 404s'
  return [
    { path, place: 'at its top', lines: [...lines, '', 'const pages = ssrPages()'] },
    ...(before.length > 0 ? [{ path, place: 'before your routes', lines: before }] : []),
    ...(views ? [{ path, place: 'among your routes', lines: view }] : []),
    ...(before.length > 0 ? [] : [{ path, place, lines: late }]),
  ]
}

function toRelative(path: string, file: string): string {
  const up = path.split('/').length - 1
  return up === 0 ? file : '../'.repeat(up) + file.slice('./'.length)
}

/** The lines that put pages into an app. docs/hosts.md has a whole server of each kind. */
interface HostLines {
  /** Names and modules to import, besides this package. */
  readonly imports: readonly (readonly [names: string, from: string])[]
  /** Lines before the routes that render views. */
  readonly early: readonly string[]
  /** Lines after all routes, without `early`. */
  readonly late: readonly string[]
  /** A route that renders a view. */
  readonly view: readonly string[]
}

const SEND = "'welcome', { props: { name: 'Ada' } })"

const HOST_LINES: Readonly<Record<HostName | 'http', HostLines>> = {
  express: {
    imports: [],
    early: ['app.use(pages.views)'],
    late: ['app.use(pages)'],
    view: ["app.get('/welcome', (req, res) => res.render('welcome', { name: 'Ada' }))"],
  },
  connect: {
    imports: [],
    early: [],
    late: ['app.use(pages)'],
    view: [`app.use('/welcome', (req, res) => pages.send(req, res, ${SEND})`],
  },
  fastify: {
    imports: [['middie', '@fastify/middie']],
    early: [],
    late: ["app.register(middie, { hook: 'preParsing' }).after(() => app.use(pages))"],
    view: [
      "app.get('/welcome', (request, reply) => {",
      '  reply.hijack()',
      `  return pages.send(request.raw, reply.raw, ${SEND}`,
      '})',
    ],
  },
  koa: {
    imports: [['{ toKoa }', './to-koa.mjs']],
    early: [],
    late: ['app.use(toKoa(pages))'],
    view: [
      'app.use(async (ctx, next) => {',
      "  if (ctx.path !== '/welcome') return next()",
      '  ctx.respond = false',
      "  await pages.send(ctx.req, ctx.res, 'welcome', { status: 200, props: { name: 'Ada' } })",
      '})',
    ],
  },
  http: {
    imports: [],
    early: [],
    late: ['pages(req, res)'],
    view: [`if (req.url === '/welcome') return pages.send(req, res, ${SEND}`],
  },
}

function adviseIgnore(text: string | undefined): Advice[] {
  if (text === undefined) return []
  const present = text.split(/\r?\n/).map((line) => line.trim().replaceAll(/^\/|\/\*?$/g, ''))
  const lines = IGNORED.filter((line) => !present.includes(line.slice(0, -1)))
  return lines.length === 0 ? [] : [{ path: '.gitignore', lines }]
}

function adviseTypes({ srcDir }: App, text: string | undefined): Advice[] {
  if (text === undefined || /ssr-pages|astro\/tsconfigs/.test(text)) return []
  const lines = [`"ssr-pages-env.d.ts", "${srcDir}"`]
  return [{ path: 'tsconfig.json', place: 'in "include"', lines }]
}
