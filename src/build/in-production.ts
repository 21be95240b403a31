import type { BuildLog } from '../project/logger.ts'

/**
 * Runs a build with `NODE_ENV=production`, which decides over `import.meta.env.PROD`, over what packages
 * bring along, and over what prerendered pages see. A shell in which the development server is started has
 * another value, and means no other build.
 *
 * @param log - Told when the value was another one.
 * @param run - The build.
 * @returns What it gives.
 */
export async function inProduction<Result>(
  log: Pick<BuildLog, 'warn'>,
  run: () => Promise<Result>,
): Promise<Result> {
  const { NODE_ENV } = process.env
  if (NODE_ENV !== undefined && NODE_ENV !== '' && NODE_ENV !== 'production') {
    log.warn(`NODE_ENV is ${NODE_ENV}; the build is for production all the same`)
  }
  process.env['NODE_ENV'] = 'production'
  try {
    return await run()
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = NODE_ENV
  }
}
