import { addDirective } from '../policy/create-policy.ts'
import {
  type Policy,
  allowsInline,
  governing,
  joinValues,
  parsePolicies,
  printPolicy,
} from '../policy/policy.ts'
import type { CspAlgorithm } from '../shared/csp.ts'
import { escapeAttribute } from '../shared/escape.ts'
import { type Inline, readInline, toHash } from './inline-elements.ts'
import type { RenderedFile } from './render-file.ts'

/** How a page gets its policy. */
export interface PolicyOf {
  readonly algorithm: CspAlgorithm
  /** The nonce with which the page was rendered, which marks what `ssr-pages` has printed. */
  readonly nonce: string
  /** True if the page also contains its policy, for hosts that send files without headers. */
  readonly hasMeta: boolean
}

/** Directives that browsers ignore in a `<meta>` element. https://www.w3.org/TR/CSP3/#meta-element */
const NOT_IN_META = ['frame-ancestors', 'report-uri', 'report-to', 'sandbox']

/**
 * Completes the policy of a rendered page: allows the scripts and styles in it that `ssr-pages` has
 * printed. Others may come from data, such as the texts of a CMS, and are reported.
 *
 * @param rendered - The page, rendered with the nonce.
 * @param of - How it gets its policy. (default: it has none)
 * @param warn - Receives what the policy blocks.
 * @returns The page, and in its headers the policy.
 */
export function withPolicy(
  rendered: RenderedFile,
  of: PolicyOf | undefined,
  warn: (message: string) => void,
): RenderedFile {
  const { content, headers } = rendered
  const header = headers[HEADER]
  if (of === undefined || header === undefined || typeof content !== 'string') return rendered
  const { inline, headStart } = readInline(content, of.nonce)
  const policy: Policy = parsePolicies(header)[0] ?? new Map()
  for (const { kind, code, isOwn } of inline) {
    const isElement = kind === 'script' || kind === 'style'
    if (isOwn && isElement) allow(policy, kind, toHash(code, of.algorithm))
  }
  const blocked = inline.filter((one) => isBlocked(policy, one))
  for (const kind of new Set(blocked.map((one) => one.kind))) {
    warn(
      describe(
        blocked.filter((one) => one.kind === kind),
        of.algorithm,
      ),
    )
  }
  // A fragment has no head, and is shown in a page with a policy of its own.
  const hasMeta = of.hasMeta && /^\s*<!doctype/i.test(content)
  const marked = hasMeta
    ? content.slice(0, headStart) + toMeta(policy) + content.slice(headStart)
    : content
  return {
    ...rendered,
    content: marked.replaceAll(` nonce="${of.nonce}"`, ''),
    headers: { ...headers, [HEADER]: printPolicy(policy) },
  }
}

const HEADER = 'content-security-policy'

const ADVICE = {
  script: 'remove `is:inline`, or allow it with Astro.csp.insertScriptHash()',
  style: 'remove `is:inline`, or allow it with Astro.csp.insertStyleHash()',
  'style attribute': 'use a class instead',
  'event handler': 'use a script and addEventListener() instead',
} as const

function describe(blocked: readonly Inline[], algorithm: CspAlgorithm): string {
  const [{ kind, code } = NOTHING] = blocked
  const text = code.trim().slice(0, 40)
  const hash = toHash(code, algorithm)
  const count = blocked.length === 1 ? `an inline ${kind}` : `${blocked.length} inline ${kind}s`
  return `${count} that its Content Security Policy blocks, such as ${JSON.stringify(text)} ('${hash}'): ${ADVICE[kind]}`
}

const NOTHING: Inline = { kind: 'script', code: '', isOwn: false }

function allow(policy: Policy, kind: 'script' | 'style', hash: string): void {
  const name = policy.has(`${kind}-src-elem`) ? `${kind}-src-elem` : `${kind}-src`
  const values = policy.get(name) ?? []
  if (!allowsInline(values)) policy.set(name, joinValues(values, [`'${hash}'`]))
}

function isBlocked(policy: Policy, { kind, code }: Inline): boolean {
  if (kind === 'script' || kind === 'style') {
    const values = governing(policy, `${kind}-src-elem`)
    return values !== undefined && !allowsInline(values) && !hasHash(values, code)
  }
  const name = kind === 'event handler' ? 'script-src-attr' : 'style-src-attr'
  const values = governing(policy, name)
  if (values === undefined || allowsInline(values)) return false
  return !values.includes("'unsafe-hashes'") || !hasHash(values, code)
}

const ALGORITHMS: readonly CspAlgorithm[] = ['SHA-256', 'SHA-384', 'SHA-512']

function hasHash(values: readonly string[], code: string): boolean {
  return ALGORITHMS.some((algorithm) => values.includes(`'${toHash(code, algorithm)}'`))
}

function toMeta(policy: Policy): string {
  const sent: Policy = new Map()
  for (const [name, values] of policy) {
    if (!NOT_IN_META.includes(name)) addDirective(sent, [name, ...values].join(' '))
  }
  const content = escapeAttribute(printPolicy(sent))
  return `<meta http-equiv="content-security-policy" content="${content}">`
}
