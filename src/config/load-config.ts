import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../shared/config.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { toBuildError } from '../diagnostics/build-error.ts'
import { checkConfig } from './check-config.ts'
import { type ConfigEnv, type ImportedConfig, importFile } from './import-config.ts'

const EXTENSIONS = ['ts', 'mts', 'cts', 'mjs', 'js', 'cjs']
const NAMES = EXTENSIONS.map((extension) => `ssr-pages.config.${extension}`)

/** The configuration files that Astro reads. */
const OF_ASTRO = ['mjs', 'js', 'ts', 'mts'].map((extension) => `astro.config.${extension}`)

/** A configuration, and the files that it was read from. */
export interface LoadedConfig {
  readonly config: Config
  /** Absolute paths of the file itself and of its imports. */
  readonly files: readonly string[]
}

/** The purpose that a configuration is loaded for. */
export type Purpose = 'build' | 'develop'

const ENVIRONMENTS: Readonly<Record<Purpose, ConfigEnv>> = {
  build: { command: 'build', mode: 'production' },
  develop: { command: 'serve', mode: 'development' },
}

/**
 * Loads the configuration file of a project. It may export an object, a promise of one, or a
 * function that returns either.
 *
 * @param root - Absolute path of the project.
 * @param warn - Receives a warning when there is a configuration of Astro too, which is ignored.
 * @returns The configuration and its files; empty when the project has no configuration.
 * @throws {SsrPagesError} CONFIG_INVALID: when the configuration is invalid, or only Astro's exists
 */
export async function loadConfig(
  root: string,
  purpose: Purpose,
  warn: (message: string) => void,
): Promise<LoadedConfig> {
  const found = NAMES.filter((name) => existsSync(join(root, name)))
  const ofAstro = OF_ASTRO.find((name) => existsSync(join(root, name)))
  const [name, other] = found
  if (other !== undefined) {
    const text = `There are two configurations: ${found.join(' and ')}. Remove one of them`
    throw new SsrPagesError('CONFIG_INVALID', text, { files: found })
  }
  if (name === undefined) {
    if (ofAstro !== undefined) throw notRead(ofAstro)
    return { config: {}, files: [] }
  }
  if (ofAstro !== undefined) warn(`${ofAstro} is ignored: the configuration is ${name}`)
  const { value, files } = await importConfig(root, name, ENVIRONMENTS[purpose])
  const source = readFileSync(join(root, name), 'utf8')
  return { config: checkConfig(value, name, source), files }
}

// Astro's configuration may contain redirects, a base, or an integration that protects the site.
function notRead(file: string): SsrPagesError {
  const text = `${file} is ignored, and there is no ssr-pages.config. Copy what your pages need (base, site, redirects, vite) into ssr-pages.config.mjs; if they need nothing, \`export default {}\` is enough`
  return new SsrPagesError('CONFIG_INVALID', text, { file })
}

/** Tells whether a path is one where the configuration of this package or of Astro could be. */
export function isConfigFile(root: string, file: string): boolean {
  return [...NAMES, ...OF_ASTRO].some((name) => join(root, name) === file)
}

async function importConfig(root: string, name: string, env: ConfigEnv): Promise<ImportedConfig> {
  try {
    return await importFile(root, join(root, name), env)
  } catch (cause) {
    throw toBuildError(cause, { root, config: {} }, 'CONFIG_INVALID')
  }
}
