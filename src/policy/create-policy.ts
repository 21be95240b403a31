import type { CspHashEntry, CspResourceEntry, CspSettings, CspSources } from '../shared/csp.ts'
import { type Policy, joinValues } from './policy.ts'
import { type Scoped, toScoped, withoutEnd } from './values.ts'

/** What code adds to the policy of a page. */
export interface PolicyChanges {
  readonly directives: string[]
  readonly script: { readonly resources: CspResourceEntry[]; readonly hashes: CspHashEntry[] }
  readonly style: { readonly resources: CspResourceEntry[]; readonly hashes: CspHashEntry[] }
}

/** A policy of ours. */
export interface OwnPolicy {
  readonly policy: Policy
  /** The directives whose `'self'` nobody has asked for. */
  readonly defaults: ReadonlySet<string>
}

/** No additions yet. */
export function createChanges(): PolicyChanges {
  return {
    directives: [],
    script: { resources: [], hashes: [] },
    style: { resources: [], hashes: [] },
  }
}

/**
 * Creates the policy of a page, with the directives and sources that Astro gives it.
 *
 * @param settings - The configuration.
 * @param changes - What the page and the page middleware add.
 * @param inline - What allows the elements that the page prints itself: `'nonce-...'`. (default:
 *   nothing)
 */
export function createPolicy(
  settings: CspSettings,
  changes: readonly PolicyChanges[],
  inline: readonly string[] = [],
): OwnPolicy {
  const policy: Policy = new Map()
  const defaults = new Set<string>()
  for (const text of [...settings.directives, ...changes.flatMap((one) => one.directives)]) {
    addDirective(policy, text)
  }
  for (const family of ['script', 'style'] as const) {
    const sources = joinSources([settings[family], ...changes.map((one) => one[family])])
    const isStrict = family === 'script' && settings.strictDynamic
    addFamily({ policy, defaults }, family, { sources, inline, isStrict })
  }
  return { policy, defaults }
}

/** Adds a directive; values of one that is there already are joined. */
export function addDirective(policy: Policy, text: string): void {
  const [name = '', ...values] = withoutEnd(text)
    .split(/\s+/)
    .filter((token) => token !== '')
  const key = name.toLowerCase()
  if (key !== '') policy.set(key, joinValues(policy.get(key) ?? [], values))
}

interface Target {
  readonly policy: Policy
  readonly defaults: Set<string>
}

interface Family {
  readonly sources: CspSources
  readonly inline: readonly string[]
  readonly isStrict: boolean
}

// `style-src` for styles, and the two directives for elements and attributes if something is meant
// for these only. What the page prints itself are elements.
function addFamily({ policy, defaults }: Target, family: string, given: Family): void {
  const { sources, inline, isStrict } = given
  const resources = sources.resources.map(toScoped)
  const hashes = sources.hashes.map(toScoped)
  const strict = isStrict ? ["'strict-dynamic'"] : []
  const isOfElements = [...resources, ...hashes].some(({ kind }) => kind === 'element')
  const isOfAttributes = [...resources, ...hashes].some(({ kind }) => kind === 'attribute')
  const common = of(resources, 'default')
  const ofElements = [...quoted(hashes, 'default'), ...inline]
  const base = common.length > 0 ? common : ["'self'"]
  if (common.length === 0) defaults.add(`${family}-src`)
  const src = withHashes(base, isOfElements ? [] : ofElements)
  policy.set(`${family}-src`, joinValues(src, strict))
  if (isOfElements) {
    const own = of(resources, 'element')
    // As in Astro: 'self' is the default of elements only if it is that of the whole directive.
    const first = own.length === 0 && common.length === 0 ? ["'self'"] : own
    const all = withHashes(first, [...ofElements, ...quoted(hashes, 'element')])
    policy.set(`${family}-src-elem`, joinValues(all, strict))
    if (own.length === 0 && common.length === 0) defaults.add(`${family}-src-elem`)
  }
  if (isOfAttributes) {
    const all = withHashes(of(resources, 'attribute'), quoted(hashes, 'attribute'))
    policy.set(`${family}-src-attr`, all)
  }
}

// Beside a hash or nonce, browsers ignore 'unsafe-inline'.
function withHashes(sources: readonly string[], hashes: readonly string[]): readonly string[] {
  return sources.includes("'unsafe-inline'") ? joinValues([], sources) : joinValues(sources, hashes)
}

function of(entries: readonly Scoped[], kind: Scoped['kind']): string[] {
  return entries.flatMap((entry) => (entry.kind === kind ? [entry.value] : []))
}

function quoted(entries: readonly Scoped[], kind: Scoped['kind']): string[] {
  return of(entries, kind).map((hash) => `'${hash}'`)
}

function joinSources(all: readonly CspSources[]): CspSources {
  return {
    resources: all.flatMap(({ resources }) => resources),
    hashes: all.flatMap(({ hashes }) => hashes),
  }
}
