import type { Development } from './dev/develop.ts'
import type { Exchange } from './node/exchange.ts'
import type { Mode } from './node/mode.ts'
import type { Settings } from './node/options.ts'
import type { SessionStore } from './session/store.ts'
import type { Route } from './shared/types.ts'

/**
 * Serves the current sources. Everything for development is imported on first use: a server in
 * production never needs it.
 *
 * @param sessions - The store of the sessions; `undefined` if they are turned off.
 */
export function createDevelopmentMode(
  settings: Settings,
  sessions: SessionStore | undefined,
): Mode {
  let routes: readonly Route[] = []
  let loading: Promise<Development> | undefined
  const load = () =>
    (loading ??= import('./dev/develop.ts').then(
      ({ Development: Loaded }) => new Loaded(settings, sessions, (current) => (routes = current)),
    ))
  return {
    middleware: async function ssrPagesDevelopment(req, res, next) {
      const development = await load()
      // HTTP/2's classes lack members of HTTP/1's; the bridge checks for them before it uses them.
      await development.answer({ req, res, next } as Exchange)
    },
    views: {
      isLate: true,
      use: async (...call) => (await load()).answerView(...call),
      mayServe: () => true,
      serveFile: async (exchange) => (await load()).serveViewFile(exchange),
    },
    get routes() {
      return routes
    },
    createErrors: () =>
      async function ssrPagesErrors(error, req, res, next) {
        const development = await load()
        await development.fail(error, { req, res, next } as Exchange)
      },
    use: async (...call) => (await load()).use(...call),
    async close() {
      await (await loading)?.close()
    },
  }
}
