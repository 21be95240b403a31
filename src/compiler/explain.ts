import type { DiagnosticMessage } from '@astrojs/compiler-binding'
import { parse } from '@astrojs/compiler-rs'
import { explainFence, type Finding } from './fences.ts'
import type { Node } from './syntax-tree.ts'

/**
 * Finds the cause of a syntax error in a template. The compiler only names the place where it
 * stopped.
 *
 * @returns The text and the place to show, or `undefined` when the compiler's own are as good.
 */
export function explainProblem(problem: DiagnosticMessage, source: string): Finding | undefined {
  const [label] = problem.labels
  const opened = toUnclosed(problem)
  const found =
    explainFence(source) ??
    explainComment(source, label?.start) ??
    explainReturn(problem) ??
    opened ??
    findUnclosed(source, label?.start)
  const quote = isAboutTags(problem) || found === opened ? findMissingQuote(source) : undefined
  return quote && (found === undefined || quote.start < found.start) ? quote : found
}

/**
 * Finds a missing quote: a value that extends to the next quote, directly followed by more text.
 *
 * @returns The place where the value begins.
 */
export function findMissingQuote(source: string): Finding | undefined {
  const template = startOfTemplate(source)
  const match = VALUE.exec(source.slice(template))
  if (match === null) return undefined
  const { 0: value, index } = match
  const text = `The value of this attribute has no closing quote: it continues to the next ${value[1]}`
  return { text, start: template + index + 1 }
}

const VALUE = /=(?:"[^"]*"|'[^']*')(?=[\w-])/

// `---` may be inside a string. The parser knows, even if the source has mistakes further down.
function startOfTemplate(source: string): number {
  try {
    const { frontmatter } = parse(source).ast as unknown as { frontmatter?: { end: number } }
    return frontmatter?.end ?? 0
  } catch {
    const fences = [...source.matchAll(/^---/gm)]
    return fences[1]?.index ?? 0
  }
}

function explainComment(source: string, start: number | undefined): Finding | undefined {
  if (start === undefined || source.slice(start - 1, start + 3) !== '<!--') return undefined
  const text =
    'An expression cannot begin with an HTML comment. Write {/* ... */} in front of it, or put <> and </> around the comment and what follows it'
  return { text, start: start - 1 }
}

function explainReturn({ text, labels }: DiagnosticMessage): Finding | undefined {
  const [label] = labels
  if (label === undefined || !text.startsWith("A 'return' statement can only")) return undefined
  const advice = 'in a script, put (() => { ... })() around the code'
  return { text: `${text.replace(/\.$/, '')}: ${advice}`, start: label.start }
}

function isAboutTags({ text }: DiagnosticMessage): boolean {
  return /closing tag|Unterminated string|Unexpected token|but found/.test(text)
}

function toUnclosed({ text, labels }: DiagnosticMessage): Finding | undefined {
  const opened = labels.find((label) => label.text === 'Opened here')
  const tag = /closing tag for '(.+)'/.exec(text)?.[1]
  if (opened === undefined || tag === undefined) return undefined
  return {
    text: `<${tag}> has no closing tag. Browsers guess where an element ends; a template must say it`,
    start: opened.start - 1,
  }
}

const [OPEN, CLOSE] = ['<x-end>', '</x-end>']

// The compiler stopped at the end of the file. A closing tag there makes it name the open element.
function findUnclosed(source: string, start: number | undefined): Finding | undefined {
  if (start === undefined || start < source.trimEnd().length) return undefined
  const template = startOfTemplate(source)
  const body = source
    .slice(template)
    .replace(/<!doctype[^<>]*>/i, (doctype) => ' '.repeat(doctype.length))
  const diagnostics = diagnose(source.slice(0, template) + OPEN + body + CLOSE)
  const [found] = diagnostics.flatMap((problem) => toUnclosed(problem) ?? [])
  if (found !== undefined) return { ...found, start: found.start - OPEN.length }
  return { text: 'The file ends inside an element, a tag or an expression', start }
}

function diagnose(source: string): readonly DiagnosticMessage[] {
  try {
    return parse(source).diagnostics
  } catch {
    return []
  }
}

/** A syntax tree, or the reason why parsing failed. */
export interface Parsed {
  /** Absent when the source does not compile either: then the compiler gives the reason. */
  readonly root?: Node
  /** A mistake that stops the parser but not the compiler. */
  readonly broken?: Finding
}

/** Parses an `.astro` file. */
export function parseTemplate(source: string): Parsed {
  try {
    const { ast, diagnostics } = parse(source)
    const isBroken = diagnostics.some(({ severity }) => severity === 'error')
    return isBroken ? {} : { root: ast as unknown as Node }
  } catch {
    return { broken: findMissingQuote(source) ?? findOddName(source) }
  }
}

const TOKEN = /=\s?"[^"]*"|=\s?'[^']*'|<(?=[\w$])|[>"\\]/g

// Finds the quote or backslash inside the name of a tag or an attribute.
function findOddName(source: string): Finding {
  const text =
    'A name in a tag has a quote or a backslash in it. Is a quote missing, or one too many?'
  let isInTag = false
  for (const { 0: token, index } of source.matchAll(TOKEN)) {
    if (token === '<') isInTag = true
    else if (token === '>') isInTag = false
    else if (isInTag && token.length === 1) return { text, start: index }
  }
  return { text, start: 0 }
}
