import { listScripts } from './new-files.ts'
import type { App } from './read-app.ts'

/** What the next steps need to know, in addition to the app. */
export interface StepOptions {
  /** How the package manager of the project adds packages. */
  readonly commands: { readonly add: string; readonly addDev: string }
  readonly views: boolean
  /** The project's folder, relative to the current one. */
  readonly folder: string
}

/**
 * Lists what is left to do: commands, and hints for apps of certain kinds.
 *
 * @returns A line for each.
 */
export function listNextSteps(app: App, options: StepOptions): readonly string[] {
  const { commands, folder } = options
  const { newServer } = app
  const server = newServer !== undefined || app.host === 'express' ? ['express'] : []
  const middie = app.host === 'fastify' && !app.isConnected ? ['@fastify/middie'] : []
  const missing = [...server, ...middie, 'ssr-pages'].filter((name) => !app.packages.has(name))
  const [manager] = commands.add.split(' ')
  const hasDev = (app.scripts['dev'] ?? listScripts(app).dev) !== undefined
  return [
    ...(folder === '' ? [] : [`cd ${/[^\w./@-]/.test(folder) ? JSON.stringify(folder) : folder}`]),
    ...(missing.length > 0 ? [`${commands.add} ${missing.join(' ')}`] : []),
    ...(app.packages.has('@ssr-pages/build') ? [] : [`${commands.addDev} @ssr-pages/build`]),
    ...(hasDev ? [`${manager} run dev`] : ['start your server with NODE_ENV=development']),
    newServer !== undefined || app.isAstro
      ? `then open http://localhost:3000${pathOf(app, options)}`
      : `then open ${pathOf(app, options)} of your server`,
    ...hintsFor(app, options),
  ]
}

function pathOf({ newServer, hasPages }: App, { views }: StepOptions): string {
  if (views) return '/welcome'
  return newServer !== undefined || hasPages ? '/' : '/hello'
}

function hintsFor(
  { host, engine, srcDir, configFile, isAstro }: App,
  { views }: StepOptions,
): string[] {
  const hints: string[] = []
  if (isAstro) hints.push('docs/from-astro.md of ssr-pages says what else a project of Astro needs')
  if (host === 'fastify' || host === 'koa') {
    hints.push(
      `docs/hosts.md of ssr-pages has a whole ${host === 'koa' ? 'Koa' : 'Fastify'} server`,
    )
  }
  if (engine !== undefined && !views) {
    hints.push(`your ${engine} views can become .astro views one by one: ssr-pages init --views`)
  }
  if (srcDir === 'web' && configFile === undefined) {
    hints.push('pages are in web/, because src/middleware would be taken for page middleware')
  }
  return hints
}
