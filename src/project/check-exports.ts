import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { METHODS } from 'node:http'
import { blankComments } from '../compiler/comments.ts'
import { placeAt } from '../compiler/place.ts'
import { describeProblem } from '../compiler/source-error.ts'
import { HANDLER_NAMES } from '../shared/methods.ts'
import type { RouteKind } from '../shared/types.ts'
import { toPublicName } from './public-name.ts'
import type { Site } from './site.ts'

/** A page or an API route, with its exports. */
export interface ExportingPage {
  /** Path below the pages folder, with forward slashes. */
  readonly file: string
  readonly kind: RouteKind
  readonly isPrerendered: boolean
  readonly exports: readonly string[]
  /** The name of the view, if it is one. */
  readonly view?: string
}

const OF_PAGES = ['prerender', 'partial', 'getStaticPaths']
const OF_VIEWS = ['partial', 'fragments']

/**
 * Finds exports that do nothing, although their names suggest otherwise.
 *
 * @returns Warnings, each with its place.
 */
export function checkExports(site: Pick<Site, 'root' | 'pagesDir'>, page: ExportingPage): string[] {
  const found = page.exports.flatMap((name) => {
    const text = judge(name, page)
    return text === undefined ? [] : [{ name, text }]
  })
  if (found.length === 0) return []
  const path = join(site.pagesDir, page.file)
  const source = readFileSync(path, 'utf8')
  const file = toPublicName(site.root, path).slice(1)
  return found.map(({ name, text }) =>
    describeProblem({ file, text, source, ...placeOf(name, source) }),
  )
}

function judge(name: string, page: ExportingPage): string | undefined {
  const { kind, isPrerendered, file, view } = page
  if (name === 'getStaticPaths' && !isPrerendered) {
    return 'getStaticPaths() is not called, because the page runs for each request. Add `export const prerender = true`, or remove it.'
  }
  if (name === 'fragments' && kind === 'page' && view === undefined) {
    return "The export 'fragments' has no effect: a page has one answer, and only views have fragments. Give the part a page of its own with `export const partial = true`, or make the page a view."
  }
  const meant = nearest(name, namesFor(page))
  if (meant !== undefined) return `The export '${name}' has no effect. Did you mean '${meant}'?`
  if (kind === 'page' && METHODS.includes(name)) {
    const place = file.endsWith('.astro') ? 'an API route, a .ts or .js file' : 'a separate file'
    return `The handler ${name} never runs: a page answers all methods. Move it into ${place}.`
  }
  return undefined
}

function namesFor({ kind, view }: ExportingPage): readonly string[] {
  if (view !== undefined) return OF_VIEWS
  return kind === 'page' ? OF_PAGES : [...OF_PAGES, ...HANDLER_NAMES]
}

// Finds a known name that differs only in case, in the order of its letters, or in one letter that
// is missing or doubled.
function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name) || KNOWN_TOO.has(name)) return undefined
  return known.find((one) => {
    const [wrong, right] = [name.toLowerCase(), one.toLowerCase()]
    if (wrong === right) return true
    if (right.length < 3 || /^[A-Z]/.test(one) !== /^[A-Z]/.test(name)) return false
    return isAnagram(wrong, right) || isOneLess(wrong, right) || hasTwin(wrong, right)
  })
}

// The names of handlers before Astro 2, which also work here.
const KNOWN_TOO = new Set([...HANDLER_NAMES.map((name) => name.toLowerCase()), 'del'])

function isAnagram(wrong: string, right: string): boolean {
  return wrong.split('').toSorted().join('') === right.split('').toSorted().join('')
}

function isOneLess(wrong: string, right: string): boolean {
  if (wrong.length !== right.length - 1 || wrong.length < 3) return false
  return right
    .split('')
    .some((_, index) => right.slice(0, index) + right.slice(index + 1) === wrong)
}

function hasTwin(wrong: string, right: string): boolean {
  if (wrong.length !== right.length + 1) return false
  return right
    .split('')
    .some((char, index) => right.slice(0, index) + char + right.slice(index) === wrong)
}

function placeOf(name: string, source: string): { line?: number; column?: number } {
  const found = new RegExp(`(?<![\\w$.])${name.replaceAll('$', String.raw`\$`)}(?![\\w$])`).exec(
    blankComments(source),
  )
  return found ? placeAt(source, found.index) : {}
}
