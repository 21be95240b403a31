import fc from 'fast-check'

/** Names of members of our objects, of the platform's, or of JavaScript's. */
const KEYS = [
  [
    'status',
    'statusText',
    'headers',
    'body',
    'bodyUsed',
    'arrayBuffer',
    'text',
    'json',
    'response',
  ],
  ['url', 'method', 'get', 'append', 'forEach', 'getReader', 'locked', 'then', 'catch', 'finally'],
  ['~render', '~abandon', '~response', '~expression', '~raw', 'html', 'strings', 'values'],
  [
    'resolve',
    'isAstroComponentFactory',
    'astro:html',
    'default',
    'class:list',
    'set:html',
    'style',
  ],
  ['toString', 'valueOf', 'toJSON', 'constructor', '__proto__', 'hasOwnProperty', 'length', 'next'],
  ['Symbol(Symbol.iterator)', '@@iterator', 'return', 'size', 'has', 'code', 'message', 'name'],
].flat()

const RESPONSE = {
  status: 200,
  headers: { 'content-type': 'text/html', 'set-cookie': 'sid=evil' },
  body: '<script>alert(1)</script>',
  arrayBuffer: 1,
}
const REDIRECT = { ...RESPONSE, status: 302, headers: { location: 'https://evil.test/' } }

/** Data with everything by which our objects are recognized, except their methods. */
export const likeOurs: readonly unknown[] = [
  { title: RESPONSE },
  RESPONSE,
  REDIRECT,
  { ...RESPONSE, text: {}, json: {}, url: '', bodyUsed: false },
  { ...RESPONSE, body: null, status: 404 },
  { '~response': RESPONSE },
  { '~render': RESPONSE, html: '<script>' },
  { toString: 1 },
  { toString: RESPONSE, valueOf: null },
  [{ toString: 1 }],
  [[{ toString: [] }]],
  JSON.parse('{"then":1,"catch":1}'),
  { isAstroComponentFactory: true, default: RESPONSE },
  JSON.parse('{"__proto__":{"status":500},"constructor":{"name":"Response"}}'),
  [RESPONSE, [REDIRECT]],
]

const leaf = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, '', '<script>alert(1)</script>', '" x="', '</p>'),
  fc.constantFrom<unknown>(1, 0, 200, 302, 404, 500),
  fc.string({ maxLength: 8 }),
)

/** Possible results of `JSON.parse()`, mostly with names that have a meaning. */
export const data: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 6 })
      .map((entries) => Object.fromEntries(entries)),
    fc
      .array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 3 })
      .map((entries) => ({ ...RESPONSE, ...Object.fromEntries(entries) })),
  ),
})).value
