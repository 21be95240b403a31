import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject } from '../shared/is-object.ts'
import { SsrPagesError, reasonOf } from '../shared/errors.ts'
import { isMissing } from '../shared/is-missing.ts'
import { isTrailingSlash } from '../shared/trailing-slash.ts'
import type { Manifest, ManifestContent, ManifestRoute, ManifestView } from '../shared/types.ts'
import {
  isArray,
  isBase,
  isBoolean,
  isEnvSchema,
  isCsp,
  isFiles,
  isImages,
  isInside,
  isKind,
  isPattern,
  isPreloads,
  isRedirects,
  isRelative,
  isScriptList,
  isScripts,
  isString,
  isStrings,
  isUrl,
  isVersion,
} from './manifest-fields.ts'

/**
 * Reads and checks `manifest.json`.
 *
 * @param dir - The folder of built pages.
 * @returns The manifest; `undefined` if the folder has none.
 * @throws {SsrPagesError} MANIFEST_INVALID
 */
export function readManifest(dir: string): Manifest | undefined {
  const file = join(dir, 'manifest.json')
  const text = readText(file)
  return text === undefined ? undefined : toManifest(parseJson(text, file), file)
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (isMissing(cause)) return undefined
    const what = `${file} cannot be read: ${reasonOf(cause)}`
    const hint = 'Let the server read the folder of the build, or run `npx ssr-pages build` again.'
    throw new SsrPagesError('MANIFEST_INVALID', what, { file, cause }, hint)
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SsrPagesError('MANIFEST_INVALID', `${file} is not JSON: ${reasonOf(cause)}`, {
      file,
      cause,
    })
  }
}

/** What is being checked: the manifest, or one of its routes or views. */
interface Checked {
  readonly file: string
  /** `routes[0]`, `views[2]` */
  readonly item?: string
}

function toManifest(json: unknown, file: string): Manifest {
  const place = { file }
  const fields = check(json, place, '', isObject, 'an object')
  const { version, base, site, client, routes, views } = fields
  const { trailingSlash, redirects, middleware, injected, content, csp, env, images } = fields
  return {
    version: check(version, place, 'version', isVersion, '1'),
    base: check(base, place, 'base', isBase, "a path that starts and ends with '/'"),
    ...(site !== undefined && { site: check(site, place, 'site', isUrl, 'a URL') }),
    client: check(client, place, 'client', isRelative, 'a relative path'),
    routes: check(routes, place, 'routes', isArray, 'an array').map((route, index) =>
      toRoute(route, { file, item: `routes[${index}]` }),
    ),
    ...(views !== undefined && {
      views: check(views, place, 'views', isArray, 'an array').map((view, index) =>
        toView(view, { file, item: `views[${index}]` }),
      ),
    }),
    ...(trailingSlash !== undefined && {
      trailingSlash: check(
        trailingSlash,
        place,
        'trailingSlash',
        isTrailingSlash,
        "'ignore', 'always' or 'never'",
      ),
    }),
    ...(redirects !== undefined && {
      redirects: check(redirects, place, 'redirects', isRedirects, 'an array of redirects'),
    }),
    ...(injected !== undefined && {
      injected: check(injected, place, 'injected', isScriptList, 'an array of URLs and code'),
    }),
    ...(csp !== undefined && { csp: check(csp, place, 'csp', isCsp, 'a policy') }),
    ...(middleware !== undefined && {
      middleware: check(middleware, place, 'middleware', isInside, 'a path inside the folder'),
    }),
    ...(content !== undefined && {
      content: check(content, place, 'content', isArray, 'an array').map((one, index) =>
        toContent(one, { file, item: `content[${index}]` }),
      ),
    }),
    ...(env !== undefined && {
      env: check(env, place, 'env', isEnvSchema, 'an object of variables'),
    }),
    ...(images !== undefined && {
      images: check(images, place, 'images', isImages, 'the images of a build'),
    }),
  }
}

function toContent(json: unknown, place: Checked): ManifestContent {
  const { file, styles, scripts, preloads } = check(json, place, '', isObject, 'an object')
  return {
    file: check(file, place, 'file', isString, 'a string'),
    ...toFiles({ styles, scripts, preloads }, place),
  }
}

function toRoute(json: unknown, place: Checked): ManifestRoute {
  const fields = check(json, place, '', isObject, 'an object')
  const { pattern, kind, prerendered, policy } = fields
  return {
    pattern: check(pattern, place, 'pattern', isPattern, "a string that starts with '/'"),
    kind: check(kind, place, 'kind', isKind, "'page' or 'endpoint'"),
    ...toModule(fields, place),
    ...(prerendered !== undefined && {
      prerendered: check(prerendered, place, 'prerendered', isFiles, 'a list of files'),
    }),
    ...(policy !== undefined && { policy: check(policy, place, 'policy', isString, 'a string') }),
  }
}

function toView(json: unknown, place: Checked): ManifestView {
  const fields = check(json, place, '', isObject, 'an object')
  const name = check(fields['name'], place, 'name', isString, 'a string')
  return { name, ...toModule(fields, place) }
}

// The fields that routes and views both have.
function toModule(
  fields: Readonly<Record<string, unknown>>,
  place: Checked,
): Omit<ManifestView, 'name'> {
  const { file, hasHead } = fields
  return {
    file: check(file, place, 'file', isInside, 'a path inside the folder'),
    hasHead: check(hasHead, place, 'hasHead', isBoolean, 'true or false'),
    ...toFiles(fields, place),
  }
}

// What a module loads in browsers.
function toFiles(
  { styles, scripts, preloads }: Readonly<Record<string, unknown>>,
  place: Checked,
): Omit<ManifestContent, 'file'> {
  return {
    styles: check(styles, place, 'styles', isStrings, 'an array of strings'),
    scripts: check(scripts, place, 'scripts', isScripts, 'an object of URLs and code'),
    ...(preloads !== undefined && {
      preloads: check(preloads, place, 'preloads', isPreloads, 'an object of arrays of strings'),
    }),
  }
}

function check<T>(
  value: unknown,
  place: Checked,
  name: string,
  holds: (value: unknown) => value is T,
  wanted: string,
): T {
  if (holds(value)) return value
  const { file } = place
  const field = toField(place, name)
  const seen = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80)
  const what = `${file}: ${field} must be ${wanted}, saw ${seen}`
  throw new SsrPagesError('MANIFEST_INVALID', what, { file, field, seen: value })
}

function toField({ item }: Checked, name: string): string {
  if (item === undefined) return name || 'the content'
  return name === '' ? item : `${item}.${name}`
}
