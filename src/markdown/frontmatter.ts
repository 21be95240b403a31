import { load } from 'js-yaml'
import { parse } from 'smol-toml'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import { placeAt } from '../compiler/place.ts'
import { sourceError } from '../compiler/source-error.ts'
import { isObject } from '../shared/is-object.ts'
import { property } from '../shared/property.ts'

/** A Markdown file in its two parts. */
export interface MarkdownSource {
  readonly frontmatter: Record<string, unknown>
  /** The Markdown text. The frontmatter is blank in it, so that lines keep their numbers. */
  readonly content: string
  /** The text between the fences; empty without frontmatter. */
  readonly rawFrontmatter: string
}

const OPENING = /^(?:\s*\n)?(---|\+\+\+)(?=[^\S\n]*\n)/

/**
 * Reads the frontmatter of a Markdown file: YAML between `---`, or TOML between `+++`.
 *
 * @param text - The file's text.
 * @param file - The file's name, for errors.
 * @throws {SsrPagesError} FRONTMATTER_INVALID: with the place of the mistake
 */
export function parseFrontmatter(text: string, file: string): MarkdownSource {
  const source = withoutMark(text)
  const range = findFrontmatter(source)
  if (range === undefined) return { frontmatter: {}, content: source, rawFrontmatter: '' }
  const { start, end, fence } = range
  const rawFrontmatter = source.slice(start, end)
  const parsed = fence === '---' ? parseYaml(source, range, file) : parseToml(source, range, file)
  return {
    frontmatter: isObject(parsed) ? { ...parsed } : {},
    content: blank(source.slice(0, end + fence.length)) + source.slice(end + fence.length),
    rawFrontmatter,
  }
}

/** The text between two fences, as offsets. */
interface Range {
  readonly start: number
  readonly end: number
  readonly fence: '---' | '+++'
}

function findFrontmatter(source: string): Range | undefined {
  const opening = OPENING.exec(source)
  if (opening === null) return undefined
  const fence = opening[1] === '+++' ? '+++' : '---'
  const start = opening[0].length
  const end = source.indexOf(`\n${fence}`, start)
  return end === -1 ? undefined : { start, end: end + 1, fence }
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/g, ' ')
}

function parseYaml(source: string, { start, end }: Range, file: string): unknown {
  try {
    return load(source.slice(start, end))
  } catch (cause) {
    const mark = property(cause, 'mark')
    const reason = property(cause, 'reason') ?? property(cause, 'message')
    const line = Number(property(mark, 'line') ?? 0)
    const column = Number(property(mark, 'column') ?? 0) + 1
    throw invalid(`is not valid YAML: ${String(reason)}`, source, { file, start, line, column })
  }
}

function parseToml(source: string, { start, end }: Range, file: string): unknown {
  try {
    return parse(source.slice(start, end))
  } catch (cause) {
    const [reason = ''] = String(property(cause, 'message')).split('\n')
    const line = Number(property(cause, 'line') ?? 1) - 1
    const column = Number(property(cause, 'column') ?? 1)
    const text = `is not valid TOML: ${reason.replace(/^Invalid TOML document: /, '')}`
    throw invalid(text, source, { file, start, line, column })
  }
}

/** A place in the frontmatter. */
interface FrontmatterPlace {
  readonly file: string
  /** Offset of the frontmatter in the file. */
  readonly start: number
  /** Lines before it in the frontmatter. */
  readonly line: number
  /** Counts from 1. */
  readonly column: number
}

function invalid(text: string, source: string, place: FrontmatterPlace): Error {
  const { file, start, line, column } = place
  const first = placeAt(source, start)
  return sourceError('FRONTMATTER_INVALID', {
    file,
    source,
    text: `The frontmatter ${text}`,
    line: first.line + line,
    column: line === 0 ? first.column + column - 1 : column,
  })
}
