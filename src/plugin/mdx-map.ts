import { SourceMap, type default as MagicString } from 'magic-string'
import { identifierOf, type Node, pathOf, visit } from '../compiler/syntax-tree.ts'
import { splitMdx } from './mdx-source.ts'

/** An offset in the compiled code, and that of the same name in the source. */
type Pair = readonly [compiled: number, source: number]

/**
 * Creates the source map of a compiled `.mdx` file. The compilers of MDX create none, but they print names in the
 * order of the source: first those of imports and exports, then those of the text.
 *
 * @param text - The rewritten code.
 * @param program - The code before that, parsed.
 * @param source - The `.mdx` file.
 * @param id - Its path.
 */
export function createMdxMap(
  text: MagicString,
  program: Node,
  source: string,
  id: string,
): SourceMap {
  const pairs = pairNames(program, source)
  const compiledLines = lineStarts(text.original)
  const sourceLines = lineStarts(source).map((start): Pair => [start, start])
  const decoded = text.generateDecodedMap({ hires: 'boundary' })
  const mappings = decoded.mappings.map((segments) =>
    segments.flatMap((segment): [number, number, number, number][] => {
      const [column, , line = 0, inLine = 0] = segment
      const pair = pairs[lastAtOrBefore(pairs, (compiledLines[line] ?? 0) + inLine)]
      if (pair === undefined) return []
      const [, offset] = pair
      const index = lastAtOrBefore(sourceLines, offset)
      return [[column, 0, index, offset - (sourceLines[index]?.[0] ?? 0)]]
    }),
  )
  return new SourceMap({ sources: [id], sourcesContent: [source], names: [], mappings })
}

/** Names that compilers of MDX use themselves. */
const OWN = /^_|^(?:props|children|Object|assign|MDXContent|MDXLayout|Content)$/

function pairNames(program: Node, source: string): Pair[] {
  const { esm, content } = splitMdx(source)
  const pairs: Pair[] = []
  const body = program['body'] as Node[]
  const isContent = (one: Node) => String(identifierOf(one['id'])).startsWith('_createMdxContent')
  const pair = (statements: readonly Node[], text: string): void => {
    let from = 0
    // What is not found once is not found later: highlighted code has thousands of such names.
    const gone = new Set<string>()
    visit(statements, (node) => {
      // `_components.p` is written `*`, `#` or another mark.
      if (/^_components\b/.test(pathOf(node) ?? '')) return false
      const name = identifierOf(node)
      if (typeof name !== 'string' || gone.has(name) || OWN.test(name)) return true
      const at = indexOfName(text, name, from)
      if (at < 0) {
        gone.add(name)
        return true
      }
      from = at + name.length
      pairs.push([node.start, at])
      return true
    })
  }
  pair(
    body.filter((one) => !isContent(one)),
    esm,
  )
  pair(body.filter(isContent), content)
  return pairs.toSorted(([a], [b]) => a - b)
}

function indexOfName(text: string, name: string, from: number): number {
  let at = text.indexOf(name, from)
  while (at >= 0 && isInWord(text, at, name.length)) at = text.indexOf(name, at + 1)
  return at
}

function isInWord(text: string, at: number, length: number): boolean {
  return /[\w$]/.test(text.charAt(at - 1)) || /[\w$]/.test(text.charAt(at + length))
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

// By bisection: the index of the last pair that does not begin after the offset, or -1.
function lastAtOrBefore(pairs: readonly Pair[], offset: number): number {
  let low = 0
  let high = pairs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pairs[middle]?.[0] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}
