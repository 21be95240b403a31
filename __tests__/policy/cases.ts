import type { CspHashEntry, CspOptions, CspResourceEntry } from '../../src/shared/csp.ts'

/** One configuration, and what a page adds to it. */
export interface PolicyCase {
  readonly name: string
  readonly option: true | CspOptions
  readonly directives?: readonly string[]
  readonly scripts?: {
    readonly resources?: readonly CspResourceEntry[]
    readonly hashes?: readonly CspHashEntry[]
  }
  readonly styles?: {
    readonly resources?: readonly CspResourceEntry[]
    readonly hashes?: readonly CspHashEntry[]
  }
}

/** Allows what the page prints itself: a nonce or a hash. */
export const INLINE = "'sha256-b3du'"

/** `records.json` says which policies Astro creates for these. */
export const POLICIES: readonly PolicyCase[] = [
  { name: 'the default', option: true },
  { name: 'an empty object', option: {} },
  {
    name: 'directives of the configuration',
    option: { directives: ["default-src 'self'", "img-src 'self' https://images.example.com"] },
  },
  {
    name: 'a directive that the page adds',
    option: { directives: ["default-src 'self'"] },
    directives: ["img-src 'self' https://images.example.com"],
  },
  {
    name: 'sources that the page adds to a directive',
    option: { directives: ["img-src 'self' https://a.example.com"] },
    directives: ['img-src https://b.example.com', "img-src 'self'"],
  },
  {
    name: 'a directive with a semicolon at its end',
    option: { directives: ["img-src 'self';"] },
  },
  {
    name: 'a directive without values',
    option: { directives: ['upgrade-insecure-requests'] },
    directives: ['upgrade-insecure-requests'],
  },
  {
    name: 'sources of scripts, which replace the default',
    option: { scriptDirective: { resources: ["'self'", 'https://cdn.example.com'] } },
  },
  {
    name: 'a source of scripts that the page adds',
    option: true,
    scripts: { resources: ['https://cdn.example.com'] },
  },
  {
    name: 'a source of styles that the page adds to others',
    option: { styleDirective: { resources: ["'self'"] } },
    styles: { resources: ['https://cdn.example.com'] },
  },
  {
    name: 'hashes of scripts and styles',
    option: {
      scriptDirective: { hashes: ['sha256-c2NyaXB0'] },
      styleDirective: { hashes: ['sha512-c3R5bGU='] },
    },
  },
  {
    name: 'hashes that the page adds',
    option: true,
    scripts: { hashes: ['sha384-c2NyaXB0'] },
    styles: { hashes: ['sha256-c3R5bGU='] },
  },
  { name: 'strictDynamic', option: { scriptDirective: { strictDynamic: true } } },
  {
    name: 'strictDynamic with a source of elements',
    option: {
      scriptDirective: {
        strictDynamic: true,
        resources: [{ resource: 'https://cdn.example.com', kind: 'element' }],
      },
    },
  },
  {
    name: 'a source of elements',
    option: true,
    scripts: { resources: [{ resource: 'https://cdn.example.com', kind: 'element' }] },
  },
  {
    name: 'a hash of elements',
    option: { styleDirective: { hashes: [{ hash: 'sha256-c3R5bGU=', kind: 'element' }] } },
  },
  {
    name: 'a hash of elements beside common sources',
    option: {
      styleDirective: {
        resources: ['https://cdn.example.com'],
        hashes: ['sha256-Y29tbW9u', { hash: 'sha256-c3R5bGU=', kind: 'element' }],
      },
    },
  },
  {
    name: 'style attributes',
    option: true,
    styles: { resources: [{ resource: "'unsafe-inline'", kind: 'attribute' }] },
  },
  {
    name: 'a hash of style attributes',
    option: true,
    styles: {
      resources: [{ resource: "'unsafe-hashes'", kind: 'attribute' }],
      hashes: [{ hash: 'sha256-YXR0cmlidXRl', kind: 'attribute' }],
    },
  },
  {
    name: 'a hash of event handlers without a source',
    option: true,
    scripts: { hashes: [{ hash: 'sha256-YXR0cmlidXRl', kind: 'attribute' }] },
  },
  {
    name: "'unsafe-inline' for styles, which a hash would turn off",
    option: { styleDirective: { resources: ["'self'", "'unsafe-inline'"] } },
    styles: { hashes: ['sha256-c3R5bGU='] },
  },
  {
    name: "'unsafe-inline' for elements",
    option: true,
    styles: {
      resources: [{ resource: "'unsafe-inline'", kind: 'element' }],
      hashes: [{ hash: 'sha256-c3R5bGU=', kind: 'element' }],
    },
  },
  {
    name: 'a source twice',
    option: { scriptDirective: { resources: ["'self'", 'https://cdn.example.com'] } },
    scripts: { resources: ["'self'", 'https://cdn.example.com'] },
  },
]

/** Values of the configuration; `records.json` says which of them Astro accepts. */
export const VALUES: readonly (readonly [
  kind: 'directive' | 'resource' | 'hash',
  value: unknown,
])[] = [
  ['directive', "default-src 'self'"],
  ['directive', 'sandbox'],
  ['directive', "script-src 'self'"],
  ['directive', "style-src-attr 'none'"],
  ['directive', 'colour-src red'],
  ['directive', ''],
  ['directive', 7],
  ['resource', "'self'"],
  ['resource', 'https://cdn.example.com'],
  ['resource', { resource: 'https://cdn.example.com', kind: 'element' }],
  ['resource', { resource: "'unsafe-hashes'", kind: 'element' }],
  ['resource', { resource: "'unsafe-hashes'", kind: 'attribute' }],
  ['resource', { resource: "'self'", kind: 'attribute' }],
  ['resource', { resource: "'self'", kind: 'all' }],
  ['resource', { hash: 'sha256-YQ==', kind: 'element' }],
  ['resource', 7],
  ['hash', 'sha256-YQ=='],
  ['hash', 'sha384-YQ=='],
  ['hash', 'sha512-YQ=='],
  ['hash', { hash: 'sha256-YQ==', kind: 'attribute' }],
  ['hash', 'sha1-YQ=='],
  ['hash', 'md5-YQ=='],
  ['hash', "'sha256-YQ=='"],
  ['hash', { hash: 'YQ==', kind: 'element' }],
  ['hash', null],
]
