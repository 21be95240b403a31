import type { BuildLog } from '../project/logger.ts'

/**
 * Runs a build with `NODE_ENV=production`, which decides `import.meta.env.PROD`, the exports of
 * many packages and what prerendered pages see. The shell may set another value for the development
 * server, which must not change the build.
 *
 * @param log - Receives a warning when the value was another one.
 * @param run - The build.
 * @returns The result of the build.
 */
export async function inProduction<Result>(
  log: Pick<BuildLog, 'warn'>,
  run: () => Promise<Result>,
): Promise<Result> {
  const { NODE_ENV } = process.env
  if (NODE_ENV !== undefined && NODE_ENV !== '' && NODE_ENV !== 'production') {
    log.warn(`NODE_ENV is ${NODE_ENV}; ssr-pages builds for production anyway`)
  }
  process.env['NODE_ENV'] = 'production'
  try {
    return await run()
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = NODE_ENV
  }
}
