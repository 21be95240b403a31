import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startRegistry } from './registry.ts'
import { ROOT } from './root.ts'

/** The packages of this repository as they are published, in a registry on this machine. */
export interface Published {
  /** Runs a command whose npm installs from the registry; returns what it prints. */
  run(cwd: string, command: string, ...args: readonly string[]): Promise<string>
  close(): void
}

/**
 * Packs the packages, and starts the registry.
 *
 * @param folder - For the packages and npm's cache; the test removes it.
 */
export async function publish(folder: string): Promise<Published> {
  const packages = [ROOT, join(ROOT, 'packages/build')]
  await promisify(execFile)('npm', ['pack', ...packages, '--ignore-scripts', '--silent'], {
    cwd: folder,
  })
  const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  const { url, close } = await startRegistry(tarballs.map((name) => join(folder, name)))
  const env = {
    ...process.env,
    npm_config_registry: url,
    npm_config_cache: join(folder, '.npm'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    // `npm test` passes the setting of this repository on.
    npm_config_legacy_peer_deps: 'false',
  }
  return {
    close,
    async run(cwd, command, ...args) {
      const { stdout } = await promisify(execFile)(command, args, { cwd, env })
      return stdout
    },
  }
}
