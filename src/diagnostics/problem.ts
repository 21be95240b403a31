import { existsSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { type SsrPagesError, isSsrPagesError, reasonOf } from '../shared/errors.ts'
import { OWN_MODULES } from '../project/own-package.ts'
import type { Paint } from './paint.ts'
import { property } from '../shared/property.ts'
import type { Site } from '../project/site.ts'
import { toNamedColumn } from './named-column.ts'
import { readFrames } from './stack-frame.ts'
import { aboutError } from './about-error.ts'
import { relativeName } from '../project/public-name.ts'

/** An error in the form that the browser and the terminal show. */
export interface Problem {
  /** Name or code of the error: `TypeError`, `SSR_PAGES_COMPILE_FAILED`. */
  readonly title: string
  readonly message: string
  readonly hint?: string
  /** File, line and column: `src/pages/index.astro:4:9`. */
  readonly place?: string
  /** The lines around the place. */
  readonly frame?: string
  readonly stack?: string
  /** The section of the documentation about this kind of error. */
  readonly about?: string
}

interface SourcePlace {
  /** Relative to the root. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/**
 * Describes an error and the place in the sources that it comes from.
 *
 * @param thrown - Any thrown value. Its stack must already refer to sources.
 */
export function describeProblem(thrown: unknown, site: Pick<Site, 'root' | 'pagesDir'>): Problem {
  const { root, pagesDir } = site
  const error = rootCause(thrown)
  const own = isSsrPagesError(error) ? error : undefined
  const text = stripVTControlCharacters(own ? own.message : reasonOf(error))
  const stack = stripVTControlCharacters(String(property(error, 'stack') ?? ''))
  // The error that a prerendered page threw knows the place; our error about it does not.
  const causeStack = String(property(property(error, 'cause'), 'stack') ?? '')
  const thrownAt = placeIn(stack, root) ?? placeIn(causeStack, root)
  const place = placeOf(own) ?? toNamed(thrownAt, text, root)
  const named = property(own?.details, 'file')
  const file = typeof named === 'string' ? toSourceFile(named, root, pagesDir) : undefined
  const frames = own?.details['file'] === undefined ? toFrames(stack, root) : ''
  return {
    title: own?.code ?? String(property(error, 'name') ?? 'Error'),
    message: own ? withoutPlace(text, own, place) : text,
    ...(own && { hint: own.hint }),
    ...(file !== undefined && { place: file }),
    ...(place && {
      place: `${place.file}:${place.line}:${place.column}`,
      frame: frameOf(place, root),
    }),
    ...(frames && { stack: frames }),
    ...(own && { about: aboutError(own.code) }),
  }
}

/** The most lines of the message and of the stack in the terminal. The browser shows all. */
const SHOWN = { message: 4, stack: 3 }

/** Formats a problem for the terminal, in at most 15 lines. */
export function printProblem(problem: Problem, paint: Paint): string {
  const { title, message, hint, place, frame = '', stack = '' } = problem
  const [first = '', ...more] = message.split('\n').slice(0, SHOWN.message)
  const at = stack.split('\n').slice(0, SHOWN.stack)
  const lines = [
    `${paint('red', `${title}:`)} ${first}`,
    ...more,
    hint,
    place && `  ${paint('cyan', place)}`,
    frame,
    ...at.map((line) => line && paint('dim', `    ${line}`)),
  ]
  return lines.filter((line) => line !== undefined && line !== '').join('\n')
}

// The reason why a module failed to load says more than the fact that it did.
function rootCause(error: unknown): unknown {
  const cause = property(error, 'cause')
  const isWrapper = isSsrPagesError(error) && error.code === 'SSR_PAGES_MODULE_FAILED'
  return isWrapper && cause !== undefined ? cause : error
}

function placeOf(error: SsrPagesError | undefined): SourcePlace | undefined {
  const { file, line, column } = error?.details ?? {}
  if (typeof file !== 'string' || typeof line !== 'number') return undefined
  return { file, line, column: typeof column === 'number' ? column : 1 }
}

// The message is `file:line:column: text`, then a code frame, and the hint on the last line.
function withoutPlace(text: string, { hint, details }: SsrPagesError, place?: SourcePlace): string {
  const [what = text] = text.split(`\n${hint}`)
  const [first = what] = typeof details['frame'] === 'string' ? what.split('\n') : [what]
  if (place === undefined) return first.replace(`${String(details['file'])}: `, '')
  const named = `${String(details['file'])}: `
  return first.replace(`${place.file}:${place.line}:${place.column}: `, '').replace(named, '')
}

// Routes name their files relative to the pages folder.
function toSourceFile(file: string, root: string, pagesDir: string): string {
  const isInPages = !existsSync(join(root, file)) && existsSync(join(pagesDir, file))
  return isInPages ? relativeName(root, join(pagesDir, file)) : file
}

const VITE_MODULES = '/node_modules/vite/dist/'

// Removes frames of this package, of Vite, of Node and of bundled configurations, which are URLs with
// all of their code: they do not help authors of pages.
function toFrames(stack: string, root: string): string {
  const frames = stack.split('\n').flatMap((line) => /^ +(at .*)/.exec(line)?.[1] ?? [])
  const foreign = frames.filter(
    (line) =>
      !line.includes(OWN_MODULES) &&
      !line.includes('(node:') &&
      !line.includes('(data:') &&
      !line.includes(VITE_MODULES),
  )
  return foreign.join('\n').replaceAll(`${root}${sep}`, '').replaceAll('file://', '')
}

// The first frame in a source of the project.
function placeIn(stack: string, root: string): SourcePlace | undefined {
  for (const { file: absolute, line, column } of readFrames(stack)) {
    const file = relativeName(root, absolute)
    if (!file.startsWith('..') && !file.includes('node_modules/')) return { file, line, column }
  }
  return undefined
}

function toNamed(
  place: SourcePlace | undefined,
  message: string,
  root: string,
): SourcePlace | undefined {
  if (!place?.file.endsWith('.astro')) return place
  const line = readLines(`${root}/${place.file}`)[place.line - 1] ?? ''
  return { ...place, column: toNamedColumn(line, place.column, message) }
}

/** The number of lines to show before and after the line of the error. */
const AROUND = 2

function frameOf({ file, line, column }: SourcePlace, root: string): string {
  const lines = readLines(`${root}/${file}`)
  const start = Math.max(line - AROUND, 1)
  const shown = lines.slice(start - 1, line + AROUND)
  const width = String(start + shown.length - 1).length
  return shown
    .flatMap((text, index) => {
      const number = start + index
      const row = `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${text}`
      const indent = text.slice(0, column - 1).replaceAll(/[^\t]/g, ' ')
      return number === line ? [row, `  ${' '.repeat(width)} | ${indent}^`] : [row]
    })
    .join('\n')
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/)
  } catch {
    return []
  }
}
