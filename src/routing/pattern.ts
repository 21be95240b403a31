import { type Key, pathToRegexp, type Token } from 'path-to-regexp'
import type { Segment } from './parse.ts'

/** A pattern as a regular expression; `keys[n]` names capture `n + 1`. */
export interface CompiledPattern {
  readonly regexp: RegExp
  readonly keys: readonly Key[]
}

// What `new URL()` encodes in a path, and `%`, `?`, `#` and `\`, which are ordinary text in a file
// name.
const ENCODED = /[\0-\x20"#%<>?\\`{}\x7f]|[^\0-\x7f]+/g

/**
 * Compiles a pattern for raw, percent-encoded paths without a trailing slash (`''` for the root). A
 * rest param matches zero or more whole segments; if text follows it, at least one.
 *
 * @returns The expression and its keys. A name has several keys if rest params are optional.
 */
export function compilePattern(segments: readonly Segment[]): CompiledPattern {
  const tokens = segments.flatMap(toTokens)
  return pathToRegexp({ tokens }, { sensitive: true, trailing: false })
}

/**
 * Returns the only path that a pattern without params matches.
 *
 * @returns The path in canonical encoding; `undefined` if there are params.
 */
export function toStaticPath(pattern: string): string | undefined {
  return pattern.includes('[') ? undefined : encodeText(pattern)
}

/**
 * Returns the only text that a segment without params matches.
 *
 * @returns The text in canonical encoding; `undefined` if there are params.
 */
export function toStaticText(segment: Segment): string | undefined {
  const part = segment[0]
  return segment.length === 1 && part?.type === 'text' ? encodeText(part.value) : undefined
}

/**
 * Encodes text as a URL's pathname would.
 *
 * @param text - Text of a file name.
 * @returns The text in Unicode NFC, percent-encoded with upper-case digits.
 */
export function encodeText(text: string): string {
  // Fast path: most names need no encoding.
  if (/^[\w./[\]-]*$/.test(text)) return text
  return text.normalize('NFC').replace(ENCODED, encodeURIComponent)
}

function toTokens(segment: Segment): Token[] {
  const tokens: Token[] = [{ type: 'text', value: '/' }]
  for (const part of segment) {
    if (part.type === 'text') tokens.push({ type: 'text', value: encodeText(part.value) })
    else tokens.push({ type: part.type === 'rest' ? 'wildcard' : 'param', name: toKey(part.name) })
  }
  const isRest = segment.length === 1 && segment[0]?.type === 'rest'
  return isRest ? [{ type: 'group', tokens }] : tokens
}

// Returns the engine's own copy of a name, as object keys have it. With another copy, the engine has
// to look its own one up for each property: half of the time of a match with one param.
function toKey(name: string): string {
  return Object.keys({ [name]: true })[0] ?? name
}
