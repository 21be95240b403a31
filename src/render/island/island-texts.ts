import { BEFORE_HYDRATION, directiveId, ISLAND } from '../../shared/browser-modules.ts'
import { escapeAttribute, escapeHtml } from '../../shared/escape.ts'
import type { RouteAssets } from '../../shared/types.ts'
import type { PageRender } from '../page-render.ts'
import type { Hydration } from './directives.ts'
import { escapeJson } from './escape-json.ts'
import { hash } from './hash.ts'

/** Markup that a page prints once; its nonce stands between the two halves. */
export interface OncePerPage {
  readonly key: string
  readonly start: string
  readonly end: string
}

/** How an island is hydrated, but for the value of its directive and for its props. */
export interface IslandKind extends Pick<Hydration, 'directive' | 'id' | 'exported'> {
  /** The name of its tag. */
  readonly name: string
  /** Id of the renderer's module for the browser. (default: the component cannot be hydrated) */
  readonly client: string | undefined
}

/** What all islands of one kind print. */
export interface IslandTexts {
  readonly kind: IslandKind
  /** The path under which the pages are mounted. */
  readonly base: string
  /** The attributes in front of the props. */
  readonly urls: string
  /** The attributes between the props and `opts`. */
  readonly directive: string
  /** What `opts` contains for a directive without a value. */
  readonly options: string
  /** The hash of the component's name, with which the `uid` begins. */
  readonly seed: number
  /** Links for the modules, if the island hydrates at once. */
  readonly links: readonly OncePerPage[]
  /** The scripts of the element and of a custom directive. */
  readonly scripts: readonly OncePerPage[]
}

/** By the modules of a page, the last texts of each component. */
const known = new WeakMap<RouteAssets['scripts'], Map<string, IslandTexts>>()

/**
 * Returns what all islands of one kind print. Only the last kind of each component is remembered: the path
 * of the mount may come from the client.
 *
 * @throws {SsrPagesError} MODULE_UNKNOWN
 */
export function islandTexts(result: PageRender, kind: IslandKind): IslandTexts {
  const { source, route } = result.visit
  const { scripts } = route.assets
  let texts = known.get(scripts)
  if (texts === undefined) known.set(scripts, (texts = new Map<string, IslandTexts>()))
  const last = texts.get(kind.id)
  if (last !== undefined && last.base === source.base && isSame(last.kind, kind)) return last
  const created = createTexts(result, kind)
  texts.set(kind.id, created)
  return created
}

function isSame(a: IslandKind, b: IslandKind): boolean {
  return (
    a.directive === b.directive &&
    a.exported === b.exported &&
    a.client === b.client &&
    a.name === b.name
  )
}

function createTexts(result: PageRender, kind: IslandKind): IslandTexts {
  const { directive, id, exported, client, name } = kind
  const { source, route } = result.visit
  let urls = attribute('component-url', result.moduleUrl(id))
  if (client !== undefined) {
    urls += attribute('component-export', exported)
    urls += attribute('renderer-url', result.moduleUrl(client))
  }
  const isNow = directive === 'load' && client !== undefined
  const own = directiveId(directive)
  return {
    kind,
    base: source.base,
    urls,
    directive: ` ssr client="${escapeAttribute(directive)}"${firstModule(result)}`,
    options: escapeJson(JSON.stringify({ name, value: true })),
    seed: hash(`${exported}:${id}\n`),
    links: isNow
      ? [id, client].flatMap((module) => toLinks(route.assets, module, source.base))
      : [],
    scripts: [ISLAND, ...(result.hasModule(own) ? [own] : [])].map((key) => toScript(result, key)),
  }
}

function firstModule(result: PageRender): string {
  if (!result.hasModule(BEFORE_HYDRATION)) return ''
  return attribute('before-hydration-url', result.moduleUrl(BEFORE_HYDRATION))
}

function attribute(name: string, value: string): string {
  return ` ${name}="${escapeHtml(value)}"`
}

// `async`: an ordinary module would run only after the last byte of a streamed page.
function toScript(result: PageRender, key: string): OncePerPage {
  const url = escapeAttribute(result.moduleUrl(key))
  return { key, start: `<script type="module" async src="${url}"`, end: '></script>' }
}

// For what a module imports, too: without the links, a browser finds each file only when it has read
// the one that imports it.
function toLinks({ scripts, preloads }: RouteAssets, id: string, base: string): OncePerPage[] {
  if (preloads === undefined) return []
  const paths = [scripts[id], ...(preloads[id] ?? [])].filter((path) => typeof path === 'string')
  return paths.map((path) => {
    const url = escapeAttribute(`${base}/${path}`)
    return { key: `preload:${path}`, start: `<link rel="modulepreload" href="${url}"`, end: '>' }
  })
}
