import { blankComments } from './comments.ts'
import { type Node, typeOf } from './syntax-tree.ts'

/** A mistake at a place in a source. */
export interface Finding {
  readonly text: string
  /** In UTF-16 units from the start of the source. */
  readonly start: number
}

const PRINTED = 'so visitors would see the code of the page'

/**
 * Finds server code that would be printed or dropped because it is not between two fences.
 *
 * @param source - Text of an `.astro` file, without a byte order mark.
 * @returns The first mistake, or an empty list.
 */
export function checkFences(source: string, root: Node): Finding[] {
  const { start, end } = root['frontmatter'] as Node & { readonly end: number }
  const found = end > start ? misplaced(source, end) : missing(source)
  const first = found ?? strayFence(source, root, end) ?? strayCode(source, root, end)
  return first ? [first] : []
}

/**
 * Explains a syntax error caused by a fence with more than three dashes.
 *
 * @returns The mistake, or `undefined` when the source does not begin with such a fence.
 */
export function explainFence(source: string): Finding | undefined {
  const dashes = /^\s*(-{4,})/.exec(source)?.[1]
  if (dashes === undefined) return undefined
  return { text: `A fence has three dashes (saw ${dashes.length})`, start: source.indexOf(dashes) }
}

function misplaced(source: string, end: number): Finding | undefined {
  const open = source.indexOf('---')
  const before = source.slice(0, open)
  if (blankComments(before).trim() !== '') {
    const text = 'Everything before the first fence (`---`) is dropped. Move it below the fence.'
    return { text, start: before.search(/\S/) }
  }
  if (source.slice(source.lastIndexOf('\n', open) + 1, open).trim() !== '') {
    const text = `The frontmatter begins at these three dashes, inside a comment, ${PRINTED}`
    return { text, start: open }
  }
  const close = end - 3
  if (source[end] === '-') {
    const text = `The closing fence has three dashes; the extra dashes would be printed`
    return { text, start: close }
  }
  const line = source.slice(Math.max(source.lastIndexOf('\n', close), open + 3), close).trim()
  const rest = source.slice(end, endOfLine(source, end)).trim()
  if (line === '' || rest === '' || /^[<{]/.test(rest)) return undefined
  const text = `The frontmatter ends at these three dashes, ${PRINTED}. Put spaces between the operators.`
  return { text, start: close }
}

function missing(source: string): Finding | undefined {
  const start = source.search(/\S/)
  if (!source.startsWith('---', start)) return undefined
  const text = `The frontmatter is not closed, ${PRINTED}. Write \`---\` on a line of its own below the code.`
  return explainFence(source) ?? { text, start }
}

const FENCE = /^[ \t]*(?:-{2,}|[\u2010-\u2015\u2212]+-*)[ \t]*\r?$/gm
const CODE =
  /[ \t]*(?:import\s{1,20}(?:[^;'"\n]{0,500}?\sfrom\s{0,9})?['"]|export\s{1,20}(?:const|let|async|default|function|interface|type|\{)|(?:const|let|var)\s{1,20}(?:[\w$]{1,100}|[[{][^=\n]{0,500})\s{0,9}(?::[^=\n]{0,500})?=|(?:async\s{1,20})?function\s{1,20}\w)/y
// A statement that uses `Astro`. The name alone is not enough, because text may contain it.
const STATEMENT =
  /[ \t]*(?:(?:if|for|while|switch)\s{0,9}\(|return\s|await\s|throw\s|[\w$.]{1,200}\s{0,9}(?:=|\())[^\n<]{0,200}\bAstro\.(?:request|response|redirect|rewrite|url|params|props|cookies|session|locals)\b|[ \t]*Astro\.(?:response|cookies|session|locals|redirect|rewrite)[\w$.[\]'"]{0,200}\s{0,9}(?:=[^=]|\()/y

function strayFence(source: string, root: Node, end: number): Finding | undefined {
  const body = firstElement(root)
  for (const start of fencesOf(source, root)) {
    const line = source.slice(start, endOfLine(source, start)).trimEnd()
    const isFirst = end === 0 && start < body && line === '---' && isFence(source, start)
    if (!isFirst && !isCode(source, start + line.length)) continue
    const text = `A file has one frontmatter, which comes first, between two lines of \`---\`: this is text, ${PRINTED}`
    return { text, start }
  }
  return undefined
}

// A single line of dashes may be a separator in the text.
function isFence(source: string, start: number): boolean {
  return isCode(source, 0) || /^[ \t]*---[ \t]*\r?$/m.test(source.slice(start + 3))
}

// Offsets of lines of dashes in text outside all elements.
function fencesOf(source: string, root: Node): number[] {
  const texts = (root['body'] as Text[]).filter(({ type }) => type === 'JSXText')
  return texts.flatMap(({ start, end }) =>
    [...source.slice(start, end).matchAll(FENCE)]
      .map(({ 0: fence, index }) => ({
        line: start + index,
        at: start + index + fence.search(/\S/),
      }))
      .filter(({ line }) => line === 0 || source[line - 1] === '\n')
      .map(({ at }) => at),
  )
}

type Text = Node & { readonly end: number }

function strayCode(source: string, root: Node, end: number): Finding | undefined {
  const [first] = root['body'] as Node[]
  if (end > 0 || typeOf(first) !== 'JSXText' || !isCode(source, 0)) return undefined
  const text = `This code is text because it is not between two lines of \`---\`, ${PRINTED}`
  return { text, start: source.search(/\S/) }
}

// Looks at the first line that is not empty.
function isCode(source: string, from: number): boolean {
  BLANK.lastIndex = from
  BLANK.exec(source)
  return [CODE, STATEMENT].some((pattern) => {
    pattern.lastIndex = BLANK.lastIndex
    return pattern.test(source)
  })
}

const BLANK = /\s*/y

function firstElement(root: Node): number {
  const body = root['body'] as Node[]
  return body.find(({ type }) => /^JSX(?:Element|Fragment)$/.test(type))?.start ?? Infinity
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from)
  return end < 0 ? source.length : end
}
