const TOKEN =
  /[\s\uFEFF]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy

/** What may come next: a value, the name of a field, a colon, or what is behind a value. */
type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | 'end'

/**
 * Finds the first character of a text that JSON does not allow. Messages of Node name it only in some
 * versions.
 *
 * @returns Its offset; the length of the text if that is too short.
 */
export function findJsonError(text: string): number {
  const open: string[] = []
  let expected: Expected = 'value'
  TOKEN.lastIndex = 0
  for (;;) {
    let offset = TOKEN.lastIndex
    while (/[\s\uFEFF]/.test(text[offset] ?? '')) offset += 1
    const [, mark, value] = TOKEN.exec(text) ?? []
    const next = step(expected, mark, value, open)
    if (next === undefined) return offset
    expected = next
  }
}

function step(
  expected: Expected,
  mark: string | undefined,
  value: string | undefined,
  open: string[],
): Expected | undefined {
  if (expected === 'name' || expected === 'name or }') {
    if (value?.startsWith('"')) return ':'
    return mark === '}' && expected === 'name or }' ? close(open, '{') : undefined
  }
  if (expected === ':') return mark === ':' ? 'value' : undefined
  if (expected === 'end') {
    if (mark === ',') return open.length === 0 ? undefined : afterComma(open)
    if (mark === '}') return close(open, '{')
    return mark === ']' ? close(open, '[') : undefined
  }
  if (value !== undefined) return 'end'
  if (mark === ']' && expected === 'value or ]') return close(open, '[')
  if (mark !== '{' && mark !== '[') return undefined
  open.push(mark)
  return mark === '{' ? 'name or }' : 'value or ]'
}

function close(open: string[], mark: '{' | '['): 'end' | undefined {
  return open.pop() === mark ? 'end' : undefined
}

function afterComma(open: readonly string[]): Expected {
  return open.at(-1) === '{' ? 'name' : 'value'
}
