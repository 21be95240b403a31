import { parsePart, toPartId } from '../compiler/astro-part.ts'
import {
  BEFORE_HYDRATION,
  clientRendererId,
  directiveId,
  ISLAND,
  PAGE_SCRIPTS,
  PREFETCH,
} from '../shared/browser-modules.ts'
import { toPublicName } from '../project/public-name.ts'
import type { Site } from '../project/site.ts'
import type { BuiltPage } from './server-bundle.ts'

/** A module that pages load, as an entry of the bundle for browsers. */
export interface BrowserModule {
  /** The id by which compiled pages and the manifest know it. */
  readonly id: string
  /** Its id for Vite. */
  readonly module: string
  /** Its kind, on which styles, preloads and inlining depend. */
  readonly kind: 'script' | 'island' | 'only' | 'support'
  /**
   * True for a script that a fragment may load: a browser runs a file once in a page, but inlined
   * code each time. (default: `false`)
   */
  readonly isFile?: boolean
}

/** The parts of a page that load modules. */
export type LoadedParts = Pick<
  BuiltPage,
  'scripts' | 'islands' | 'renderers' | 'directives' | 'hasPrefetch'
>

/**
 * Lists the modules that a page may load: its processed `<script>`s, its islands, and what these
 * islands need.
 */
export function listBrowserModules(site: Site, page: LoadedParts): BrowserModule[] {
  const scripts: BrowserModule[] = page.scripts.map((module) => {
    return { id: toPrintedId(site.root, module), module, kind: 'script' }
  })
  if (page.hasPrefetch) scripts.push(LINKS)
  if (page.islands.length === 0) return scripts
  return [...scripts, ...listSupport(site, page), ...listIslands(page)]
}

/** The script of pages with links to fetch: a file, because all pages share it. */
const LINKS: BrowserModule = { id: PREFETCH, module: PREFETCH, kind: 'script', isFile: true }

/** Returns the module with the scripts of the stage `page`; `undefined` if there are none. */
export function pageScriptsOf({ integrations }: Site): BrowserModule | undefined {
  if (integrations.scripts.page.length === 0) return undefined
  return { id: PAGE_SCRIPTS, module: PAGE_SCRIPTS, kind: 'script' }
}

/**
 * Lists the modules of all pages and content modules, each once.
 *
 * @param content - Content modules, which a fragment may show.
 */
export function collectModules(
  site: Site,
  pages: readonly BuiltPage[],
  content: readonly LoadedParts[],
): BrowserModule[] {
  const found = new Map<string, BrowserModule>()
  for (const one of [...pages, ...content].flatMap((page) => listBrowserModules(site, page))) {
    // On another page, the same component may be an island that the server renders.
    if (one.kind === 'only' || !found.has(one.module)) found.set(one.module, one)
  }
  const scripts = pages.some(({ kind }) => kind === 'page') ? pageScriptsOf(site) : undefined
  const ofFragments = new Set(
    [...pages.filter(hasFragments), ...content].flatMap((page) => page.scripts),
  )
  return [...(scripts ? [scripts] : []), ...found.values()].map((one) =>
    ofFragments.has(one.module) ? { ...one, isFile: true } : one,
  )
}

function hasFragments({ view, exports }: BuiltPage): boolean {
  return view !== undefined && exports.includes('fragments')
}

function listSupport({ integrations }: Site, page: LoadedParts): BrowserModule[] {
  const { renderers, scripts } = integrations
  const used = renderers.filter(
    ({ name, clientEntrypoint }) => clientEntrypoint !== undefined && page.renderers.includes(name),
  )
  const ids = [
    ISLAND,
    ...page.directives.map(directiveId),
    ...(scripts['before-hydration'].length > 0 ? [BEFORE_HYDRATION] : []),
    ...used.map(({ name }) => clientRendererId(name)),
  ]
  return ids.map((id) => ({ id, module: id, kind: 'support' }))
}

// One component may have several directives on a page.
function listIslands({ islands }: LoadedParts): BrowserModule[] {
  const unique = new Map(islands.map((island) => [island.id, island]))
  return [...unique.values()].map(({ id, module }) => {
    const isOnly = islands.some((island) => island.id === id && island.isOnly)
    return { id, module, kind: isOnly ? 'only' : 'island' }
  })
}

// The id that the compiled page passes to `renderScript()`.
function toPrintedId(root: string, id: string): string {
  const part = parsePart(id)
  return part ? toPartId({ ...part, file: toPublicName(root, part.file) }) : id
}
