import { pathToFileURL } from 'node:url'
import type { InlineConfig } from 'vite'
import type { Vite } from '../project/build-tools.ts'
import type { Integrations } from '../shared/integrations.ts'
import { isObject } from '../shared/is-object.ts'
import { toFolderUrl } from './setup-options.ts'

/** A page of a build, as the hook `astro:build:setup` gets it. */
export interface PageData {
  /** `/blog/[slug]&src/pages/blog/[slug].astro` */
  readonly key: string
  readonly component: string
  readonly route: object
  readonly moduleSpecifier: string
  readonly styles: readonly never[]
}

/**
 * Runs `astro:build:start`.
 *
 * @param warn - Receives a warning when an integration sets a prerenderer of its own.
 * @throws {SsrPagesError} INTEGRATION_FAILED: when a hook throws
 */
export function buildStart(
  integrations: Integrations,
  warn: (message: string) => void,
): Promise<void> {
  return integrations.run('astro:build:start', ({ name }) => ({
    setPrerenderer() {
      warn(
        `The integration "${name}" sets a prerenderer, which is ignored: pages are prerendered in the process of the build`,
      )
    },
  }))
}

/**
 * Runs `astro:build:setup`. As in Astro 7, it runs once, and its changes count for all bundles.
 *
 * @param config - Vite's configuration of the site. Integrations may change it in place.
 * @param pages - The pages by their keys.
 * @returns The changed configuration.
 * @throws {SsrPagesError} INTEGRATION_FAILED: when a hook throws
 */
export async function buildSetup(
  integrations: Integrations,
  config: InlineConfig,
  { vite, pages }: { vite: Pick<Vite, 'mergeConfig'>; pages: ReadonlyMap<string, PageData> },
): Promise<InlineConfig> {
  const shown = { ...config, plugins: [...(config.plugins ?? [])], build: { ...config.build } }
  let changes: InlineConfig = {}
  await integrations.run('astro:build:setup', () => ({
    vite: shown,
    pages,
    target: 'server',
    updateConfig(more: unknown) {
      if (isObject(more)) changes = vite.mergeConfig(changes, more)
      return vite.mergeConfig(shown, changes)
    },
  }))
  return vite.mergeConfig(shown, changes)
}

/**
 * Runs `astro:build:ssr`.
 *
 * @param manifest - What the server knows of the site.
 * @throws {SsrPagesError} INTEGRATION_FAILED: when a hook throws
 */
export function buildSsr(integrations: Integrations, manifest: object): Promise<void> {
  // The page middleware is a part of the bundle, as in Astro without an adapter for edge functions.
  return integrations.run('astro:build:ssr', () => ({ manifest, middlewareEntryPoint: undefined }))
}

/**
 * Runs `astro:build:generated`.
 *
 * @param folder - Absolute path of the browser files, which are not in their final place yet.
 * @throws {SsrPagesError} INTEGRATION_FAILED: when a hook throws
 */
export function buildGenerated(integrations: Integrations, folder: string): Promise<void> {
  return integrations.run('astro:build:generated', () => ({
    dir: toFolderUrl(folder),
    routeToHeaders: new Map(),
  }))
}

/** What a build has written. */
export interface BuildDone {
  /** Absolute path of the browser files. */
  readonly folder: string
  /** Paths of the prerendered pages without a leading slash: `blog/one/`. */
  readonly pathnames: readonly string[]
  /** Absolute paths of the prerendered files by the patterns of their routes. */
  readonly files: ReadonlyMap<string, readonly string[]>
}

/**
 * Runs `astro:build:done`, after everything is written.
 *
 * @throws {SsrPagesError} INTEGRATION_FAILED: when a hook throws
 */
export function buildDone(integrations: Integrations, done: BuildDone): Promise<void> {
  return integrations.run('astro:build:done', () => ({
    dir: toFolderUrl(done.folder),
    pages: done.pathnames.map((pathname) => ({ pathname })),
    assets: new Map(
      [...done.files].map(([pattern, files]) => [
        pattern,
        files.map((file) => pathToFileURL(file)),
      ]),
    ),
  }))
}
