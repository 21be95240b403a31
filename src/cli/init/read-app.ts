import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { isObject } from '../../shared/is-object.ts'
import { SsrPagesError, reasonOf } from '../../shared/errors.ts'
import { isMissing } from '../../shared/is-missing.ts'
import { listFiles } from '../../loader/scan.ts'

/** Frameworks that an app may be made of. */
export type HostName = 'express' | 'fastify' | 'koa' | 'connect'

/** What `ssr-pages init` has found in a folder. */
export interface App {
  /** Absolute path of the folder, which may not exist. */
  readonly root: string
  /** True when the folder has no `package.json`. */
  readonly isNew: boolean
  /** True for a project of Astro, which has no server of its own. */
  readonly isAstro: boolean
  /** The file of a server to create, because the project has none. */
  readonly newServer?: string
  /** Scripts by name, without those that call Astro. */
  readonly scripts: Readonly<Record<string, string>>
  /** Names of the packages that `package.json` lists. */
  readonly packages: ReadonlySet<string>
  /** The framework; `undefined` for Node's own server, or an unknown one. */
  readonly host: HostName | undefined
  /** The file that creates the app, relative to the folder. */
  readonly appFile: string | undefined
  /** The file that `node` runs to start the server. */
  readonly startFile: string | undefined
  /** True when the file of the app has `import` instead of `require()`. */
  readonly isModule: boolean
  /** True when that file names this package. */
  readonly isConnected: boolean
  /** Extension of the templates that the app has in `views/`: `.ejs`. */
  readonly engine: string | undefined
  /** Where pages and views are: `src`, unless the app's own code there would be taken for theirs. */
  readonly srcDir: string
  /** The configuration, if there is one. */
  readonly configFile: string | undefined
  readonly hasPages: boolean
  readonly hasViews: boolean
}

/** The calls that create an app; a file that only imports the framework is the second choice. */
const HOSTS: readonly (readonly [HostName, RegExp])[] = [
  ['express', /\bexpress\(\)/],
  ['fastify', /\b[fF]astify\(/],
  ['koa', /\bnew Koa\(/],
  ['connect', /(?<![.\w])connect\(\)/],
  ['express', /['"]express['"]/],
  ['fastify', /['"]fastify['"]/],
  ['koa', /['"]koa['"]/],
  ['connect', /['"]connect['"]/],
]

const STEMS = ['app', 'server', 'index', 'main', 'server/index'].flatMap((stem) => [
  stem,
  `src/${stem}`,
])
const EXTENSIONS = ['.js', '.mjs', '.cjs', '.ts', '.mts']

/**
 * Looks at a folder: its `package.json`, the file of its app, its pages and views.
 *
 * @param root - Absolute path of the folder.
 * @throws {SsrPagesError} INIT_IMPOSSIBLE: when `package.json` cannot be used
 */
export function readApp(root: string): App {
  const manifest = readPackage(root)
  const { dependencies, devDependencies, main, type } = manifest ?? {}
  const packages = new Set(Object.keys({ ...Object(dependencies), ...Object(devDependencies) }))
  const scripts = readScripts(manifest?.['scripts'])
  const startFile = findStart(root, scripts['start'], main)
  const { appFile, host } = findApp(root, packages, startFile)
  const code = appFile === undefined ? '' : readText(root, appFile)
  const configFile = findFile(root, CONFIGS)
  const srcDir = findSrcDir(root, configFile)
  const isNew = manifest === undefined
  const isAstro = appFile === undefined && configFile?.startsWith('astro') === true
  const isIdle = !isAstro && scripts['start'] === undefined && scripts['dev'] === undefined
  const needsServer = appFile === undefined && isIdle && (host ?? 'express') === 'express'
  return {
    root,
    isNew,
    isAstro,
    ...(needsServer && { newServer: isNew || type === 'module' ? 'server.js' : 'server.mjs' }),
    scripts,
    packages,
    host,
    appFile,
    startFile: startFile ?? appFile,
    isModule: isModule(appFile, code, isNew ? appFile === undefined : type === 'module'),
    isConnected: code.includes('ssr-pages'),
    engine: findEngine(join(root, 'views')),
    srcDir,
    configFile,
    hasPages: hasFiles(join(root, srcDir, 'pages')),
    hasViews: hasFiles(join(root, srcDir, 'views')),
  }
}

// A command of Astro is not there any more.
function readScripts(scripts: unknown): Record<string, string> {
  const all = Object.entries(Object(scripts)).map(([name, value]) => [name, String(value)] as const)
  return Object.fromEntries(all.filter(([, script]) => !/^astro\b/.test(script)))
}

function readPackage(root: string): Readonly<Record<string, unknown>> | undefined {
  const file = join(root, 'package.json')
  try {
    const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (isObject(manifest)) return manifest
  } catch (cause) {
    if (isMissing(cause)) return undefined
    const what = `${file} cannot be read: ${reasonOf(cause)}`
    throw new SsrPagesError('INIT_IMPOSSIBLE', what, { file, cause })
  }
  throw new SsrPagesError('INIT_IMPOSSIBLE', `${file} is not an object`, { file })
}

function findStart(root: string, start = '', main: unknown = ''): string | undefined {
  const words = start.split(/\s+/)
  const after = words.includes('node') ? words.slice(words.indexOf('node') + 1) : []
  const named = after.find((word) => !word.startsWith('-')) ?? ''
  return [named, String(main)].find((file) => isFile(join(root, file)))?.replace(/^\.\//, '')
}

function findApp(
  root: string,
  packages: ReadonlySet<string>,
  startFile: string | undefined,
): Pick<App, 'appFile' | 'host'> {
  const names = STEMS.flatMap((stem) => EXTENSIONS.map((extension) => stem + extension))
  // What a compiler writes is no place for a change.
  const isSource = startFile !== undefined && !/^(?:dist|build|out|lib)\//.test(startFile)
  const files = [...(isSource ? [startFile] : []), ...names]
  const found = files.filter((file) => isFile(join(root, file)))
  for (const [host, creates] of HOSTS) {
    const appFile = found.find((file) => creates.test(readText(root, file)))
    if (appFile !== undefined) return { appFile, host }
  }
  return { appFile: found[0], host: HOSTS.find(([host]) => packages.has(host))?.[0] }
}

function isModule(file: string | undefined, code: string, isDefault: boolean): boolean {
  if (file === undefined) return isDefault
  if (file.endsWith('.cjs')) return false
  return isDefault || /\.m?ts$|\.mjs$/.test(file) || /^import\s/m.test(code)
}

const CONFIGS = ['ssr-pages', 'astro'].flatMap((name) =>
  ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'].map((extension) => `${name}.config${extension}`),
)
const MIDDLEWARE = ['middleware', 'middleware/index'].flatMap((stem) =>
  EXTENSIONS.map((extension) => `src/${stem}${extension}`),
)

// In `src`, a module called `middleware` is that of the pages: it exports onRequest().
function findSrcDir(root: string, configFile: string | undefined): string {
  const config = configFile === undefined ? '' : readText(root, configFile)
  const [, configured] = /\bsrcDir:\s*['"](?:\.\/)?([^'"]+?)\/?['"]/.exec(config) ?? []
  if (configured !== undefined) return configured
  const middleware = findFile(root, MIDDLEWARE)
  if (configFile !== undefined || middleware === undefined) return 'src'
  return readText(root, middleware).includes('onRequest') ? 'src' : 'web'
}

function findFile(root: string, names: readonly string[]): string | undefined {
  return names.find((name) => isFile(join(root, name)))
}

const ENGINES = ['.ejs', '.pug', '.hbs', '.handlebars', '.njk', '.eta']

function findEngine(folder: string): string | undefined {
  if (!isFolder(folder)) return undefined
  const used = new Set(listFiles(folder).map((file) => extname(basename(file))))
  return ENGINES.find((engine) => used.has(engine))
}

function hasFiles(folder: string): boolean {
  return isFolder(folder) && listFiles(folder).length > 0
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}

function readText(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8')
}
