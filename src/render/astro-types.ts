import type { AstroGlobal as AstroOfPage } from './astro.ts'
import type { Context } from '../context/context.ts'
import type { Params } from '../shared/types.ts'

/**
 * The type of `Astro` in a page or component. The language tools fill in the types of that file.
 *
 * @see https://docs.astro.build/en/reference/api-reference/
 */
export interface AstroGlobal<
  Props = Record<string, unknown>,
  Self = unknown,
  PageParams = Params,
> extends Omit<AstroOfPage, 'props' | 'self' | 'params' | 'glob'> {
  /** The attributes that the parent passed, with the type of the file's `interface Props`. */
  readonly props: Props
  /** The component itself, for recursion. */
  readonly self: Self
  /** The route's params, decoded. */
  readonly params: PageParams
}

/**
 * The argument of `GET(context)` and the other handlers of an API route.
 *
 *     export function GET({ params }: APIContext<'/products/[id]'>) { ... }
 */
export interface APIContext<Pattern extends keyof App.Routes = keyof App.Routes> extends Omit<
  Context,
  'params'
> {
  /** The route's params, decoded. */
  readonly params: Params<Pattern>
}

/**
 * A handler of an API route.
 *
 *     export const GET: APIRoute<'/products/[id]'> = ({ params }) => Response.json(params.id)
 */
export type APIRoute<Pattern extends keyof App.Routes = keyof App.Routes> = (
  context: APIContext<Pattern>,
) => Response | Promise<Response>
