import { createPages } from '../../src/loader/pages.ts'
import type { Middleware } from '../../src/node/serve.ts'
import { createMiddleware } from '../../src/node/serve.ts'
import type { Options } from '../../src/node/options.ts'
import { toSettings } from '../../src/node/options.ts'
import type { PageModule } from '../../src/shared/types.ts'
import { toRouteFiles } from '../support/routes.ts'

const MIDDLEWARE = '_middleware.ts'

/**
 * Creates the middleware of pages that are passed as an object: their modules' exports by file
 * name.
 */
export function siteOf(
  modules: Record<string, PageModule>,
  options: Options = {},
  base = '/',
): Middleware {
  const files = Object.keys(modules)
  const routes = toRouteFiles(files.filter((file) => file !== MIDDLEWARE))
  const middleware = files.includes(MIDDLEWARE) ? { middleware: MIDDLEWARE } : {}
  const pages = createPages({ base, routes, ...middleware }, async (file) => modules[file] ?? {})
  return createMiddleware({ ...pages, dir: '', clientDir: undefined }, toSettings(options))
}
