import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ManifestRoute, PageModule, Params } from '../shared/types.ts'
import { fillPattern } from '../routing/fill.ts'
import { parsePattern } from '../routing/parse.ts'

/**
 * Creates the module of a prerendered route, which answers with the route's files when the pages
 * are called without a socket.
 *
 * @param clientDir - Absolute path of the folder of browser files.
 * @returns An API route for all methods.
 */
export function createFileModule(route: ManifestRoute, clientDir: string): PageModule {
  const segments = parsePattern(route.pattern, route.file)
  const files = new Map(route.prerendered?.map((item) => [item.path, item]))

  async function ALL({ params }: { params: Params }): Promise<Response> {
    const prerendered = files.get(fillPattern(segments, params))
    if (prerendered === undefined) return new Response(null, { status: 404 })
    const { file, status, headers } = prerendered
    return new Response(await readFile(join(clientDir, file)), { status, headers })
  }
  return { ALL }
}
