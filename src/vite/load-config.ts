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
  return (await readConfig(vite, root)).config
}

/**
 * How the file becomes a module: bundled into a temporary file that Node imports, or run by Vite. The
 * former knows all that Node does; under `node --watch` its file, when it goes, would start the server
 * again.
 */
type Loader = 'bundle' | 'runner'

/**
 * Loads the configuration file of a project, and says what it is made of.
 *
 * @param vite - Vite, which can import TypeScript.
 * @param root - The project's root, absolute.
 * @param loader - How to import it. [bundle]
 * @returns The configuration and its files, none when there is no configuration.
 * @throws {SsrPagesError} CONFIG_INVALID
 */
export async function readConfig(
  vite: Vite,
  root: string,
  loader: Loader = 'bundle',
): Promise<LoadedConfig> {
  const name = NAMES.find((candidate) => existsSync(join(root, candidate)))
  if (name === undefined) return { config: {}, files: [] }
  const { config, dependencies = [] } = (await importConfig(vite, root, name, loader)) ?? {}
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

async function importConfig(
  vite: Vite,
  root: string,
  name: string,
  loader: Loader,
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
