import { describe, expect, test } from '@jest/globals'
import { encodeBeyondAscii } from '../../src/bridge/encode.ts'
import type { Host } from './send.ts'
import { GET, HEAD, page, send } from './send.ts'

const TEXTS: Readonly<Record<string, string>> = {
  empty: '',
  ASCII: '<p>plain</p>',
  'long ASCII': 'plain '.repeat(30_000),
  'Latin-1': '<p>é</p>',
  '10 kB of ASCII': 'plain '.repeat(1700),
  '10 kB of Cyrillic': 'да '.repeat(3000),
  'long ASCII with an emoji at the end': `${'plain '.repeat(30_000)}😀`,
  'long Latin-1': 'né '.repeat(60_000),
  Cyrillic: '<p>Привет</p>',
  'long Cyrillic': 'да '.repeat(60_000),
  emoji: '😀',
  'long emoji': '😀a'.repeat(60_000),
  'half a character': 'a\ud800b',
}

type Res = Parameters<Host>[1]

/** What a host may have done to a response before a page answers. */
const HOSTS: Readonly<Record<string, (res: Res) => void>> = {
  'an untouched response': () => undefined,
  'a header of the host beyond ASCII': (res) => void res.setHeader('x-host', '\xe9'),
  'a hook into writeHead that sets a header beyond ASCII': (res) => {
    const { writeHead } = res
    res.writeHead = function hooked(this: Res, ...args: Parameters<typeof writeHead>) {
      this.setHeader('x-host', '\xe9')
      return writeHead.apply(this, args)
    } as typeof writeHead
  },
  'a hook into end that does not know of encodings': (res) => {
    res.setHeader('x-host', '\xe9')
    const { end } = res
    res.end = ((chunk?: string) => end.call(res, chunk ?? '', 'utf8')) as typeof end
  },
  'a host that wants chunks': (res) => {
    res.setHeader('x-host', '\xe9')
    res.setHeader('transfer-encoding', 'chunked')
  },
}

describe.each(Object.entries(HOSTS))('on %s', (_, prepare) => {
  const host: Host = (_req, res) => prepare(res)

  test.each(Object.entries(TEXTS))('%s arrives byte for byte', async (_name, text) => {
    const sent = await send(() => page(text), { host })
    const bytes = Buffer.from(text, 'utf8')
    const isChunked = sent.headers.some((header) => /^transfer-encoding/i.test(header))
    expect(isChunked ? joinChunks(sent.body) : sent.body).toBe(bytes.toString('latin1'))
    if (!isChunked) expect(sent.headers).toContain(`content-length: ${bytes.length}`)
    const [line] = sent.headers.filter((header) => header.startsWith('x-host'))
    expect([undefined, 'x-host: \xe9']).toContain(line)
    expect([sent.isNextWhole, sent.errors]).toEqual([true, []])
  })

  test.each(Object.entries(TEXTS))(
    'the head of %s is that of GET for HEAD',
    async (_name, text) => {
      const [get, head] = [
        await send(() => page(text), { host, request: GET }),
        await send(() => page(text), { host, request: HEAD }),
      ]
      expect([head.line, head.headers, head.body]).toEqual([get.line, get.headers, ''])
      expect(head.isNextWhole).toBe(true)
    },
  )
})

describe('after a failure, the host finds the headers that it has set', () => {
  const refuse: Host = (_, res) => {
    const { setHeader } = res
    res.setHeader = function hooked(this: Res, name: string, value: string) {
      if (name === 'content-length') throw new Error('refused')
      return setHeader.call(this, name, value)
    } as typeof setHeader
  }
  const cases: [what: string, host: Host, headers: Headers | undefined][] = [
    [
      'a length beside announced trailers',
      (_, res) => void res.setHeader('trailer', 'x-a'),
      undefined,
    ],
    ['a control character in a header', () => undefined, new Headers({ 'x-a': 'a\u0001b' })],
    ['a hook into setHeader', refuse, undefined],
  ]

  test.each(cases)('%s', async (_, spoil, headers) => {
    const host: Host = (req, res) => {
      res.setHeader('content-type', 'text/x-host')
      spoil(req, res)
    }
    const sent = await send(() => page('x', { headers }), { host })
    expect(sent.errors).toHaveLength(1)
    expect(sent.line).toMatch(/^HTTP\/1.1 500 /)
    expect(sent.headers).toContain('content-type: text/x-host')
    expect(sent.headers.join()).not.toMatch(/content-length|x-a:/)
  })
})

describe('a text is encoded as by the platform', () => {
  const units = ['a', 'plain ascii ', 'é', 'да', '漢', '😀', '\ud83d', '\ude00', '\0']
  const pick = (seed: number) => units[(seed * 7919 + (seed >> 3)) % units.length] ?? ''

  test.each([1, 100, 15_999, 16_000, 16_001, 40_000])('of %i units', (length) => {
    for (let seed = 0; seed < 20; seed++) {
      let text = 'x'.repeat(seed % 3)
      for (let i = 0; text.length < length; i++) text += pick(seed * 31 + (seed % 4 === 0 ? i : 0))
      const pieces = encodeBeyondAscii(text)
      const expected = new TextEncoder().encode(text)
      expect(Buffer.compare(Buffer.concat(pieces ?? [Buffer.from(text, 'latin1')]), expected)).toBe(
        0,
      )
    }
  })

  test('pairs at the end of a slice stay together', () => {
    for (const before of [15_998, 15_999, 16_000]) {
      const text = `${'a'.repeat(before)}😀${'b'.repeat(20_000)}`
      expect(Buffer.concat(encodeBeyondAscii(text) ?? []).toString()).toBe(text)
    }
  })

  test('ASCII needs no encoding', () => {
    expect(encodeBeyondAscii('\0\x7f'.repeat(20_000))).toBeUndefined()
  })
})

// The data of a chunked body.
function joinChunks(body: string): string {
  let data = ''
  for (let at = 0; at < body.length;) {
    const end = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.slice(at, end), 16)
    if (size === 0) return data
    data += body.slice(end + 2, end + 2 + size)
    at = end + 2 + size + 2
  }
  throw new Error('the last chunk is missing')
}
