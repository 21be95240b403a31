import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { SsrPagesError } from '../errors.ts'
import { checkConfig } from './check-config.ts'
import { toBuildError } from './build-error.ts'
import { toFailure } from './failure.ts'
import type { Vite } from './load-vite.ts'

const NAMES = ['ssr-pages.config.ts', 'ssr-pages.config.mjs', 'ssr-pages.config.js']

/**
 * Loads the configuration file of a project.
 *
 * @param vite - Vite, which can import TypeScript.
 * @param root - The project's root, absolute.
 * @returns The configuration; an empty one when there is no file.
 * @throws {SsrPagesError} CONFIG_INVALID
 */
export async function loadConfig(vite: Vite, root: string): Promise<Config> {
  const name = NAMES.find((candidate) => existsSync(join(root, candidate)))
  return name === undefined ? {} : checkConfig(await importConfig(vite, root, name), name)
}

async function importConfig(vite: Vite, root: string, name: string): Promise<unknown> {
  const env = { command: 'build', mode: 'production' } as const
  try {
    const loaded = await vite.loadConfigFromFile(env, join(root, name), root, 'silent')
    return loaded?.config
  } catch (cause) {
    const { text, line = 1 } = toFailure(cause)
    // Vite puts definitions of its own in front of the first line.
    if (line > 1) throw toBuildError(cause, { root, config: {} }, 'CONFIG_INVALID')
    throw new SsrPagesError('CONFIG_INVALID', `${name} did not load: ${text}`, { cause })
  }
}
