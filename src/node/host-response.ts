import { extname } from 'node:path'
import type { HostRequest } from '../bridge/url.ts'
import type { HostResponse, Next } from './exchange.ts'

/** A request of Express, as the router that handles it now has left it. */
export type RoutedRequest = HostRequest & {
  /** Continues with the next handler of the innermost router. */
  readonly next?: Next
  readonly params?: unknown
  readonly route?: { readonly path?: unknown }
}

/** A response with the `render()` of Express, or with ours. */
export type RenderingResponse = HostResponse & {
  readonly req: RoutedRequest
  readonly app?: HostApp
  render?: unknown
}

/** The parts of an Express app that decide how it renders. */
interface HostApp {
  get(setting: string): unknown
  readonly engines?: Readonly<Record<string, unknown>>
}

/** The `render()` of a host. */
export type HostRender = (this: RenderingResponse, ...args: readonly unknown[]) => void

/**
 * Finds the `render()` that a response would have without ours.
 *
 * @param earlier - What another middleware had put on the response. (default: that of its app)
 * @param name - What is to be rendered.
 * @returns `undefined` if the host cannot render the name.
 */
export function findHostRender(
  res: RenderingResponse,
  earlier: unknown,
  name: unknown,
): HostRender | undefined {
  if (typeof earlier === 'function') return earlier as HostRender
  const inherited: unknown = Reflect.get(Object.getPrototypeOf(res) as object, 'render')
  if (typeof inherited !== 'function' || hasNoEngine(res, name)) return undefined
  return inherited as HostRender
}

// Express would fail with "No default engine was specified" or "Cannot find module 'astro'", which
// does not say that the name of a view is wrong.
function hasNoEngine({ app }: RenderingResponse, name: unknown): boolean {
  if (typeof name !== 'string' || typeof app?.get !== 'function') return false
  // Another class for views, such as that of nunjucks, finds its engine in its own way.
  const view = app.get('view')
  if (typeof view !== 'function' || view.name !== 'View') return false
  const extension = extname(name)
  if (extension === '') return !app.get('view engine')
  return extension === '.astro' && app.engines?.[extension] === undefined
}
