import { blankComments } from '../compiler/comments.ts'
import { findCode } from '../compiler/find-code.ts'
import { type Place, placeAt } from '../compiler/place.ts'
import { type Trace, traceToSource } from '../compiler/trace.ts'
import { parsePart } from '../compiler/astro-part.ts'
import { findInMdx } from './mdx-failure.ts'
import type { Failure } from './failure.ts'
import { toPublicName } from '../project/public-name.ts'
import type { Site } from '../project/site.ts'

/** Start tags of the parts that the compiler takes out of a component. */
const TAGS = {
  script: /<script(?:\s+(?:src|type)\s*=[^<>]*)?\s*\/?>/gi,
  style: /<style\b(?![^<>]*\sis:inline)[^<>]*>/gi,
}

/**
 * Finds the place in a source file that a tool reports. The tool has usually seen code generated
 * from the file.
 *
 * @param source - Text of the file.
 * @returns The place, or `undefined` when it is unknown.
 */
export function findPlace(
  failure: Failure,
  source: string,
  site: Pick<Site, 'root' | 'config'>,
): Place | undefined {
  const { file = '', line, column = 1, code, specifier } = failure
  if (specifier !== undefined) return findImport(source, specifier)
  if (line === undefined) {
    if (file.endsWith('.mdx')) return findInMdx(failure.text, source)
    return file.endsWith('.json') ? findInJson(failure, source) : undefined
  }
  const place = { line, column }
  if (!file.endsWith('.astro') && isLine(source, line, code)) return place
  const trace = toTrace({ ...failure, ...place }, source, site)
  const offset = trace && findCode(source, trace.start, trace.code, column)
  return offset === undefined ? undefined : placeAt(source, offset)
}

/**
 * Finds the place where a source imports something.
 *
 * @param specifier - The specifier, as the source spells it.
 * @returns The place of the specifier, or `undefined`.
 */
export function findImport(source: string, specifier: string): Place | undefined {
  const code = blankComments(source)
  const offsets = [`'${specifier}'`, `"${specifier}"`].map((quoted) => code.indexOf(quoted))
  const found = offsets.filter((offset) => offset >= 0)
  return found.length > 0 ? placeAt(source, Math.min(...found)) : undefined
}

// `import.meta.glob()` and computed imports: the call with the first string in it.
const COMPUTED =
  /\bimport(?:\.meta\.glob\s{0,9}(?:<[^<>()]{0,200}>)?\(\s{0,99}\[?\s{0,99}|\s{0,9}\(\s{0,99})(?<path>'[^'\n]{0,300}'|"[^"\n]{0,300}"|`[^`\n]{0,300}`)/g

/**
 * Finds the code that imports a file by a pattern: a glob, or an import whose path is computed.
 *
 * @param specifier - The file, as the pattern resolved it.
 * @returns The place of the glob or of the path, or `undefined`.
 */
export function findComputedImport(source: string, specifier: string): Place | undefined {
  const calls = [...blankComments(source).matchAll(COMPUTED)]
  const isMeant = ({ groups }: RegExpExecArray) => matches(groups?.['path'] ?? '', specifier)
  const call = calls.find(isMeant) ?? calls[0]
  if (call === undefined) return undefined
  const isGlob = call[0].startsWith('import.meta')
  const inCall = isGlob ? 0 : call[0].length - (call.groups?.['path']?.length ?? 0)
  return placeAt(source, call.index + inCall)
}

// Only the first string of a computed path is known. The stars of a glob and the values of a
// template match anything.
function matches(path: string, specifier: string): boolean {
  const known = path.slice(1, -1).split(/\$?\{[^}]{0,60}\}|\*/)
  let from = 0
  return known.every((text, index) => {
    const at = specifier.indexOf(text, from)
    from = at + text.length
    return index === 0 ? at === 0 : at >= 0
  })
}

// `... after JSON at position 3`
function findInJson({ text }: Failure, source: string): Place | undefined {
  const position = / at position (\d+)/.exec(text)?.[1]
  return position === undefined ? undefined : placeAt(source, Number(position))
}

// The bundler shows a tab as four spaces.
function isLine(source: string, line: number, drawn: string | undefined): boolean {
  const text = source.split(/\r?\n/)[line - 1]?.replaceAll('\t', '    ')
  return drawn === undefined || drawn.trimEnd() === text?.trimEnd()
}

// The offset in the file of the module, the part or the statement that the tool saw, and its code.
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
