import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { missingBase } from '../core/redirects.ts'
import type { Manifest, ManifestRedirect } from '../shared/types.ts'

/** What the function must do about the user's own redirects. */
export interface RedirectPaths {
  /** Paths that it leaves to them. */
  readonly excluded: readonly string[]
  /** Paths that it cannot leave to them, because these are all. */
  readonly shadowed: readonly string[]
}

const FILE = '_redirects'
const MARK = '# Redirects of ssr-pages.config:'

/**
 * Reads the paths of the user's `_redirects`. A function goes before them, even the forced ones.
 *
 * @param clientDir - Absolute path of the browser files.
 * @returns The paths.
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
 * Adds the redirects of the configuration to `_redirects`, for sites that need no function. Where there
 * is one it answers them itself, in the same way.
 *
 * @param clientDir - Absolute path of the browser files.
 * @param manifest - The manifest.
 */
export async function writeRedirects(clientDir: string, manifest: Manifest): Promise<void> {
  const lines = (manifest.redirects ?? []).flatMap((redirect) => toLine(redirect, manifest.base))
  if (lines.length === 0) return
  const own = await readLines(clientDir)
  await writeFile(join(clientDir, FILE), `${[...own, MARK, ...lines].join('\n')}\n`)
}

// Lines that a former build has written are gone: the build has just copied the file anew.
async function readLines(clientDir: string): Promise<string[]> {
  const text = await readFile(join(clientDir, FILE), 'utf8').catch(() => '')
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'))
}

// What their syntax cannot say is left to the function. Forced, or the page that prerendering makes
// of a redirect would go before it.
function toLine({ pattern, destination, status = 301 }: ManifestRedirect, base: string): string[] {
  const from = toNetlify(pattern, '*')
  const to = toNetlify(destination, ':splat')
  if (from === undefined || to === undefined) return []
  const prefix = base.slice(0, -1)
  const target = to.startsWith('/') ? missingBase(to, prefix, base) + to : to
  return [`${prefix}${from} ${target} ${status}!`]
}

function toNetlify(path: string, rest: string): string | undefined {
  const text = path
    .replaceAll(/(?<=\/)\[([a-z_]\w*)\](?=\/|$)/gi, ':$1')
    .replace(/(?<=\/)\[\.\.\.[^[\]]+\]$/, rest)
  return /[[\]\s]/.test(text) ? undefined : text
}
