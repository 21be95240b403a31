import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Answer, readAnswers } from './answers.ts'
import { type FuzzServer, NEXT, startFuzzServer, withoutDate } from './fuzz-server.ts'
import { type Message, hostile, wellFramed } from './messages.ts'
import { runs, timeLimit } from '../support/runs.ts'
import { host, target } from './targets.ts'

const RUNS = 120
/** The fixture's limit. */
const BODY_LIMIT = 64 * 1024

/** What a page of the fixture reports about its request. */
interface Seen {
  readonly page: string
  /** The path of `request.url`. */
  readonly pathname: string
  readonly isSameUrl: boolean
  /** The page's param. */
  readonly path: string | null
  /** The path as the host in front of the pages read it. */
  readonly hostPath: string
  /** True if the host's check of `/admin` and `/docs/admin` let the request pass. */
  readonly isGuarded: boolean
}

describe.each(['express', 'http'])('in front of %s', (name) => {
  let server: FuzzServer
  beforeAll(async () => {
    server = await startFuzzServer(name)
  })
  afterAll(() => server.stop())

  const property = <T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => Promise<void>) =>
    fc.assert(
      fc.asyncProperty(arbitrary, async (value) => {
        await check(value)
        await server.assertAsBefore()
      }),
      runs(RUNS),
    )

  test(
    'any input is answered or closed within a second, and affects no other request',
    () =>
      property(fc.tuple(hostile, fc.nat(8)), async ([pieces, endAfter]) => {
        checkSeen(await server.exchange(pieces, { endAfter }))
      }),
    timeLimit(RUNS),
  )

  test(
    'after any complete request, the next one on its connection gets its own answer',
    async () => {
      const alone = withoutDate(await server.exchange([NEXT]))
      await property(wellFramed, async (message) => {
        const received = await server.exchange([...message.pieces, NEXT])
        checkSeen(received)
        const answers = readAnswers(received, [message.method, 'GET'])
        expect(answers).toHaveLength(2)
        if (message.target === '/api/echo') checkEcho(message, answers[0])
        expect(withoutDate(received.slice(received.lastIndexOf('HTTP/1.1 ')))).toBe(alone)
      })
    },
    timeLimit(RUNS),
  )

  test(
    'the path of a page is the one that the host saw, whatever the Host header says',
    () =>
      property(fc.tuple(target, host), async ([path, claimed]) => {
        const ask = (line: string) =>
          server.exchange([`GET ${path} HTTP/1.1\r\nHost: ${line}\r\nConnection: close\r\n\r\n`])
        const [usual, other] = [await ask('shop.test'), await ask(claimed)]
        checkSeen(usual)
        checkSeen(other)
        if (!other.startsWith('HTTP/1.1 400 ')) expect(readSeen(other)).toEqual(readSeen(usual))
      }),
    timeLimit(RUNS),
  )
})

// The request may be refused, but must not be misread.
function checkEcho({ method, content }: Message, answer: Answer | undefined): void {
  if (answer?.status !== 200 || method === 'HEAD') return
  const sent = method === 'GET' ? '' : content
  expect(JSON.parse(Buffer.from(answer.body, 'latin1').toString())).toEqual([method, sent])
  expect(sent.length).toBeLessThanOrEqual(BODY_LIMIT)
}

function checkSeen(received: string): void {
  for (const seen of readSeen(received)) {
    expect(withoutSlash(seen.pathname)).toBe(withoutSlash(seen.hostPath))
    expect(seen.isSameUrl).toBe(true)
    if (isAdmin(seen)) expect(seen.isGuarded).toBe(true)
  }
}

function isAdmin({ page, path }: Seen): boolean {
  return (
    page === '/admin' || (page === '/[...path]' && /^(?:docs\/)?admin(?:\/|$)/i.test(path ?? ''))
  )
}

// Below a mount path, Express sets a slash for a path that is the whole mount path.
function withoutSlash(path: string): string {
  return path.replace(/\/$/, '')
}

function readSeen(received: string): Seen[] {
  const headers = received.matchAll(/^x-seen: (.*)\r$/gm)
  return Array.from(headers, ([, text = '']) => JSON.parse(decodeURIComponent(text)) as Seen)
}
