import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { SsrPagesError } from '../errors.ts'
import { checkConfig } from './check-config.ts'
import { toBuildError } from './build-error.ts'
import { toFailure } from './failure.ts'
import type { Vite } from './load-vite.ts'

const NAMES = ['ssr-pages.config.ts', 'ssr-pages.config.mjs', 'ssr-pages.config.js']

/** A configuration, and the files it was read from. */
export interface LoadedConfig {
  readonly config: Config
  /** Absolute paths: the file itself and what it imports. */
  readonly files: readonly string[]
}

/**
 * Loads the configuration file of a project.
 *
 * @param vite - Vite, which can import TypeScript.
 * @param root - The project's root, absolute.
 * @returns The configuration; an empty one when there is no file.
 * @throws {SsrPagesError} CONFIG_INVALID
 */
export async function loadConfig(vite: Vite, root: string): Promise<Config> {
  return (await readWith('bundle', vite, root)).config
}

/**
 * Loads the configuration file of a project for development, and says what it is made of.
 *
 * @param vite - Vite, which can import TypeScript.
 * @param root - The project's root, absolute.
 * @returns The configuration and its files, none when there is no configuration.
 * @throws {SsrPagesError} CONFIG_INVALID
 */
export function readConfig(vite: Vite, root: string): Promise<LoadedConfig> {
  // Bundled, it would be imported from a file that is gone afterwards: `node --watch` would restart
  // the server for that, again and again.
  return readWith('runner', vite, root)
}

async function readWith(loader: Loader, vite: Vite, root: string): Promise<LoadedConfig> {
  const name = NAMES.find((candidate) => existsSync(join(root, candidate)))
  if (name === undefined) return { config: {}, files: [] }
  const { config, dependencies = [] } = (await importConfig(loader, vite, root, name)) ?? {}
  const files = [name, ...dependencies].map((file) => resolve(root, file))
  return { config: checkConfig(config, name), files }
}

/**
 * Says whether a file is, or would be, the configuration of a project.
 *
 * @param root - The project's root, absolute.
 * @param file - Absolute.
 * @returns True for the names that a configuration may have.
 */
export function isConfigFile(root: string, file: string): boolean {
  return NAMES.some((name) => join(root, name) === file)
}

type Loader = 'bundle' | 'runner'

async function importConfig(
  loader: Loader,
  vite: Vite,
  root: string,
  name: string,
): Promise<{ config: unknown; dependencies: readonly string[] } | null> {
  const env = { command: 'build', mode: 'production' } as const
  try {
    return await vite.loadConfigFromFile(env, join(root, name), root, 'silent', undefined, loader)
  } catch (cause) {
    const { text, line = 1 } = toFailure(cause)
    // Vite puts definitions of its own in front of the first line.
    if (line > 1) throw toBuildError(cause, { root, config: {} }, 'CONFIG_INVALID')
    throw new SsrPagesError('CONFIG_INVALID', `${name} did not load: ${text}`, { cause })
  }
}
