/**
 * The directives of one policy in order, by their names in lower case.
 *
 * @see https://www.w3.org/TR/CSP3/#framework-policy
 */
export type Policy = Map<string, readonly string[]>

/** What governs a directive that a policy does not have: the first of these that it has. */
const FALLBACKS: Readonly<Record<string, readonly string[]>> = {
  'script-src-elem': ['script-src', 'default-src'],
  'script-src-attr': ['script-src', 'default-src'],
  'style-src-elem': ['style-src', 'default-src'],
  'style-src-attr': ['style-src', 'default-src'],
  'worker-src': ['child-src', 'script-src', 'default-src'],
  'frame-src': ['child-src', 'default-src'],
  'fenced-frame-src': ['frame-src', 'child-src', 'default-src'],
  ...Object.fromEntries(
    ['child', 'connect', 'font', 'img', 'manifest', 'media', 'object', 'script', 'style'].map(
      (name) => [`${name}-src`, ['default-src']],
    ),
  ),
}

const SPACE = /[\t\n\f\r ]+/
const IS_ASCII = /^[\0-\x7f]*$/

/**
 * Reads the policies of a header as browsers do.
 *
 * @param header - A `Content-Security-Policy` header.
 * @returns Its policies, of which each applies; without those that are empty.
 * @see https://www.w3.org/TR/CSP3/#parse-response-csp
 */
export function parsePolicies(header: string): Policy[] {
  return header
    .split(',')
    .map(parsePolicy)
    .filter((policy) => policy.size > 0)
}

function parsePolicy(text: string): Policy {
  const policy: Policy = new Map()
  for (const part of text.split(';')) {
    const [name = '', ...values] = part.split(SPACE).filter((token) => token !== '')
    const key = name.toLowerCase()
    // Browsers ignore a directive that is not ASCII, and a second one of the same name.
    if (name !== '' && IS_ASCII.test(part) && !policy.has(key)) policy.set(key, values)
  }
  return policy
}

/** Writes a policy as a header contains it. */
export function printPolicy(policy: Policy): string {
  return [...policy].map(([name, values]) => [name, ...values].join(' ')).join('; ')
}

/**
 * Returns what governs a directive of a policy: the directive itself, or the one that it falls back
 * to.
 *
 * @returns The values; `undefined` if the policy allows everything.
 */
export function governing(policy: Policy, name: string): readonly string[] | undefined {
  const found = [name, ...(FALLBACKS[name] ?? [])].find((one) => policy.has(one))
  return found === undefined ? undefined : policy.get(found)
}

/**
 * Adds values to those of a directive, each once. `'none'` goes, because a browser ignores it beside
 * others.
 */
export function joinValues(before: readonly string[], added: readonly string[]): readonly string[] {
  const all = [...new Set([...before, ...added])]
  return all.length > 1 ? all.filter((value) => value.toLowerCase() !== "'none'") : all
}

/**
 * Whether a list allows everything inline. A nonce or hash in it would make browsers ignore
 * `'unsafe-inline'`.
 */
export function allowsInline(values: readonly string[]): boolean {
  return has(values, "'unsafe-inline'") && !values.some((value) => NARROWER.test(value))
}

const NARROWER = /^'(?:nonce-|sha(?:256|384|512)-|strict-dynamic')/i

function has(values: readonly string[], wanted: string): boolean {
  return values.some((value) => value.toLowerCase() === wanted)
}
