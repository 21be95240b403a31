import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as Binding from '@astrojs/compiler-binding'
import type * as ViteExports from 'vite'
import type { Rolldown } from 'vite'
import { COMPILER_VERSION, provideBinding } from '../compiler/binding.ts'
import { SsrPagesError, reasonOf } from '../shared/errors.ts'
import { installCommands } from './install-command.ts'
import { readVersion } from './own-package.ts'

/** Vite's exports. */
export type Vite = typeof ViteExports

/** The package that depends on Vite and the compiler: a project installs both as one dependency. */
const TOOLS = '@ssr-pages/build'
const COMPILER = '@astrojs/compiler-binding'

/**
 * Loads the tools that only building and developing need: Vite and the compiler's native code. Both
 * are resolved from the project first, then from this package.
 *
 * @param root - Absolute path of the project.
 * @returns Vite's exports.
 * @throws {SsrPagesError} BUILD_TOOLS_MISSING: when one of them is not installed, does not load, or
 *   has another version
 */
export async function loadBuildTools(root: string): Promise<Vite> {
  const vite = await loadVite(root)
  await loadCompiler(root)
  return vite
}

/**
 * Loads Vite alone.
 *
 * @throws {SsrPagesError} BUILD_TOOLS_MISSING: when Vite 8 is not installed or does not load
 */
export async function loadVite(root: string): Promise<Vite> {
  const vite = (await load(root, 'vite')) as Vite
  // Other versions fail later, with messages that do not mention Vite's version.
  if (Number.parseInt(vite.version, 10) !== 8) throw otherVersion(root, 'Vite', '8', vite.version)
  return vite
}

/**
 * Loads the compiler's native code, which `compileAstro()` and the parsers of `compiler/` call.
 *
 * @throws {SsrPagesError} BUILD_TOOLS_MISSING: when that version is not installed or does not load
 */
export async function loadCompiler(root: string): Promise<void> {
  const binding = (await load(root, COMPILER)) as typeof Binding
  const version = readVersionOf(resolveFrom(findTools(root), `${COMPILER}/package.json`))
  if (version !== COMPILER_VERSION) {
    throw otherVersion(root, 'the compiler', COMPILER_VERSION, version)
  }
  provideBinding(binding)
}

/**
 * Loads Vite's bundler, for uses where Vite itself would read the environment.
 *
 * @throws {SsrPagesError} BUILD_TOOLS_MISSING: when Vite or its bundler does not load
 */
export async function loadRolldown(root: string): Promise<Pick<typeof Rolldown, 'rolldown'>> {
  return (await load(root, 'vite', 'rolldown')) as Pick<typeof Rolldown, 'rolldown'>
}

/**
 * Loads PostCSS.
 *
 * @throws {SsrPagesError} BUILD_TOOLS_MISSING: when Vite or PostCSS does not load
 */
export async function loadPostCss(root: string): Promise<{ parse: (css: string) => unknown }> {
  return (await load(root, 'vite', 'postcss')) as { parse: (css: string) => unknown }
}

/** The parts of Lightning CSS that are used here. */
interface LightningCss {
  transform(options: {
    filename: string
    code: Uint8Array
    drafts: { customMedia: boolean }
  }): unknown
}

/**
 * Loads the CSS minifier of Vite's builds.
 *
 * @throws {SsrPagesError} BUILD_TOOLS_MISSING: when Vite or the minifier does not load
 */
export async function loadLightningCss(root: string): Promise<LightningCss> {
  return (await load(root, 'vite', 'lightningcss')) as LightningCss
}

/** The part of tinyglobby that is used here. */
interface TinyGlobby {
  glob(
    patterns: readonly string[],
    options: { cwd: string; ignore: string[]; absolute: boolean; expandDirectories: boolean },
  ): Promise<string[]>
}

/**
 * Loads the package that finds Vite's files by patterns.
 *
 * @throws {SsrPagesError} BUILD_TOOLS_MISSING: when Vite or that package does not load
 */
export async function loadTinyGlobby(root: string): Promise<TinyGlobby> {
  return (await load(root, 'vite', 'tinyglobby')) as TinyGlobby
}

/** The part of picomatch that is used here. */
interface Picomatch {
  readonly isMatch: (
    path: string,
    patterns: readonly string[],
    options: { ignore: readonly string[] },
  ) => boolean
}

/**
 * Loads the package that matches Vite's patterns.
 *
 * @throws {SsrPagesError} BUILD_TOOLS_MISSING: when Vite or that package does not load
 */
export async function loadPicomatch(root: string): Promise<Picomatch> {
  return (await load(root, 'vite', 'picomatch')) as Picomatch
}

// Each package is a dependency of the previous one. With some package managers, only that one can
// import it.
async function load(root: string, ...names: readonly string[]): Promise<unknown> {
  const tools = findTools(root)
  try {
    const file = names.reduce(resolveFrom, tools)
    const loaded: object = await import(pathToFileURL(file).href)
    // Node does not find the names of all CommonJS exports.
    return 'default' in loaded ? loaded.default : loaded
  } catch (cause) {
    throw broken(root, names.join(' > '), cause)
  }
}

function findTools(root: string): string {
  const found = tryFrom(join(root, 'package.json')) ?? tryFrom(import.meta.url)
  if (found === undefined) throw missing(root)
  return found
}

function tryFrom(from: string | URL): string | undefined {
  try {
    return resolveFrom(from, `${TOOLS}/package.json`)
  } catch {
    return undefined
  }
}

function resolveFrom(from: string | URL, name: string): string {
  return createRequire(from).resolve(name)
}

function readVersionOf(file: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'))
  return version
}

const NEED = 'Building and developing pages needs'

function missing(root: string): SsrPagesError {
  const what = `${NEED} ${TOOLS}, which contains Vite 8 and the compiler, but is not installed.`
  const install = `Run \`${installCommands(root).all}\``
  const why = 'package.json lists it, but development dependencies were not installed'
  const hint = isListed(root) ? `${install}: ${why}.` : undefined
  return new SsrPagesError('BUILD_TOOLS_MISSING', what, {}, hint ?? addTools(root))
}

function broken(root: string, name: string, cause: unknown): SsrPagesError {
  const what = `${NEED} ${name}, which comes with ${TOOLS}, but cannot be loaded: ${reasonOf(cause)}`
  const hint = `Remove node_modules, and run \`${installCommands(root).all}\` on this machine.`
  return new SsrPagesError('BUILD_TOOLS_MISSING', what, { cause }, hint)
}

function otherVersion(root: string, name: string, wanted: string, version: string): SsrPagesError {
  const what = `${NEED} ${name} ${wanted}; version ${version} is installed.`
  return new SsrPagesError('BUILD_TOOLS_MISSING', what, { version }, addTools(root))
}

function addTools(root: string): string {
  return `Run \`${installCommands(root).addDev} ${TOOLS}@${readVersion()}\`.`
}

function isListed(root: string): boolean {
  try {
    const { dependencies, devDependencies, optionalDependencies }: Record<string, object> =
      JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return TOOLS in { ...dependencies, ...devDependencies, ...optionalDependencies }
  } catch {
    return false
  }
}
