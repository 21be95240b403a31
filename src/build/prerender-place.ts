import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, relative, resolve, sep } from 'node:path'
import { sourceError } from '../compiler/source-error.ts'
import { type SsrPagesError, isSsrPagesError } from '../shared/errors.ts'
import type { BuildContext, OutputFile } from './bundle.ts'
import { property } from '../shared/property.ts'
import { readFrames } from '../diagnostics/stack-frame.ts'
import { createLogger } from '../project/logger.ts'
import { toNamedColumn } from '../diagnostics/named-column.ts'
import { bundleServer, type ServerSources } from './server-bundle.ts'
import { relativeName } from '../project/public-name.ts'

/** A failed prerendering. */
export interface FailedRun {
  readonly context: BuildContext
  /** The sources of the modules that ran. */
  readonly sources: ServerSources
  /** The folder in which the modules ran. */
  readonly scratch: string
}

/**
 * Finds the place in a source where a prerendered page failed. Built modules have source maps only
 * if the project asks for them, so the pages are compiled again with maps. The code is the same
 * both times.
 *
 * @param error - The error that stopped prerendering.
 * @returns An error with the place, or the same error when the place is not found.
 */
export async function placePrerenderFailure(error: unknown, run: FailedRun): Promise<unknown> {
  if (!isSsrPagesError(error) || error.code !== 'SSR_PAGES_PRERENDER_FAILED') return error
  const frames = framesOf(error.details['cause'], run.scratch)
  if (frames.length === 0) return error
  const modules = await bundleWithMaps(run).catch(() => [])
  for (const frame of frames) {
    const found = findSource(frame, modules, run.context.site.root)
    if (found) return placed(error, found, run.context.site.root)
  }
  return error
}

/** A place in a built module. */
interface Frame {
  /** Relative to the pages folder, with forward slashes. */
  readonly path: string
  /** Counts from 1. */
  readonly line: number
  /** Counts from 1. */
  readonly column: number
}

// The frames of the error itself, or of the error that stopped a module from loading.
function framesOf(thrown: unknown, scratch: string): Frame[] {
  const cause = property(thrown, 'cause')
  const error = isSsrPagesError(thrown) && cause !== undefined ? cause : thrown
  const stack = String(property(error, 'stack') ?? '')
  return [...readFrames(stack)].flatMap(({ file, line, column }) => {
    const path = relativeName(scratch, file)
    return path.startsWith('..') ? [] : [{ path, line, column }]
  })
}

async function bundleWithMaps({ context, sources }: FailedRun): Promise<readonly OutputFile[]> {
  const { vite, site } = context
  const config = { ...site.config, vite: vite.mergeConfig(site.config.vite ?? {}, WITH_MAPS) }
  // The first bundling has already printed all warnings.
  const log = { step() {}, warn() {} }
  const again = { vite, site: { ...site, config }, log, logger: createLogger(log) }
  const { modules, buildModules } = await bundleServer(again, sources)
  return [...modules, ...buildModules]
}

const WITH_MAPS = { build: { sourcemap: true } }

/** A place in a source. */
interface Source {
  /** Absolute path. */
  readonly file: string
  readonly text: string
  readonly line: number
  readonly column: number
  /** An imported name as the built module spells it, and as the source does. */
  readonly renamed?: readonly [from: string, to: string]
}

function findSource(
  { path, line, column }: Frame,
  modules: readonly OutputFile[],
  root: string,
): Source | undefined {
  const textOf = (name: string): string =>
    String(modules.find((module) => module.path === name)?.content ?? '')
  const map = textOf(`${path}.map`)
  if (map === '') return undefined
  const entry = new SourceMap(JSON.parse(map)).findEntry(line - 1, column - 1)
  if (!('originalSource' in entry)) return undefined
  // Paths in a map are relative to the folder that the module would be written to.
  const file = resolve(root, 'dist/pages', dirname(path), entry.originalSource)
  if (relative(root, file).startsWith('..') || file.includes(`${sep}node_modules${sep}`)) {
    return undefined
  }
  const built = textOf(path).split('\n')[line - 1] ?? ''
  const [token] = /^[\w$]+/.exec(built.slice(column - 1)) ?? []
  const { name } = entry as { name?: string }
  return {
    file,
    text: readFileSync(file, 'utf8'),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
    ...(name && token && token !== name && { renamed: [token, name] as const }),
  }
}

function placed(error: SsrPagesError, source: Source, root: string): SsrPagesError {
  const { file, text, line, renamed } = source
  // The message begins with the page and ends with the hint on a line of its own.
  const page = `${String(error.details['file'])}: `
  const message = error.message.slice(page.length, error.message.lastIndexOf('\n'))
  const what = renamed ? message.replace(...renamed) : message
  const column = toNamedColumn(text.split(/\r?\n/)[line - 1] ?? '', source.column, what)
  const name = relativeName(root, file)
  const { hint, details } = error
  const problem = { file: name, text: what, source: text, line, column, hint }
  return sourceError('PRERENDER_FAILED', problem, { cause: details['cause'] })
}
