import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createChanges, createPolicy } from '../../src/policy/create-policy.ts'
import { mergeIntoHeader } from '../../src/policy/merge.ts'
import { type Policy, parsePolicies, printPolicy } from '../../src/policy/policy.ts'
import { faultOfDirective, faultOfHash, faultOfResource } from '../../src/policy/values.ts'
import { toCspSettings } from '../../src/shared/csp.ts'
import { INLINE, POLICIES, type PolicyCase, VALUES } from './cases.ts'

const records = JSON.parse(readFileSync(join(import.meta.dirname, 'records.json'), 'utf8'))
const FAULTS = { directive: faultOfDirective, resource: faultOfResource, hash: faultOfHash }

test.each(POLICIES)('a page has the policy that it has in Astro: $name', (one) => {
  const own = toOwn(one, [INLINE])
  const [ofAstro] = parsePolicies(records.policies[one.name])
  expect(toSets(own.policy)).toEqual(toSets(ofAstro))
})

test.each(VALUES)('the %s %j is valid if it is valid in Astro', (kind, value) => {
  const isValid = FAULTS[kind](value) === undefined
  expect(isValid).toBe(records.accepted[`${kind} ${JSON.stringify(value)}`])
})

test.each<[kind: keyof typeof FAULTS, value: unknown]>([
  ['directive', "img-src 'self'; script-src *"],
  ['directive', "img-src 'self', script-src *"],
  ['directive', 'img-src a\r\nSet-Cookie: a=b'],
  ['directive', 'img-src a\nb'],
  ['directive', 'img-src \u00e4.example'],
  ['directive', 'img-src a\0b'],
  ['directive', 'img-src\u00a0a'],
  ['directive', 'img-srcx a'],
  ['resource', "https://a.example 'unsafe-inline'"],
  ['resource', 'https://a.example; script-src *'],
  ['resource', 'https://a.example,'],
  ['resource', 'https://\u00e4.example'],
  ['resource', 'https://a.example\n'],
  ['resource', ''],
  ['resource', 'self'],
  ['resource', 'unsafe-inline'],
  ['resource', 'nonce-abc'],
  ['hash', 'sha256-YQ== https://a.example'],
  ['hash', "sha256-YQ==' 'unsafe-inline"],
  ['hash', 'sha256-'],
  ['hash', 'sha256-YQ==;'],
  ['hash', 'sha256-YQ===='],
])('the %s %j, which browsers would read as something else, is refused', (kind, value) => {
  expect(FAULTS[kind](value)).toEqual(expect.any(String))
})

// The header of the host, what is added, and the header that allows both.
const MERGED: readonly [what: string, host: string, added: Partial<PolicyCase>, sent: string][] = [
  [
    'the nonce is added where scripts and styles are governed',
    "script-src 'nonce-host'; style-src https://a.example",
    {},
    "script-src 'nonce-host' 'nonce-own'; style-src https://a.example 'nonce-own'",
  ],
  [
    'a source of our default is not added',
    "script-src 'nonce-own'; style-src 'nonce-own'",
    {},
    "script-src 'nonce-own'; style-src 'nonce-own'",
  ],
  [
    'a directive begins with the values that have governed it',
    "default-src 'self' https://a.example",
    { directives: ['img-src https://b.example'] },
    "default-src 'self' https://a.example; img-src 'self' https://a.example https://b.example; script-src 'self' https://a.example 'nonce-own'; style-src 'self' https://a.example 'nonce-own'",
  ],
  [
    "'none' is replaced",
    "default-src 'none'; script-src 'none'",
    { directives: ["img-src 'self'"] },
    "default-src 'none'; script-src 'nonce-own'; img-src 'self'; style-src 'nonce-own'",
  ],
  [
    'sources that the host has are not added again',
    "script-src 'nonce-own' https://a.example; style-src 'nonce-own'; img-src 'self'",
    {
      directives: ["img-src 'self'"],
      scripts: { resources: ['https://a.example', 'https://b.example'] },
    },
    "script-src 'nonce-own' https://a.example https://b.example; style-src 'nonce-own'; img-src 'self'",
  ],
  [
    "the host's 'unsafe-inline' stays in effect",
    "script-src 'self'; style-src 'self' 'unsafe-inline'",
    { styles: { hashes: ['sha256-YQ=='], resources: ['https://a.example'] } },
    "script-src 'self' 'nonce-own'; style-src 'self' 'unsafe-inline' https://a.example",
  ],
  [
    "an 'unsafe-inline' that browsers ignore does not count",
    "script-src 'unsafe-inline' 'nonce-host'; style-src 'nonce-own'",
    {},
    "script-src 'unsafe-inline' 'nonce-host' 'nonce-own'; style-src 'nonce-own'",
  ],
  [
    'elements with a directive of their own are allowed, too',
    "script-src 'none'; script-src-elem https://a.example; style-src 'nonce-own'",
    { scripts: { hashes: ['sha256-YQ=='] } },
    "script-src 'sha256-YQ==' 'nonce-own'; script-src-elem https://a.example 'sha256-YQ==' 'nonce-own'; style-src 'nonce-own'",
  ],
  [
    'a policy that says nothing of scripts and styles gets ours',
    "frame-ancestors 'none'",
    {},
    "frame-ancestors 'none'; script-src 'self' 'nonce-own'; style-src 'self' 'nonce-own'",
  ],
  [
    'each of several policies allows the page',
    "script-src 'self', default-src 'none'",
    {},
    "script-src 'self' 'nonce-own', default-src 'none'; script-src 'nonce-own'; style-src 'nonce-own'",
  ],
  [
    'names are read in any case, and a second directive of a name counts no more than in browsers',
    "Script-Src 'self'; SCRIPT-SRC *; STYLE-SRC 'nonce-own'",
    {},
    "script-src 'self' 'nonce-own'; style-src 'nonce-own'",
  ],
  [
    'a report goes to the group of the host',
    "report-to host; script-src 'nonce-own'; style-src 'nonce-own'",
    { directives: ['report-to own'] },
    "report-to host; script-src 'nonce-own'; style-src 'nonce-own'",
  ],
  [
    'sources of style attributes begin with those of styles',
    "style-src 'nonce-own'; script-src 'nonce-own'",
    { styles: { resources: [{ resource: "'unsafe-inline'", kind: 'attribute' }] } },
    "style-src 'nonce-own'; script-src 'nonce-own'; style-src-attr 'nonce-own' 'unsafe-inline'",
  ],
  [
    'an empty header is no policy',
    ' ; ',
    {},
    "script-src 'self' 'nonce-own'; style-src 'self' 'nonce-own'",
  ],
]

describe("a page's policy joins the header of the host", () => {
  test.each(MERGED)('%s', (_, host, added, sent) => {
    const own = toOwn({ name: '', option: true, ...added }, ["'nonce-own'"])
    const merged = mergeIntoHeader(host, own, { isReport: false })
    expect(merged.split(', ').map(toSorted)).toEqual(sent.split(', ').map(toSorted))
  })

  test('and one that is only reported gets no directives that it does not have', () => {
    const own = toOwn({ name: '', option: true }, ["'nonce-own'"])
    const merged = mergeIntoHeader("script-src 'self'; report-uri /r", own, { isReport: true })
    expect(merged).toBe("script-src 'self' 'nonce-own'; report-uri /r")
  })

  test('and a page cannot open the sandbox of the host', () => {
    const own = {
      policy: new Map([['sandbox', ['allow-same-origin']]]),
      defaults: new Set<string>(),
    }
    const merged = mergeIntoHeader('sandbox allow-scripts', own, { isReport: false })
    expect(merged).toBe('sandbox allow-scripts')
  })
})

function toOwn(
  { option, directives = [], scripts = {}, styles = {} }: PolicyCase,
  inline: readonly string[],
) {
  const settings = toCspSettings(option)
  if (settings === undefined) throw new Error('a policy is expected')
  const changes = createChanges()
  changes.directives.push(...directives)
  changes.script.resources.push(...(scripts.resources ?? []))
  changes.script.hashes.push(...(scripts.hashes ?? []))
  changes.style.resources.push(...(styles.resources ?? []))
  changes.style.hashes.push(...(styles.hashes ?? []))
  return createPolicy(settings, [changes], inline)
}

function toSets(policy: Policy | undefined): unknown {
  return new Map([...(policy ?? [])].map(([name, values]) => [name, new Set(values)]))
}

function toSorted(text: string): string[] {
  const [policy] = parsePolicies(text)
  return printPolicy(policy ?? new Map())
    .split('; ')
    .toSorted()
}
