import { STATUS_CODES } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Answer, readAnswers, valuesOf } from './answers.ts'
import { type FuzzServer, NEXT, startFuzzServer, withoutDate } from './fuzz-server.ts'
import {
  type Expected,
  OF_CONNECTION,
  type Recipe,
  bodyOf,
  expectedOf,
  recipe,
  splitList,
} from './recipes.ts'
import { runs, timeLimit } from '../support/runs.ts'

const RUNS = 120

describe.each([
  ['express', /^host error \w+$/],
  ['http', /^Internal Server Error$/],
])('an API route in %s', (name, errorText) => {
  let server: FuzzServer
  beforeAll(async () => {
    server = await startFuzzServer(name)
  })
  afterAll(() => server.stop())

  test(
    'is complete and correct, a clean 500, or aborted',
    async () => {
      const next = withoutDate(await server.exchange([NEXT]))
      const property = fc.asyncProperty(
        recipe,
        fc.constantFrom('GET', 'GET', 'POST', 'HEAD'),
        async (given, method) => {
          const received = await server.exchange([toRequest(given, method), NEXT])
          const answers = readAnswers(received, [method, 'GET'])
          const isLast = checkAnswer(answers[0], given, method, errorText)
          expect(answers).toHaveLength(isLast ? Math.min(answers.length, 1) : 2)
          if (!isLast) expect(withoutDate(received)).toContain(next)
          await server.assertAsBefore()
        },
      )
      await fc.assert(property, runs(RUNS))
    },
    timeLimit(RUNS),
  )

  test(
    'keeps working when a client leaves at any moment',
    () =>
      fc.assert(
        fc.asyncProperty(recipe, fc.nat(12), async (given, leaveAfter) => {
          await server.exchange([toRequest(given, 'GET')], { leaveAfter })
          await server.assertAsBefore()
        }),
        runs(RUNS),
      ),
    timeLimit(RUNS),
  )
})

function toRequest(given: Recipe, method: string): string {
  const query = encodeURIComponent(JSON.stringify(given))
  return `${method} /api/answer?recipe=${query} HTTP/1.1\r\nHost: a\r\n\r\n`
}

/** Checks an answer; returns whether the connection ends after it. */
function checkAnswer(
  answer: Answer | undefined,
  given: Recipe,
  method: string,
  errorText: RegExp,
): boolean {
  const expected = expectedOf(given, method)
  if (expected !== undefined) return checkWhole(answer, expected)
  const sent = bodyOf(given)
  if (answer?.isWhole !== true) {
    expect(sent.startsWith(answer?.body ?? '')).toBe(true)
    return true
  }
  // A body that fails after its announced length counts as complete; the connection then ends.
  const length = Number(valuesOf(answer, 'content-length')[0])
  if (answer.status === given.status && length <= sent.length) {
    expect(answer.body).toBe(sent.slice(0, length))
    return true
  }
  expect(answer).toMatchObject({ status: 500, statusText: 'Internal Server Error' })
  expect(answer.body).toMatch(method === 'HEAD' ? /^$/ : errorText)
  expect(answer.headers.filter(([field]) => !OF_ERRORS.includes(field))).toEqual([])
  return false
}

const OF_ERRORS = [...OF_CONNECTION, 'content-type', 'date', 'etag']

function checkWhole(answer: Answer | undefined, expected: Expected): boolean {
  const { status, statusText, headers, body, isLast } = expected
  const text = statusText || (STATUS_CODES[status] ?? 'unknown')
  expect(answer).toMatchObject({ status, statusText: text, isWhole: true, body })
  for (const [field, value] of headers) {
    const values = valuesOf(answer as Answer, field)
    if (field === 'set-cookie') expect(values).toContain(value)
    else if (field === 'vary')
      expect(splitList(values.join())).toEqual([...new Set(splitList(value))])
    else expect([field, values]).toEqual([field, [value]])
  }
  return isLast
}
