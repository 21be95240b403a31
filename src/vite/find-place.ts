import { blankComments } from '../compiler/comments.ts'
import { findCode } from '../compiler/find-code.ts'
import { type Place, placeAt } from '../compiler/place.ts'
import { type Trace, traceToSource } from '../compiler/trace.ts'
import { parsePart } from './astro-part.ts'
import type { Failure } from './failure.ts'
import { toPublicName } from './public-name.ts'
import type { Site } from './site.ts'

/** Start tags of what the compiler takes out of a component. */
const TAGS = {
  script: /<script(?:\s+(?:src|type)\s*=[^<>]*)?\s*\/?>/gi,
  style: /<style\b(?![^<>]*\sis:inline)[^<>]*>/gi,
}

/**
 * Finds the place in a source file that a tool means, which mostly saw something made of that file.
 *
 * @param failure - What the tool tells.
 * @param source - Text of the file.
 * @param site - The site.
 * @returns The place, or `undefined` when it is unknown.
 */
export function findPlace(
  failure: Failure,
  source: string,
  site: Pick<Site, 'root' | 'config'>,
): Place | undefined {
  const { file = '', line, column = 1, code, specifier } = failure
  if (specifier !== undefined) return findImport(source, specifier)
  if (line === undefined) return file.endsWith('.json') ? findInJson(failure, source) : undefined
  const place = { line, column }
  if (!file.endsWith('.astro') && isLine(source, line, code)) return place
  const trace = toTrace({ ...failure, ...place }, source, site)
  const offset = trace && findCode(source, trace.start, trace.code, column)
  return offset === undefined ? undefined : placeAt(source, offset)
}

/**
 * Finds where a source imports something.
 *
 * @param source - Text of the source.
 * @param specifier - What is imported, as the source says it.
 * @returns The place of the specifier, or `undefined`.
 */
export function findImport(source: string, specifier: string): Place | undefined {
  const code = blankComments(source)
  const offsets = [`'${specifier}'`, `"${specifier}"`].map((quoted) => code.indexOf(quoted))
  const found = offsets.filter((offset) => offset >= 0)
  return found.length > 0 ? placeAt(source, Math.min(...found)) : undefined
}

// `... after JSON at position 3`
function findInJson({ text }: Failure, source: string): Place | undefined {
  const position = / at position (\d+)/.exec(text)?.[1]
  return position === undefined ? undefined : placeAt(source, Number(position))
}

// The bundler draws a tab as four spaces.
function isLine(source: string, line: number, drawn: string | undefined): boolean {
  const text = source.split(/\r?\n/)[line - 1]?.replaceAll('\t', '    ')
  return drawn === undefined || drawn.trimEnd() === text?.trimEnd()
}

// Where in the file the module, the part or the statement begins that the tool saw.
function toTrace(
  { id = '', file = '', line, column, code = '' }: Failure & Place,
  source: string,
  { root, config }: Pick<Site, 'root' | 'config'>,
): Trace | undefined {
  const part = parsePart(id)
  if (file.endsWith('.astro') && !part) {
    const { site, scopedStyleStrategy, compact } = config
    const options = { filename: toPublicName(root, file), site, scopedStyleStrategy, compact }
    return traceToSource(source, options, { line, column })
  }
  const tags = part && [...blankComments(source).matchAll(TAGS[part.type])]
  const start = part ? tags?.[part.index]?.index : 0
  const printed = code.replace(
    /^ +/,
    ({ length }) => '\t'.repeat(length / 4) + ' '.repeat(length % 4),
  )
  return start === undefined ? undefined : { start, code: printed }
}
