import type { Modules } from '../../src/netlify/index.ts'
import type { Manifest } from '../../src/shared/types.ts'

/** A site of one API route with the test's handlers. */
export function createSite(api: Readonly<Record<string, unknown>>): {
  manifest: Manifest
  modules: Modules
} {
  const rest = { styles: [], scripts: {}, hasHead: false, kind: 'endpoint' as const }
  const routes = [{ pattern: '/api/[...path]', file: 'api.mjs', ...rest }]
  return {
    manifest: { version: 1, base: '/', client: '../client', routes },
    modules: { 'api.mjs': () => Promise.resolve(api) },
  }
}

/** A body in pieces; an error in place of a piece makes the body fail there. */
export function streamOf(...pieces: readonly (string | Error)[]): ReadableStream<Uint8Array> {
  const left = [...pieces]
  return new ReadableStream({
    pull(controller) {
      const piece = left.shift()
      if (piece === undefined) controller.close()
      else if (typeof piece !== 'string') controller.error(piece)
      else controller.enqueue(new TextEncoder().encode(piece))
    },
  })
}
