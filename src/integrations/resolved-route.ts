import type { Part, Segment } from '../routing/parse.ts'
import type { Redirect, TrailingSlash } from '../shared/types.ts'

/** A route before it is described. */
export interface RouteFacts {
  readonly pattern: string
  readonly segments: readonly Segment[]
  /** The module relative to the root, or the path that redirects. */
  readonly entrypoint: string
  readonly type: 'page' | 'endpoint' | 'redirect'
  readonly isPrerendered: boolean
  readonly origin: 'project' | 'external'
  readonly trailingSlash: TrailingSlash
  readonly redirect?: string | Redirect
  /** The route that a redirect leads to. */
  readonly redirectRoute?: ResolvedRoute | undefined
}

/** A part of a segment, as Astro describes it. A rest param keeps its dots. */
interface RoutePart {
  readonly content: string
  readonly dynamic: boolean
  readonly spread: boolean
}

/** A route as the hook `astro:routes:resolved` gets it. */
export interface ResolvedRoute {
  readonly isPrerendered: boolean
  readonly entrypoint: string
  readonly pattern: string
  readonly params: readonly string[]
  readonly origin: 'project' | 'external'
  readonly segments: readonly (readonly RoutePart[])[]
  readonly type: 'page' | 'endpoint' | 'redirect'
  /** The path of a route without params. */
  readonly pathname: string | undefined
  readonly patternRegex: RegExp
  readonly redirect: string | Redirect | undefined
  readonly redirectRoute: ResolvedRoute | undefined
  readonly fallbackRoutes: readonly ResolvedRoute[]
  generate(params?: Readonly<Record<string, unknown>>): string
}

/** Describes a route in Astro's form. */
export function toResolvedRoute(facts: RouteFacts): ResolvedRoute {
  const { pattern, entrypoint, type, isPrerendered, origin, redirect, redirectRoute } = facts
  const segments = facts.segments.map((segment) => segment.map(toRoutePart))
  const params = segments.flat().filter(({ dynamic }) => dynamic)
  // The paths of files have no slash at their end.
  const isFile = type === 'endpoint' && /\../.test(pattern.slice(pattern.lastIndexOf('/')))
  return {
    isPrerendered,
    entrypoint,
    pattern,
    params: params.map(({ content }) => content),
    origin,
    segments,
    type,
    pathname: params.length === 0 ? pattern : undefined,
    patternRegex: toExpression(segments, isFile ? 'never' : facts.trailingSlash),
    redirect,
    redirectRoute,
    fallbackRoutes: [],
    generate(values = {}) {
      const path = segments.map((segment) => generateSegment(segment, values)).join('')
      return `${path}${facts.trailingSlash === 'always' && segments.length > 0 ? '/' : ''}` || '/'
    },
  }
}

function toRoutePart(part: Part): RoutePart {
  if (part.type === 'text') return { content: part.value, dynamic: false, spread: false }
  const spread = part.type === 'rest'
  return { content: spread ? `...${part.name}` : part.name, dynamic: true, spread }
}

const SLASH: Readonly<Record<TrailingSlash, string>> = {
  always: String.raw`\/$`,
  never: '$',
  ignore: String.raw`\/?$`,
}

function toExpression(segments: readonly (readonly RoutePart[])[], slash: TrailingSlash): RegExp {
  const path = segments.map((segment) => {
    if (segment.length === 1 && segment[0]?.spread === true) return String.raw`(?:\/(.*?))?`
    return String.raw`\/${segment.map(toGroup).join('')}`
  })
  return new RegExp(path.length === 0 ? String.raw`^\/$` : `^${path.join('')}${SLASH[slash]}`)
}

function toGroup({ content, dynamic, spread }: RoutePart): string {
  if (spread) return '(.*?)'
  if (dynamic) return '([^/]+?)'
  return escapeMarks(content).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

function generateSegment(
  segment: readonly RoutePart[],
  values: Readonly<Record<string, unknown>>,
): string {
  const text = segment.map((part) => generatePart(part, values)).join('')
  return text === '' ? '' : `/${text}`.replace(/^\/{2,}/, '/')
}

function generatePart(
  { content, dynamic, spread }: RoutePart,
  values: Readonly<Record<string, unknown>>,
): string {
  if (!dynamic) return escapeMarks(content)
  const name = spread ? content.slice('...'.length) : content
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  if (value === undefined && !spread) throw new TypeError(`Missing parameter: ${name}`)
  return escapeMarks(String(value ?? ''))
}

function escapeMarks(text: string): string {
  return text.normalize().replaceAll('?', '%3F').replaceAll('#', '%23')
}
