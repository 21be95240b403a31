/** A hash function that a policy may name. */
export type CspAlgorithm = 'SHA-256' | 'SHA-384' | 'SHA-512'

/** A hash of a script or style as policies write it, without its quotes. */
export type CspHash = `sha256-${string}` | `sha384-${string}` | `sha512-${string}`

/**
 * What a source or hash is for: `default` is `script-src` or `style-src`, `element` is
 * `script-src-elem` or `style-src-elem`, `attribute` is `script-src-attr` or `style-src-attr`.
 */
export type CspKind = 'element' | 'attribute' | 'default'

/** A source of scripts or styles: `https://cdn.example.com`, `'self'`. */
export type CspResourceEntry = string | { resource: string; kind: CspKind }

/** A hash of a script or style. */
export type CspHashEntry = CspHash | { hash: CspHash; kind: CspKind }

/** The directives that have no option of their own. */
export const CSP_DIRECTIVES = [
  'base-uri',
  'child-src',
  'connect-src',
  'default-src',
  'fenced-frame-src',
  'font-src',
  'form-action',
  'frame-ancestors',
  'frame-src',
  'img-src',
  'manifest-src',
  'media-src',
  'object-src',
  'referrer',
  'report-to',
  'report-uri',
  'require-trusted-types-for',
  'sandbox',
  'trusted-types',
  'upgrade-insecure-requests',
  'worker-src',
] as const

/** A directive with its values: `img-src 'self' https://images.example.com`. */
export type CspDirective = `${(typeof CSP_DIRECTIVES)[number]}${string | undefined}`

/** What may be loaded as a style, besides what the pages print themselves. */
export interface CspStyleDirective {
  /** Hashes of further styles. (default: none) */
  hashes?: readonly CspHashEntry[]
  /** Sources, which replace `'self'`. (default: `["'self'"]`) */
  resources?: readonly CspResourceEntry[]
}

/** What may be loaded as a script, besides what the pages print themselves. */
export interface CspScriptDirective {
  /** Hashes of further scripts. (default: none) */
  hashes?: readonly CspHashEntry[]
  /** Sources, which replace `'self'`. (default: `["'self'"]`) */
  resources?: readonly CspResourceEntry[]
  /** Allows the scripts that an allowed script adds. (default: `false`) */
  strictDynamic?: boolean
}

/** The Content Security Policy of the pages. */
export interface CspOptions {
  /** The function that hashes what prerendered pages inline. (default: `'SHA-256'`) */
  algorithm?: CspAlgorithm
  /** Directives for everything but scripts and styles. (default: none) */
  directives?: readonly CspDirective[]
  /** What may be loaded as a style. (default: the pages' own styles) */
  styleDirective?: CspStyleDirective
  /** What may be loaded as a script. (default: the pages' own scripts) */
  scriptDirective?: CspScriptDirective
}

/** Options about the security of pages. */
export interface SecurityOptions {
  /** Sends a Content Security Policy with each page. (default: `false`) */
  csp?: boolean | CspOptions
}

/** Sources and hashes of scripts or styles. */
export interface CspSources {
  readonly resources: readonly CspResourceEntry[]
  readonly hashes: readonly CspHashEntry[]
}

/** The policy of the configuration, complete; in the manifest. */
export interface CspSettings {
  readonly algorithm: CspAlgorithm
  readonly directives: readonly string[]
  readonly script: CspSources
  readonly style: CspSources
  readonly strictDynamic: boolean
}

/**
 * Completes the option `security.csp`.
 *
 * @param option - A valid option.
 * @returns The settings; `undefined` if pages have no policy.
 */
export function toCspSettings(option: boolean | CspOptions = false): CspSettings | undefined {
  if (option === false) return undefined
  const { algorithm, directives, scriptDirective, styleDirective } = option === true ? {} : option
  return {
    algorithm: algorithm ?? 'SHA-256',
    directives: [...(directives ?? [])],
    script: toSources(scriptDirective),
    style: toSources(styleDirective),
    strictDynamic: scriptDirective?.strictDynamic ?? false,
  }
}

function toSources({ resources, hashes }: CspStyleDirective = {}): CspSources {
  return { resources: [...(resources ?? [])], hashes: [...(hashes ?? [])] }
}
