import type { InlineConfig, ViteDevServer } from 'vite'
import { writeRouteTypes } from '../../build/route-types.ts'
import { type ContentOptions, createContent } from '../../content/create-content.ts'
import {
  ASTRO_CONTENT,
  CONTENT_WITH_ZOD,
  dataModuleId,
  imagesModuleId,
} from '../../plugin/content-ids.ts'
import type { Vite } from '../../project/build-tools.ts'
import type { Site } from '../../project/site.ts'
import type { Content } from '../../shared/content.ts'
import { ContentWatcher } from './content-watcher.ts'
import type { ContentHost, ContentNames } from './content-state.ts'
import { type LiveContent, createLiveContent } from './live-content.ts'

const EVENTS = ['add', 'addDir', 'change', 'unlink', 'unlinkDir'] as const

/** The content of a project, before Vite has started. */
export interface StartedContent extends LiveContent {
  /** Follows the changes of files that Vite sees. */
  connect(server: ViteDevServer): void
}

/** What the content of a project in development is made of. */
export interface StartContentOptions {
  readonly vite: Vite
  readonly site: Site
  readonly warn: (message: string) => void
  /** The configuration that runs `src/content.config.*`. */
  readonly viteConfig: () => InlineConfig
  /** Called when open pages that read collections must reload. */
  readonly onChange: ContentHost['onChange']
}

/**
 * Creates the content of a project in development. Loaders run when a page first reads a collection.
 *
 * @returns `undefined` for a project without collections.
 */
export function startContent(options: StartContentOptions): StartedContent | undefined {
  const { vite, site, warn, viteConfig, onChange } = options
  const watcher = new ContentWatcher()
  const log = { step() {}, warn }
  const content = createOrFail({ site, vite, log, viteConfig, command: 'dev', watcher })
  if (content === undefined) return undefined
  let running: ViteDevServer | undefined
  const live = createLiveContent(content, watcher, {
    root: site.root,
    warn,
    onTypes: () => writeRouteTypes(site, warn, content.types()),
    invalidate: (names) => running && invalidate(running, names),
    onChange,
  })
  return {
    ...live,
    connect(server) {
      running = server
      watcher.connect(server.watcher)
      // Not `all`: late writes are reported as the event of their kind alone.
      for (const event of EVENTS) server.watcher.on(event, (file) => live.note(event, file))
    },
  }
}

// Pages that read no collection work without its configuration.
function createOrFail(options: ContentOptions): Content | undefined {
  try {
    return createContent(options)
  } catch (error) {
    const fail = (): Promise<never> => Promise.reject(error)
    return {
      load: fail,
      refresh: fail,
      restart: fail,
      types: () => undefined,
      configFiles: () => [],
      onChange() {},
      close: async () => {},
    }
  }
}

// What imports these modules is invalid, too.
function invalidate({ environments: { ssr } }: ViteDevServer, names: ContentNames): void {
  const { moduleGraph } = ssr
  const ids = names && [...names].flatMap((name) => [dataModuleId(name), imagesModuleId(name)])
  const all =
    ids ?? [...moduleGraph.idToModuleMap.keys()].filter((id) => id.startsWith(ASTRO_CONTENT))
  for (const id of new Set([...all, ASTRO_CONTENT, CONTENT_WITH_ZOD])) {
    const module = moduleGraph.getModuleById(id)
    if (module) moduleGraph.invalidateModule(module)
  }
}
