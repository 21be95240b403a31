import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SsrPagesError } from '../shared/errors.ts'
import type { InjectedRoute } from '../shared/integrations.ts'
import type { AskedRoute } from './additions.ts'

/**
 * Finds the modules of injected routes.
 *
 * @param root - Absolute path of the project, from which packages and relative paths are found.
 * @throws {SsrPagesError} INTEGRATION_FAILED: when a module does not exist
 */
export function findEntrypoints(root: string, routes: readonly AskedRoute[]): InjectedRoute[] {
  return routes.map((route) => ({
    ...route,
    pattern: `/${route.pattern.split('/').filter(Boolean).join('/')}`,
    entrypoint: findEntrypoint(root, route),
  }))
}

function findEntrypoint(root: string, { pattern, entrypoint, owner }: AskedRoute): string {
  const file = entrypoint instanceof URL ? fileURLToPath(entrypoint) : resolve(root, entrypoint)
  if (existsSync(file)) return file
  const found = typeof entrypoint === 'string' && findInPackage(root, entrypoint)
  if (found) return found
  const what = `The integration "${owner}" adds the route ${pattern} with the module ${String(entrypoint)}, which does not exist`
  throw new SsrPagesError('INTEGRATION_FAILED', what, { integration: owner, pattern })
}

function findInPackage(root: string, specifier: string): string | undefined {
  try {
    return createRequire(join(root, 'package.json')).resolve(specifier)
  } catch {
    return undefined
  }
}
