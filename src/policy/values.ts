import {
  CSP_DIRECTIVES,
  type CspHashEntry,
  type CspKind,
  type CspResourceEntry,
} from '../shared/csp.ts'
import { isObject } from '../shared/is-object.ts'

const NAMES: readonly string[] = CSP_DIRECTIVES
const KINDS: readonly unknown[] = ['element', 'attribute', 'default']
const OF_ATTRIBUTES = ["'none'", "'unsafe-hashes'", "'unsafe-inline'", "'report-sample'"]

// The characters of a policy's values: a semicolon would begin another directive, a comma another
// policy, and browsers drop a directive that is not ASCII.
const VALUES = /^[\t\x20-\x2b\x2d-\x3a\x3c-\x7e]*$/
const SOURCE = /^[\x21-\x2b\x2d-\x3a\x3c-\x7e]+$/
const HASH = /^sha(?:256|384|512)-[A-Za-z\d+/_-]+={0,2}$/
const BARE_KEYWORD =
  /^(?:self|none|unsafe-inline|unsafe-eval|unsafe-hashes|strict-dynamic|report-sample|wasm-unsafe-eval|inline-speculation-rules|nonce-.*|sha(?:256|384|512)-.*)$/i

/** A source or hash, and what it is for. */
export interface Scoped {
  readonly value: string
  readonly kind: CspKind
}

/** Tells a source or hash from what it is for. */
export function toScoped(entry: CspResourceEntry | Exclude<CspHashEntry, string>): Scoped {
  if (typeof entry === 'string') return { value: entry, kind: 'default' }
  return { value: 'hash' in entry ? entry.hash : entry.resource, kind: entry.kind ?? 'default' }
}

/** Removes the semicolon that some write at the end of a directive. */
export function withoutEnd(directive: string): string {
  return directive.endsWith(';') ? directive.slice(0, -1) : directive
}

/**
 * Finds what is wrong with a directive.
 *
 * @param value - Anything; valid is a name of {@link CSP_DIRECTIVES} with its values.
 * @returns Completes the sentence that begins with the directive; `undefined` if it is valid.
 */
export function faultOfDirective(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a string'
  if (!VALUES.test(withoutEnd(value))) return `must be one directive ${CHARACTERS}`
  const name = withoutEnd(value).trim().split(/\s/, 1)[0]?.toLowerCase() ?? ''
  if (NAMES.includes(name)) return undefined
  if (/^(?:script|style)-src(?:-elem|-attr)?$/.test(name)) {
    const kind = name.slice(0, name.indexOf('-'))
    const insert = kind === 'script' ? 'insertScriptResource()' : 'insertStyleResource()'
    return `must not be ${name}: use \`${kind}Directive\` in the configuration, or ${insert}`
  }
  return `must begin with the name of a directive: ${NAMES.join(', ')}`
}

/**
 * Finds what is wrong with a source of scripts or styles.
 *
 * @param entry - Anything; valid is a source, or an object with `resource` and `kind`.
 * @returns Completes the sentence that begins with the source; `undefined` if it is valid.
 */
export function faultOfResource(entry: unknown): string | undefined {
  const { value, kind, fault } = readEntry(entry, 'resource')
  if (fault !== undefined) return fault
  if (!SOURCE.test(value)) return `must be one source without spaces, ${CHARACTERS}`
  if (BARE_KEYWORD.test(value)) return `must be in quotes of its own: "'${value}'"`
  if (kind === 'element' && value === "'unsafe-hashes'") {
    return "must not be 'unsafe-hashes' for elements: it is for attributes"
  }
  if (kind === 'attribute' && !OF_ATTRIBUTES.includes(value)) {
    return `must be one of these for attributes: ${OF_ATTRIBUTES.join(', ')}`
  }
  return undefined
}

/**
 * Finds what is wrong with a hash.
 *
 * @param entry - Anything; valid is a hash, or an object with `hash` and `kind`.
 * @returns Completes the sentence that begins with the hash; `undefined` if it is valid.
 */
export function faultOfHash(entry: unknown): string | undefined {
  const { value, fault } = readEntry(entry, 'hash')
  if (fault !== undefined) return fault
  if (HASH.test(value)) return undefined
  return 'must be sha256-, sha384- or sha512- and a hash in base64, without quotes'
}

const CHARACTERS = 'of ASCII characters, without line breaks, commas and semicolons'

function readEntry(
  entry: unknown,
  name: 'resource' | 'hash',
): { readonly value: string; readonly kind: unknown; readonly fault?: string } {
  const { value, kind } = isObject(entry)
    ? { value: entry[name], kind: entry['kind'] ?? 'default' }
    : { value: entry, kind: 'default' }
  const text = typeof value === 'string' ? value : ''
  if (typeof value !== 'string') {
    return {
      value: text,
      kind,
      fault: `must be a string, or an object with \`${name}\` and \`kind\``,
    }
  }
  if (KINDS.includes(kind)) return { value: text, kind }
  return { value: text, kind, fault: "must have the kind 'element', 'attribute' or 'default'" }
}
