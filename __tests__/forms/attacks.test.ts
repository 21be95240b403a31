import { parse } from 'node:querystring'
import { describe, expect, test } from '@jest/globals'
import { type FormSource, type Schema, readForm, withErrors } from '../../src/forms/index.ts'
import { expectLinear } from '../support/growth.ts'

/** Accepts every form, and returns what it was given. */
const accepting: Schema = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) },
}

/** Finds a mistake in every field of a list. */
const refusing: Schema = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => {
      const rows = Object(value).rows ?? []
      return {
        issues: Object.keys(rows).map((key) => ({
          message: 'No.',
          path: ['rows', Number(key), 'name'],
        })),
      }
    },
  },
}

const query = (text: string) => new URLSearchParams(text)
const parsed = (body: unknown): FormSource => ({
  on() {},
  headers: {},
  method: 'POST',
  body,
})

describe('a form cannot change the prototype of objects', () => {
  const NAMES = [
    '__proto__[polluted]',
    '__proto__.polluted',
    'a[__proto__][polluted]',
    'constructor[prototype][polluted]',
    'a.constructor.prototype.polluted',
    'rows[0][__proto__][polluted]',
    '__proto__[]',
    'a[prototype]',
  ]
  const SOURCES: readonly [what: string, toSource: (name: string) => FormSource][] = [
    ['of names', (name) => query(`${name}=1&ok=1`)],
    ['that express.urlencoded has parsed', (name) => parsed(parse(`${name}=1&ok=1`))],
    ['that JSON.parse() has parsed', (name) => parsed(toJson(name))],
  ]

  test.each(
    SOURCES.flatMap(([what, toSource]) => NAMES.map((name) => [what, name, toSource] as const)),
  )('%s, by %s', async (_what, name, toSource) => {
    const form = await readForm(accepting, toSource(name), { lists: ['__proto__', 'list'] })
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(Reflect.get([], 'polluted')).toBeUndefined()
    const text = JSON.stringify(form)
    expect(text).toContain('"ok":"1"')
    expect(text).not.toMatch(/proto|constructor|polluted/)
  })

  function toJson(name: string): unknown {
    const keys = name.split(/[[\].]+/).filter((key) => key !== '')
    const inner = keys.reduceRight((value, key) => `{${JSON.stringify(key)}:${value}}`, '"1"')
    return JSON.parse(`${inner.slice(0, -1)},"ok":"1"}`)
  }

  test('by the path of an issue or the name of an error', async () => {
    const schema: Schema = {
      '~standard': {
        ...accepting['~standard'],
        validate: () => ({
          issues: [
            { message: 'No.', path: ['__proto__', 'polluted'] },
            { message: 'No.', path: ['__proto__'] },
          ],
        }),
      },
    }
    const form = withErrors(
      await readForm(schema, query('a=1')),
      JSON.parse('{ "__proto__": "No." }'),
    )
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(Object.getPrototypeOf(form.errors)).toBeNull()
  })

  test('a field that was not sent is undefined, whatever its name', async () => {
    const { values, ...form } = await readForm(refusing, query('rows[0].x=1'))
    for (const name of ['toString', 'hasOwnProperty', 'valueOf', '__proto__']) {
      expect(Reflect.get(values, name)).toBeUndefined()
      expect(Reflect.get('errors' in form ? form.errors : {}, name)).toBeUndefined()
    }
  })
})

test.each([
  { httpVersion: '1.1', headers: 'x', method: 'POST' },
  { httpVersion: '1.1', headers: { a: '1' }, body: { a: '1' } },
  { formData: 'x', headers: 'y', bodyUsed: 'z', json: '1' },
])('fields that are named like those of a request are fields: %j', async (fields) => {
  const form = await readForm(accepting, fields)
  expect(form.ok && JSON.parse(JSON.stringify(form.data))).toEqual(fields)
})

describe('a form is read in time in proportion to its length', () => {
  const FORMS: readonly [what: string, create: (times: number) => string][] = [
    ['many fields', (times) => repeat(4000 * times, (i) => `f${i}=1`)],
    ['many values of a list', (times) => repeat(4000 * times, () => 'a[]=1')],
    ['many values of a name', (times) => repeat(4000 * times, () => 'a=1')],
    ['many rows with mistakes', (times) => repeat(4000 * times, (i) => `rows[${i}].name=`)],
    [
      'many rows with mistakes, backwards',
      (times) => repeat(4000 * times, (i) => `rows[${9999 - i}].name=`),
    ],
    ['a name of many dots', (times) => `${'a.'.repeat(400_000 * times)}=1`],
    ['a name of many brackets', (times) => `a${'['.repeat(400_000 * times)}=1`],
    ['a name of many closed brackets', (times) => `a${'[]'.repeat(400_000 * times)}=1`],
    ['a long name', (times) => `${'a'.repeat(800_000 * times)}=1`],
    ['a long value', (times) => `a=${'a'.repeat(800_000 * times)}`],
  ]

  test.each(FORMS)('%s', async (what, create) => {
    const forms = [query(create(1)), query(create(2))] as const
    await expectLinear(what, (times) =>
      readForm(refusing, forms[times - 1] ?? query('')).catch(() => undefined),
    )
  })

  function repeat(count: number, toField: (index: number) => string): string {
    return Array.from({ length: count }, (_, i) => toField(i)).join('&')
  }
})

describe('a form is refused with the status 413 if it has', () => {
  const deep = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)
  const list = (depth: number) => JSON.parse(`{"a":${'['.repeat(depth)}1${']'.repeat(depth)}}`)
  const circle: Record<string, unknown> = {}
  circle['self'] = circle

  test.each<[what: string, source: FormSource]>([
    ['10,001 fields', query('a=1&'.repeat(10_001))],
    ['100,000 fields', query('a=1&'.repeat(100_000))],
    [
      '100,000 different fields',
      query(Array.from({ length: 100_000 }, (_, i) => `a${i}=`).join('&')),
    ],
    ['100,000 values in a parsed list', parsed({ a: Array.from({ length: 100_000 }, () => '1') })],
    ['a name of 21 keys', query(`${'a.'.repeat(20)}a=1`)],
    ['a name of 100,000 keys', query(`${'a.'.repeat(100_000)}a=1`)],
    ['objects that are 10,000 deep', parsed(deep(10_000))],
    ['lists that are 10,000 deep', parsed(list(10_000))],
    ['an object that contains itself', circle],
  ])('%s', async (_what, source) => {
    await expect(readForm(accepting, source)).rejects.toMatchObject({
      code: 'SSR_PAGES_FORM_TOO_LARGE',
      status: 413,
    })
  })

  test('and not for a form of 10,000 fields, or of names of 20 keys', async () => {
    const form = query(`${'a=1&'.repeat(9999)}${'b.'.repeat(19)}b=1`)
    expect(await readForm(accepting, form)).toMatchObject({ ok: true })
  })
})

test('of 10,000 mistakes, 1,000 are reported', async () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => `rows[${i}].name=`).join('&')
  const form = await readForm(refusing, query(rows))
  expect(Object.keys(form.ok ? {} : form.errors)).toHaveLength(1000)
})

test('a position in a list does not take memory for those before it', async () => {
  const form = await readForm(accepting, query('a[4294967294]=x&a[99999999999999999999]=y'))
  expect(form).toMatchObject({ ok: true, data: { a: ['x', 'y'] } })
})

test.each([
  ['a file instead of text', (form: FormData) => form.set('email', new File(['x'], 'x.txt'))],
  ['nothing', () => undefined],
])('%s cannot make a value something else than a string', async (_what, change) => {
  const form = new FormData()
  change(form)
  const { values } = await readForm(accepting, form)
  expect(Reflect.get(values, 'email')).toBeUndefined()
})

test.each([
  ['a list', { email: ['a', 'b'] }],
  ['an object', { email: { $gt: '' } }],
  ['null', { email: null }],
])('%s from a parser cannot make a value something else than a string', async (_what, body) => {
  const { values } = await readForm(accepting, parsed(body))
  expect(['string', 'undefined']).toContain(typeof Reflect.get(values, 'email'))
})

test('no error of a form says what was entered', async () => {
  const secret = 'correct horse'
  const sources = [parsed(secret), parsed([secret]), query(`${'a.'.repeat(30)}a=${secret}`)]
  for (const source of sources) {
    const error = await readForm(accepting, source).catch((reason: unknown) => reason)
    expect(String(error)).toMatch(/SSR_PAGES_FORM_/)
    expect(String(error)).not.toContain(secret)
  }
})
