import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../shared/config.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { isObject } from '../shared/is-object.ts'
import { toBuildError } from '../diagnostics/build-error.ts'
import { type FromAstro, fromAstroConfig } from './astro-config.ts'
import { checkConfig } from './check-config.ts'
import { type ConfigEnv, type ImportedConfig, importFile } from './import-config.ts'

const EXTENSIONS = ['ts', 'mts', 'cts', 'mjs', 'js', 'cjs']
const NAMES = EXTENSIONS.map((extension) => `ssr-pages.config.${extension}`)

/** The configuration files that Astro reads. */
const OF_ASTRO = ['mjs', 'js', 'ts', 'mts'].map((extension) => `astro.config.${extension}`)

/** The names of all configuration files; the first one that exists is read. */
export const CONFIG_FILES: readonly string[] = [...NAMES, ...OF_ASTRO]

/** A configuration, and the files that it was read from. */
export interface LoadedConfig {
  readonly config: Config
  /** Absolute paths of the file itself and of its imports. */
  readonly files: readonly string[]
  /** What Astro's configuration contains, if that was read. */
  readonly given?: Readonly<Record<string, unknown>>
  /** Where `ssr-pages dev` and `preview` listen, if Astro's configuration was read. */
  readonly server?: FromAstro['server']
}

/** The purpose that a configuration is loaded for. */
export type Purpose = 'build' | 'develop'

const ENVIRONMENTS: Readonly<Record<Purpose, ConfigEnv>> = {
  build: { command: 'build', mode: 'production' },
  develop: { command: 'serve', mode: 'development' },
}

/**
 * Loads the configuration file of a project. It may export an object, a promise of one, or a
 * function that returns either. Without one, an `astro.config.*` is read and translated.
 *
 * @param root - Absolute path of the project.
 * @param warn - Receives warnings: when there is a configuration of Astro too, which is ignored; and
 *   which options of Astro's are not used.
 * @returns The configuration and its files; empty when the project has no configuration.
 * @throws {SsrPagesError} CONFIG_INVALID: when the configuration is invalid
 */
export async function loadConfig(
  root: string,
  purpose: Purpose,
  warn: (message: string) => void,
): Promise<LoadedConfig> {
  const found = NAMES.filter((name) => existsSync(join(root, name)))
  const ofAstro = OF_ASTRO.find((name) => existsSync(join(root, name)))
  const [name, other] = found
  const env = ENVIRONMENTS[purpose]
  if (other !== undefined) {
    const text = `There are two configurations: ${found.join(' and ')}. Remove one of them`
    throw new SsrPagesError('CONFIG_INVALID', text, { files: found })
  }
  if (name === undefined) {
    return ofAstro === undefined ? { config: {}, files: [] } : loadAstro(root, ofAstro, env, warn)
  }
  if (ofAstro !== undefined) warn(`${ofAstro} is ignored: the configuration is ${name}`)
  const { value, files } = await importConfig(root, name, env)
  const source = readFileSync(join(root, name), 'utf8')
  return { config: checkConfig(value, name, source), files }
}

async function loadAstro(
  root: string,
  name: string,
  env: ConfigEnv,
  warn: (message: string) => void,
): Promise<LoadedConfig> {
  const { value, files } = await importConfig(root, name, env)
  const source = readFileSync(join(root, name), 'utf8')
  const { command } = env
  const { config, server, warning } = fromAstroConfig(value, { file: name, source, root, command })
  if (warning !== undefined) warn(warning)
  return { config, files, server, given: isObject(value) ? value : {} }
}

/** Tells whether a path is one where the configuration of this package or of Astro could be. */
export function isConfigFile(root: string, file: string): boolean {
  return CONFIG_FILES.some((name) => join(root, name) === file)
}

async function importConfig(root: string, name: string, env: ConfigEnv): Promise<ImportedConfig> {
  try {
    return await importFile(root, join(root, name), env)
  } catch (cause) {
    throw toBuildError(cause, { root, config: {} }, 'CONFIG_INVALID')
  }
}
