import { cp, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Check, checkOptions } from '../shared/check-options.ts'
import type { Adapter, AdapterBuild } from '../shared/config.ts'
import { CHECK_ORIGIN } from '../node/options.ts'
import { toSessionSettings } from '../session/settings.ts'
import { writeFunction } from './function-folder.ts'
import { checkPublish } from './publish.ts'
import { readRedirectPaths, writeRedirects } from './redirects.ts'
import type { NetlifyOptions, NetlifySettings } from './settings.ts'
import { writeSiteConfig } from './site-config.ts'

/**
 * Creates the adapter that also writes the build as a Netlify function. The function contains all
 * pages except the prerendered ones, which are files. Netlify publishes these and the browser
 * files.
 *
 *     export default defineConfig({ adapter: netlify() })
 *
 * @param options - See {@link NetlifyOptions}.
 * @returns The adapter for `ssr-pages.config`. Its build fails with PUBLISH_UNSAFE if
 *   `netlify.toml` would publish the project's sources.
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
    build.warn(`The function answers ${path} before _redirects can redirect it`)
  }
  await writeRedirects(clientDir, manifest)
  if (publishDir !== clientDir) await publishBelowBase(build, publishDir)
  await writeSiteConfig(build, settings.imageCDN ?? true)
  const excludedPath = [...settings.excludedPath, ...paths.excluded]
  await writeFunction(build, { ...settings, excludedPath })
}

// Netlify maps paths to files, so with a base the files must be in a folder of that name.
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
  // A name that ends with `-background` would make a background function, which returns no
  // response. To Netlify's tools, a file named `index` has a meaning of its own.
  name: {
    isValid: (value) =>
      typeof value === 'string' && /^(?!index$)[\w-]+(?<!-background)$/.test(value),
    wanted:
      "a name of letters, digits, - and _, other than 'index' and without '-background' at the end",
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
  imageCDN: { isValid: (value) => typeof value === 'boolean', wanted: 'true or false' },
  session: {
    isValid: (value) => value === false || (typeof value === 'object' && value !== null),
    wanted: 'false, or an object with ttl, timeout and cookie',
  },
}

function isFolder(value: unknown): boolean {
  return typeof value === 'string' && /^(?!\/|\.\.(?:\/|$))[^\\:]+$/.test(value)
}
