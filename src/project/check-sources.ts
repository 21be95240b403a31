import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { absentKind, type AbsentName, describeAbsent } from '../shared/absent-features.ts'
import { placeAt } from '../compiler/place.ts'
import { describeProblem, sourceError } from '../compiler/source-error.ts'
import { SsrPagesError } from '../shared/errors.ts'
import type { Vite } from './build-tools.ts'
import { pageExtension } from './page-extensions.ts'
import { listPageFiles } from './pages.ts'
import { toPublicName } from './public-name.ts'
import type { Site } from './site.ts'

/** A module beside the pages folder that Astro treats specially. */
interface ObeyedModule {
  readonly feature: AbsentName
  /** Names without extension, relative to the folder of sources. */
  readonly names: readonly string[]
  /**
   * The export that such a module has; other modules of that name are accepted.
   * (default: the name is enough)
   */
  readonly export?: string
}

const MODULES: readonly ObeyedModule[] = [
  { feature: 'requestPipeline', names: ['fetch', 'fetch/index'], export: 'default' },
  { feature: 'actions', names: ['actions', 'actions/index'], export: 'server' },
]

/** The extensions that Vite tries for an import, in its order. Astro finds the modules that way. */
const EXTENSIONS = ['mjs', 'js', 'mts', 'ts', 'jsx', 'tsx']

/**
 * Finds files that Astro treats specially and a build would ignore, in the pages folder and beside
 * it.
 *
 * @param vite - Vite, which parses TypeScript.
 * @returns Warnings, each with its file.
 * @throws {SsrPagesError} FEATURE_ABSENT, ROUTE_CONFLICT: when the site would not work without the
 *   feature, or has two files for its page middleware
 */
export function checkSources(site: Site, vite: Pick<Vite, 'parseSync'>): string[] {
  checkMiddleware(site, vite)
  return [
    ...MODULES.flatMap((module) => checkModule(module, site, vite)),
    ...listPageFiles(site).flatMap((file) => checkPageFile(join(site.pagesDir, file), site)),
  ]
}

/** Tells whether {@link checkSources} would check a file if it existed. */
export function isCheckedSource(site: Site, file: string): boolean {
  const names = MODULES.flatMap((module) => module.names)
  const isModule = EXTENSIONS.some((extension) =>
    names.some((name) => file === join(site.srcDir, `${name}.${extension}`)),
  )
  if (isModule || !file.startsWith(site.pagesDir + sep)) return isModule
  return absentKind(file) !== undefined || OTHER_MODULE.test(file)
}

function checkModule(module: ObeyedModule, site: Site, vite: Pick<Vite, 'parseSync'>): string[] {
  const { feature, names } = module
  if (feature === 'requestPipeline' && site.config.fetchFile === null) return []
  const path = findModule(site.srcDir, names)
  if (path === undefined) return []
  const found = module.export === undefined ? 0 : findExport(path, module.export, vite)
  if (found === undefined) return []
  const source = readFileSync(path, 'utf8')
  const problem = { file: nameOf(path, site), text: describeAbsent(feature), source }
  throw sourceError('FEATURE_ABSENT', { ...problem, ...placeAt(source, found) })
}

function findModule(folder: string, names: readonly string[]): string | undefined {
  return names
    .flatMap((name) => EXTENSIONS.map((extension) => join(folder, `${name}.${extension}`)))
    .find((path) => existsSync(path))
}

// Returns the offset of the export. A module that does not parse may have it, too.
function findExport(path: string, name: string, vite: Pick<Vite, 'parseSync'>): number | undefined {
  const { module, errors } = vite.parseSync(path, readFileSync(path, 'utf8'))
  if (errors.length > 0) return 0
  const entries = module.staticExports.flatMap((statement) =>
    statement.entries.map((entry) => ({ ...entry, start: statement.start })),
  )
  return entries.find(({ isType, exportName }) => {
    const exported = exportName.kind === 'Default' ? 'default' : exportName.name
    // `export * from` may export any name but `default`.
    const isAny = exportName.kind === 'None' && name !== 'default'
    return !isType && (exported === name || isAny)
  })?.start
}

const OTHER_MODULE = /(?<!\.d)\.(?:mts|cts|cjs)$/

// The extension decides what a file of the pages folder is.
function checkPageFile(path: string, site: Site): string[] {
  if (pageExtension(site, path) !== undefined) return []
  const kind = absentKind(path)
  if (kind === undefined && !OTHER_MODULE.test(path)) return []
  const feature = kind === 'mdx' ? 'mdx' : 'pageOfFramework'
  return [describeProblem({ file: nameOf(path, site), text: describeAbsent(feature) })]
}

// It would be a guess which of two files to run, and either may protect the site.
function checkMiddleware(site: Site, vite: Pick<Vite, 'parseSync'>): void {
  const files = listModules(site.srcDir, 'middleware')
  const indexes = listModules(join(site.srcDir, 'middleware'), 'index')
  const [first, second] = [...files, ...indexes]
  if (first === undefined || second === undefined) return
  if (files.length === 1 && !isMiddleware(second, first, vite)) return
  const names = [nameOf(first, site), nameOf(second, site)]
  const text = `Two files are the page middleware: ${names.join(' and ')}`
  throw new SsrPagesError('ROUTE_CONFLICT', text, { files: names })
}

function listModules(folder: string, name: string): string[] {
  if (!existsSync(folder)) return []
  const module = new RegExp(`^${name}\\.[mc]?[jt]sx?$`)
  return readdirSync(folder)
    .filter((file) => module.test(file))
    .map((file) => join(folder, file))
}

// The folder may contain modules that the file beside it imports.
function isMiddleware(index: string, file: string, vite: Pick<Vite, 'parseSync'>): boolean {
  const isPart = /middleware\/|\/middleware['"`]/.test(readFileSync(file, 'utf8'))
  return !isPart && findExport(index, 'onRequest', vite) !== undefined
}

function nameOf(path: string, site: Site): string {
  return toPublicName(site.root, path).slice(1)
}
