import { readFileSync, readdirSync } from 'node:fs'
import ts from 'typescript'
import { ROOT } from '../support/root.ts'

/** A regular expression of the sources. */
export interface Expression {
  /** Its position: `loader/parse.ts:12`. */
  readonly place: string
  readonly source: string
  readonly flags: string
}

/** Lists all regular expression literals in `src`. */
export function listExpressions(): Expression[] {
  const files = readdirSync(`${ROOT}/src`, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.ts'))
    .toSorted()
    .flatMap((file) => expressionsOf(file, readFileSync(`${ROOT}/src/${file}`, 'utf8')))
}

function expressionsOf(file: string, text: string): Expression[] {
  const found: Expression[] = []
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
      const end = node.text.lastIndexOf('/')
      const [source, flags] = [node.text.slice(1, end), node.text.slice(end + 1)]
      found.push({ place: `${file}:${line}`, source, flags })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

/**
 * Generates texts on which an expression works hard.
 *
 * @param expression - Its source.
 * @param length - The length of the texts.
 * @param ends - What follows that text. (default: what ends its parts)
 * @yields One text after another.
 */
export function* hardTexts(source: string, length: number, ends?: string[]): Generator<string> {
  const parts = partsOf(source)
  const words = [...parts.flatMap(wordsOf), '\n', '\r', '\u2028']
  const stops = ends ?? ['\n!', '\u2028', ...new Set(parts.flatMap(stopsOf))]
  for (const i of words.keys()) {
    const before = words.slice(0, i).join('')
    // A part alone, with the parts after it, and after everything before it.
    for (const count of [1, 2, 3, 5]) {
      const pump = words.slice(i, i + count).join('')
      const long = pump.repeat(Math.ceil(length / pump.length))
      for (const start of new Set(['', before])) for (const end of stops) yield start + long + end
    }
  }
}

const PART =
  /\[(?:\\.|[^\]\\])*\]|\\p\{\w+\}|\\x..|\\u....|\\.|\(\?<\w+>|\(\?[:=!]|\(\?<[=!]|\{\d*,?\d*\}|[\w<>"'`@:;,#/ -]+|./gsu

function partsOf(source: string): string[] {
  return [...source.matchAll(PART)].map(({ 0: part }) => part)
}

// Texts that a part matches: one or two characters, or a word.
function wordsOf(part: string): string[] {
  if (/^(?:\(|[)|*+?^$]|\{)/.test(part) || /^\\b/i.test(part)) return []
  if (part === '.') return ['x', ' ']
  if (!/^[[\\]/.test(part)) return [part]
  const chars = charsOf(part)
  return [...new Set([chars[0], chars.find((char) => /\W/.test(char))])].filter(
    (char) => char !== undefined,
  )
}

// Texts that end a part which matches almost anything.
function stopsOf(part: string): string[] {
  if (!part.startsWith('[^')) return []
  const taken = charsOf(part)
  return CHARS.filter((char) => !taken.includes(char)).slice(0, 2)
}

const CHARS = Array.from('aZ1 \t\n/\\.:-_$#?&=%"\'`<>()[]{},;!*@|~+^\u0000\u00E9\uD800')

function charsOf(part: string): string[] {
  const isIn = new RegExp(
    part.startsWith('[') ? part : `[${part}]`,
    part.includes('\\p') ? 'u' : '',
  )
  return CHARS.filter((char) => isIn.test(char))
}
