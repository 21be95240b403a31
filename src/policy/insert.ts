import type { CspDirective, CspHashEntry, CspResourceEntry } from '../shared/csp.ts'
import { SsrPagesError } from '../shared/errors.ts'
import type { PolicyChanges } from './create-policy.ts'
import { faultOfDirective, faultOfHash, faultOfResource } from './values.ts'

/** What {@link Csp} adds to. */
export interface OpenPolicy {
  /** Returns the additions to extend; throws once the header is complete. */
  open(method: string): PolicyChanges
}

/**
 * `Astro.csp`: adds to the Content Security Policy of the page that is being rendered. Members are
 * functions of their own, so that `const { insertDirective } = Astro.csp` works.
 *
 * @see https://docs.astro.build/en/reference/api-reference/#csp
 */
export class Csp {
  /**
   * Adds a directive; values of one that the policy has are joined.
   *
   * @param directive - `img-src 'self' https://images.example.com`
   * @throws {SsrPagesError} CSP_INVALID, RESPONSE_SENT
   */
  readonly insertDirective: (directive: CspDirective) => void
  /**
   * Adds a source of scripts, which replaces the usual `'self'`.
   *
   * @throws {SsrPagesError} CSP_INVALID, RESPONSE_SENT
   */
  readonly insertScriptResource: (resource: CspResourceEntry) => void
  /**
   * Adds the hash of a script.
   *
   * @throws {SsrPagesError} CSP_INVALID, RESPONSE_SENT
   */
  readonly insertScriptHash: (hash: CspHashEntry) => void
  /**
   * Adds a source of styles, which replaces the usual `'self'`.
   *
   * @throws {SsrPagesError} CSP_INVALID, RESPONSE_SENT
   */
  readonly insertStyleResource: (resource: CspResourceEntry) => void
  /**
   * Adds the hash of a style.
   *
   * @throws {SsrPagesError} CSP_INVALID, RESPONSE_SENT
   */
  readonly insertStyleHash: (hash: CspHashEntry) => void

  /** @param policy - Receives the additions. */
  constructor(policy: OpenPolicy) {
    this.insertDirective = (directive) => {
      const changes = checked(policy, 'insertDirective', directive, faultOfDirective)
      changes.directives.push(directive)
    }
    this.insertScriptResource = (resource) => {
      const changes = checked(policy, 'insertScriptResource', resource, faultOfResource)
      changes.script.resources.push(resource)
    }
    this.insertScriptHash = (hash) => {
      checked(policy, 'insertScriptHash', hash, faultOfHash).script.hashes.push(hash)
    }
    this.insertStyleResource = (resource) => {
      const changes = checked(policy, 'insertStyleResource', resource, faultOfResource)
      changes.style.resources.push(resource)
    }
    this.insertStyleHash = (hash) => {
      checked(policy, 'insertStyleHash', hash, faultOfHash).style.hashes.push(hash)
    }
  }
}

function checked(
  policy: OpenPolicy,
  method: string,
  value: unknown,
  faultOf: (value: unknown) => string | undefined,
): PolicyChanges {
  const fault = faultOf(value)
  if (fault === undefined) return policy.open(method)
  const seen = JSON.stringify(value)?.slice(0, 100) ?? typeof value
  const what = `The argument of csp.${method}() ${fault}; saw ${seen}.`
  throw new SsrPagesError('CSP_INVALID', what, { method })
}
