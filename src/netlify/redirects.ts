import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { missingBase } from '../core/redirects.ts'
import type { Manifest, ManifestRedirect } from '../shared/types.ts'
import { toPrefix } from '../shared/pathname.ts'

/** How the function treats the user's own redirects. */
export interface RedirectPaths {
  /** Paths that the function leaves to them. */
  readonly excluded: readonly string[]
  /** Paths that the function cannot leave to them, because it would leave everything. */
  readonly shadowed: readonly string[]
}

const FILE = '_redirects'
const MARK = '# Redirects of ssr-pages.config:'

/**
 * Reads the paths of the user's `_redirects`. A function takes precedence even over forced
 * redirects.
 *
 * @param clientDir - Absolute path of the browser files.
 */
export async function readRedirectPaths(clientDir: string): Promise<RedirectPaths> {
  const paths = (await readLines(clientDir))
    .map((line) => /^\s*(\S+)\s+\S/.exec(line)?.[1] ?? '')
    .filter((path) => path.startsWith('/'))
  return {
    excluded: paths.filter((path) => path !== '/*'),
    shadowed: paths.filter((path) => path === '/*'),
  }
}

/**
 * Adds the redirects of the configuration to `_redirects`, for sites without a function. If there
 * is a function, it answers the same redirects itself.
 *
 * @param clientDir - Absolute path of the browser files.
 */
export async function writeRedirects(clientDir: string, manifest: Manifest): Promise<void> {
  const lines = (manifest.redirects ?? []).flatMap((redirect) => toLine(redirect, manifest.base))
  if (lines.length === 0) return
  const own = await readLines(clientDir)
  await writeFile(join(clientDir, FILE), `${[...own, MARK, ...lines].join('\n')}\n`)
}

// Contains no lines of an earlier build, because this build has just copied the file again.
async function readLines(clientDir: string): Promise<string[]> {
  const text = await readFile(join(clientDir, FILE), 'utf8').catch(() => '')
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'))
}

// Redirects that Netlify's syntax cannot express are left to the function. The others are forced:
// otherwise the page that prerendering writes for a redirect would take precedence.
function toLine({ pattern, destination, status = 301 }: ManifestRedirect, base: string): string[] {
  const from = toNetlify(pattern, '*')
  const to = toNetlify(destination, ':splat')
  if (from === undefined || to === undefined) return []
  const prefix = toPrefix(base)
  const target = to.startsWith('/') ? missingBase(to, prefix, base) + to : to
  return [`${prefix}${from} ${target} ${status}!`]
}

function toNetlify(path: string, rest: string): string | undefined {
  const text = path
    .replaceAll(/(?<=\/)\[([a-z_]\w*)\](?=\/|$)/gi, ':$1')
    .replace(/(?<=\/)\[\.\.\.[^[\]]+\]$/, rest)
  return /[[\]\s]/.test(text) ? undefined : text
}
