import { resolve } from 'node:path'
import type { Vite } from './build-tools.ts'
import type { Site } from './site.ts'

/** Runs a function with the variables of `.env` files in `process.env`. */
export type WithEnv = <T>(run: () => Promise<T>) => Promise<T>

/**
 * Gives pages that are rendered at build the variables of `.env` files, including private ones:
 * there is no server yet whose environment has them. Variables that are already set keep their
 * values.
 *
 * @param vite - Vite, which reads the files.
 * @param mode - Selects the files: `.env.production` for `production`.
 * @returns The function. Its runs may overlap; after the last one the variables are removed.
 */
export function createWithEnv(vite: Pick<Vite, 'loadEnv'>, site: Site, mode: string): WithEnv {
  const { envDir = site.root, mode: ownMode = mode } = site.config.vite ?? {}
  const found = envDir === false ? {} : vite.loadEnv(ownMode, resolve(site.root, envDir), '')
  const added = Object.entries(found).filter(
    ([name]) => name !== 'NODE_ENV' && !(name in process.env),
  )
  let running = 0

  return async function withEnv(run) {
    if (running === 0) for (const [name, value] of added) process.env[name] = value
    running += 1
    try {
      return await run()
    } finally {
      running -= 1
      if (running === 0) for (const [name] of added) delete process.env[name]
    }
  }
}
