import { cp, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Check, checkOptions } from '../shared/check-options.ts'
import type { Adapter, AdapterBuild } from '../shared/config.ts'
import { CHECK_ORIGIN } from '../node/options.ts'
import { type SessionConfig, toSessionSettings } from '../session/settings.ts'
import { writeFunction } from './function-folder.ts'
import type { HandlerOptions } from './handler.ts'
import { checkPublish } from './publish.ts'
import { readRedirectPaths, writeRedirects } from './redirects.ts'
import { writeSiteConfig } from './site-config.ts'

/** What is written into the function; a secret has no place here. */
export interface NetlifyOptions extends Pick<HandlerOptions, 'checkOrigin' | 'cacheOnDemandPages'> {
  /** The function's name, and that of its folder. (default: `'entry'`) */
  name?: string
  /**
   * The folder of functions, relative to the root: also `'.netlify/v1/functions'`, which Netlify's
   * tools ignore in git by themselves. (default: `'netlify/functions'`)
   */
  functionsDir?: string
  /**
   * Paths that the function leaves to others: `['/api/*']` for functions of your own. The paths of
   * `public/_redirects` are left to it anyway. (default: none)
   */
  excludedPath?: readonly string[]
  /**
   * Files and folders, relative to the root, that pages read while they run. They lie below the
   * current folder of the function, as they do in the project. (default: none)
   */
  includeFiles?: readonly string[]
  /**
   * Packages to copy as they are, because they cannot be bundled: those with native code. (default:
   * none)
   */
  external?: readonly string[]
  /**
   * How long a session lasts, how long a page waits for it, and its cookie; `false` for pages
   * without `Astro.session`. (default: all defaults)
   */
  session?: false | Pick<SessionConfig, 'ttl' | 'timeout' | 'cookie'>
}

/** Options with every default that the build needs filled in. */
export interface NetlifySettings extends NetlifyOptions {
  readonly name: string
  readonly functionsDir: string
  readonly excludedPath: readonly string[]
  readonly includeFiles: readonly string[]
  readonly external: readonly string[]
}

/**
 * Writes the build as a Netlify function as well, with every page in it but the prerendered ones, which
 * are files. Netlify publishes these and the browser files.
 *
 *     export default defineConfig({ adapter: netlify() })
 *
 * @param options - See {@link NetlifyOptions}.
 * @returns The adapter for `ssr-pages.config`. Its build fails with PUBLISH_UNSAFE when `netlify.toml`
 *   would publish the project's sources.
 * @throws {SsrPagesError} OPTION_INVALID
 * @see https://docs.netlify.com/build/functions/get-started/
 */
export function netlify(options: NetlifyOptions = {}): Adapter {
  checkOptions<NetlifyOptions>(CHECKS, options, '', 'netlify()')
  toSessionSettings(options.session ?? {}, 'netlify-blobs')
  const settings = {
    name: 'entry',
    functionsDir: 'netlify/functions',
    excludedPath: [],
    includeFiles: [],
    external: [],
    ...options,
  }
  return { name: 'Netlify', done: (build) => adapt(build, settings) }
}

async function adapt(build: AdapterBuild, settings: NetlifySettings): Promise<void> {
  const { manifest, clientDir } = build
  const publishDir = toPublishDir(build)
  await checkPublish(build, publishDir)
  const paths = await readRedirectPaths(clientDir)
  for (const path of paths.shadowed) {
    build.warn(`The function answers before the redirect of ${path} in _redirects can`)
  }
  await writeRedirects(clientDir, manifest)
  if (publishDir !== clientDir) await publishBelowBase(build, publishDir)
  await writeSiteConfig(build)
  const excludedPath = [...settings.excludedPath, ...paths.excluded]
  await writeFunction(build, { ...settings, excludedPath })
}

// Netlify takes paths for those of files: below a base they lie in a folder of that name.
function toPublishDir({ clientDir, manifest }: AdapterBuild): string {
  return manifest.base === '/' ? clientDir : join(dirname(clientDir), 'netlify')
}

async function publishBelowBase(
  { clientDir, manifest }: AdapterBuild,
  publishDir: string,
): Promise<void> {
  await rm(publishDir, { recursive: true, force: true })
  const folder = resolve(publishDir, `.${manifest.base}`)
  await cp(clientDir, folder, { recursive: true })
  await cp(join(clientDir, '_redirects'), join(publishDir, '_redirects')).catch(() => {})
}

const PATHS: Check = {
  isValid: (value) =>
    Array.isArray(value) && value.every((path) => typeof path === 'string' && path !== ''),
  wanted: 'a list of paths',
}

const CHECKS: Readonly<Record<keyof NetlifyOptions, Check>> = {
  // A name that ends so makes it a function that nobody waits for; `index` is a file of others.
  name: {
    isValid: (value) =>
      typeof value === 'string' && /^(?!index$)[\w-]+(?<!-background)$/.test(value),
    wanted: "letters, digits, - and _, but not 'index', nor '-background' at the end",
  },
  functionsDir: { isValid: isFolder, wanted: 'a folder of the project' },
  excludedPath: {
    isValid: (value) =>
      Array.isArray(value) && value.every((path) => typeof path === 'string' && path[0] === '/'),
    wanted: "a list of paths that start with '/'",
  },
  includeFiles: {
    isValid: (value) => Array.isArray(value) && value.every(isFolder),
    wanted: 'a list of files and folders of the project',
  },
  external: PATHS,
  cacheOnDemandPages: { isValid: (value) => typeof value === 'boolean', wanted: 'true or false' },
  checkOrigin: CHECK_ORIGIN,
  session: {
    isValid: (value) => value === false || (typeof value === 'object' && value !== null),
    wanted: 'false, or an object with ttl, timeout and cookie',
  },
}

function isFolder(value: unknown): boolean {
  return typeof value === 'string' && /^(?!\/|\.\.(?:\/|$))[^\\:]+$/.test(value)
}
