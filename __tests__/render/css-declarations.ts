/**
 * Parses the declarations of a `style` attribute as a browser does: `;` ends one, except in
 * strings, comments, URLs and brackets.
 *
 * @see https://drafts.csswg.org/css-syntax/#tokenization
 */
export function declarationNames(style: string): string[] {
  return splitDeclarations(style).flatMap((text) => /^\s*([^\s:]*)\s*:/.exec(text)?.[1] ?? [])
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

function splitDeclarations(style: string): string[] {
  const declarations = ['']
  const open: string[] = []
  let rest = style
  while (rest !== '') {
    const token = readToken(rest)
    rest = rest.slice(token.length)
    const bracket = CLOSING[token.at(-1) ?? '']
    if (bracket !== undefined && (token.length === 1 || /^url\(\s*$/i.test(token)))
      open.push(bracket)
    else if (token === open.at(-1)) open.pop()
    if (token === ';' && open.length === 0) declarations.push('')
    else declarations.push((declarations.pop() ?? '') + token)
  }
  return declarations
}

function readToken(text: string): string {
  if (text.startsWith('/*')) return text.slice(0, endOf(text, '*/', 2))
  if (/^url\(\s*["']/i.test(text)) return /^url\(\s*/i.exec(text)?.[0] ?? ''
  // A bad URL, such as one with quotes, also ends at the next bracket that is not escaped.
  if (/^url\(/i.test(text)) return /^(?:\\[^]|[^)\\])*(?:\)|\\?$)/.exec(text)?.[0] ?? text
  if (/^["']/.test(text)) return readString(text)
  return text.startsWith('\\') ? text.slice(0, 2) : (text[0] ?? '')
}

// A line break ends an unclosed string.
function readString(text: string): string {
  const quote = text[0]
  for (let i = 1; i < text.length; i++) {
    if (text[i] === quote) return text.slice(0, i + 1)
    if (/[\n\r\f]/.test(text[i] ?? '')) return text.slice(0, i)
    if (text[i] === '\\') i++
  }
  return text
}

function endOf(text: string, end: string, from: number): number {
  const index = text.indexOf(end, from)
  return index === -1 ? text.length : index + end.length
}
