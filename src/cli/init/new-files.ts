import { basename } from 'node:path'
import type { App } from './read-app.ts'
import { TO_KOA } from './to-koa.ts'

/** A file that a project needs. */
export interface NewFile {
  /** Path below the folder of the project, with forward slashes. */
  readonly path: string
  readonly text: string
}

const PAGE = `---
const title = 'Hello'
---
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>{title}</title>
  </head>
  <body>
    <h1>{title}</h1>
    <p>This page was rendered at {new Date().toLocaleTimeString()}.</p>
  </body>
</html>
<style>
  body { font-family: system-ui, sans-serif; margin: 3rem }
</style>
`

const VIEW = `---
interface Props { name: string }
const { name } = Astro.props
---
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Welcome</title>
  </head>
  <body>
    <h1>Welcome, {name}</h1>
  </body>
</html>
`

const VIEW_LINES = `
app.use(pages.views)
app.get('/welcome', (req, res) => res.render('welcome', { name: 'Ada' }))
`

const TSCONFIG = (srcDir: string) => `{
  "extends": "ssr-pages/tsconfigs/strict",
  "include": ["${srcDir}", "ssr-pages-env.d.ts"]
}
`

// A script of package.json can set a variable in all kinds of shells only this way.
const DEVELOPMENT = "process.env.NODE_ENV = 'development'\n"

/** Lines of `.gitignore`. */
export const IGNORED = ['node_modules/', 'dist/'] as const

/**
 * Lists the files of a project with pages.
 *
 * @param app - The app that the project has, or a new one.
 * @param views - True for a view beside the page; an app that exists gets the view alone.
 */
export function listNewFiles(app: App, views: boolean): readonly NewFile[] {
  const { isNew, newServer, srcDir, configFile } = app
  return [
    ...(isNew ? [{ path: 'package.json', text: toPackage(app) }] : []),
    ...(newServer === undefined ? [] : [{ path: newServer, text: toServer(views) }]),
    ...(needsDevFile(app) ? [{ path: 'dev.js', text: DEVELOPMENT }] : []),
    ...(srcDir === 'web' && configFile === undefined
      ? [{ path: 'ssr-pages.config.mjs', text: `export default { srcDir: '${srcDir}' }\n` }]
      : []),
    ...(app.host === 'koa' && !app.isConnected ? [{ path: 'to-koa.mjs', text: TO_KOA }] : []),
    { path: 'tsconfig.json', text: TSCONFIG(srcDir) },
    { path: '.gitignore', text: `${IGNORED.join('\n')}\n` },
    ...listPages(app, views),
  ]
}

// TypeScript is started in many ways.
function needsDevFile(app: App): boolean {
  const { dev } = app.scripts
  return (dev ?? listScripts(app).dev ?? '').includes('--import ./dev.js')
}

// Beside other pages, one more would be a surprise. An app usually answers `/` itself.
function listPages(app: App, views: boolean): NewFile[] {
  const { newServer, srcDir, hasPages, hasViews } = app
  const name = newServer === undefined ? 'hello' : 'index'
  const isWanted = !hasPages && (newServer !== undefined || !views)
  return [
    ...(isWanted ? [{ path: `${srcDir}/pages/${name}.astro`, text: PAGE }] : []),
    ...(views && !hasViews ? [{ path: `${srcDir}/views/welcome.astro`, text: VIEW }] : []),
  ]
}

/**
 * Lists the scripts of a project with pages.
 *
 * @returns Commands by name; without `dev` and `start` if it is unknown how Node starts the server.
 */
export function listScripts(
  app: App,
): Readonly<Partial<Record<'build' | 'dev' | 'start' | 'preview', string>>> {
  const build = 'ssr-pages build'
  const start = app.newServer ?? app.startFile
  if (app.isAstro) return { build, dev: 'ssr-pages dev', preview: 'ssr-pages preview' }
  if (start === undefined || /\.[cm]?tsx?$/.test(start)) return { build }
  return { build, dev: `node --watch --import ./dev.js ${start}`, start: `node ${start}` }
}

function toPackage(app: App): string {
  const name = basename(app.root)
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  const type = app.isModule ? 'module' : 'commonjs'
  const manifest = { name: name || 'my-app', private: true, type, scripts: listScripts(app) }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

function toServer(views: boolean): string {
  return `import express from 'express'
import { ssrPages } from 'ssr-pages'

const app = express()
const pages = ssrPages()
${views ? VIEW_LINES : ''}
app.use(pages)

const port = process.env.PORT ?? 3000
app.listen(port, () => console.log(\`http://localhost:\${port}\`))
`
}
