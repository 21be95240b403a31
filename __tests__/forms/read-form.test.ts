import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { readForm, withErrors } from '../../src/forms/index.ts'
import { SCHEMAS } from './schemas.ts'

const anything = z.looseObject({})

/** Reads fields that are written as a browser sends them. */
async function read(sent: string, lists: readonly string[] = []) {
  const form = await readForm(anything, new URLSearchParams(sent), { lists })
  return { ...form, data: form.ok ? structuredClone(form.data) : undefined }
}

/** An object in the form that JSON can hold: aliases of names are left out. */
function listed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

describe.each(SCHEMAS)('with a schema of %s', (_library, schema) => {
  const ok = 'email=a@b&pieces=2&address.street=Quay&tags[]=new'

  test('a form has the data that the schema returns, and the values that were entered', async () => {
    expect(listed(await readForm(schema, new URLSearchParams(ok)))).toEqual({
      ok: true,
      data: { email: 'a@b', pieces: 2, address: { street: 'Quay' }, tags: ['new'], items: [] },
      values: { email: 'a@b', pieces: '2', 'address.street': 'Quay', 'tags[]': ['new'] },
    })
  })

  test.each([
    ['a missing field', 'pieces=1&address.street=Q&tags[]=a', { email: ['No text.'] }],
    ['a field with dots', `${ok}&items.0.name=`, { 'items.0.name': ['No name.'] }],
    ['a field with brackets', `${ok}&items[0][name]=`, { 'items[0][name]': ['No name.'] }],
    ['a field after a gap', `${ok}&items[7].name=`, { 'items[7].name': ['No name.'] }],
    ['one of a list', `${ok}&tags[]=much`, { 'tags[]': ['Too long.'] }],
    ['two of a list', `${ok}&tags[]=much&tags[]=more`, { 'tags[]': ['Too long.', 'Too long.'] }],
    [
      'one of numbered fields',
      ok.replace('tags[]=new', 'tags[0]=a&tags[1]=much'),
      { 'tags[1]': ['Too long.'] },
    ],
    ['an object that was not sent', 'email=a@b&pieces=1&tags[]=a', { address: ['No street.'] }],
  ])('the message for %s is found by the name of its input', async (_what, sent, errors) => {
    const form = await readForm(schema, new URLSearchParams(sent))
    expect(listed(form)).toMatchObject({ ok: false, errors, formErrors: [] })
    expect(Object.keys(form.ok ? {} : form.errors)).toEqual(Object.keys(errors))
  })
})

describe('a message is found by every spelling of the name, and listed once', () => {
  const schema = z.object({
    tags: z.array(z.string(), 'No tags.'),
    items: z.array(z.object({ name: z.string('No name.') })),
  })

  test.each(['tags', 'tags[]', 'items[0][name]', 'items.0.name', 'items[0].name'])(
    '%s',
    async (name) => {
      const form = await readForm(schema, new URLSearchParams('items[0].other=1'))
      const errors: Readonly<Record<string, unknown>> = form.ok ? {} : form.errors
      expect(errors[name]).toEqual([name.startsWith('tags') ? 'No tags.' : 'No name.'])
      expect(Object.values(errors)).toEqual([['No tags.'], ['No name.']])
    },
  )
})

test.each([
  ['a=1', { a: '1' }],
  ['a=1&a=2', { a: '1' }],
  ['a[]=1', { a: ['1'] }],
  ['a.b=1&a.c=2', { a: { b: '1', c: '2' } }],
  ['a[b]=1&a.c=2', { a: { b: '1', c: '2' } }],
  ['a[b][]=1&a[b][]=2', { a: { b: ['1', '2'] } }],
  ['a[1]=y&a[0]=x', { a: ['x', 'y'] }],
  ['a[5][b]=1&a[9][b]=2', { a: [{ b: '1' }, { b: '2' }] }],
  ['a[b.c]=1', { a: { 'b.c': '1' } }],
  // Not the form of a name: a single key.
  [
    'a[=1&b]=2&[]=3&.c=4&d..e=5&f[][g]=6&h[]i=7',
    { 'a[': '1', 'b]': '2', '[]': '3', '.c': '4', 'd..e': '5', 'f[][g]': '6', 'h[]i': '7' },
  ],
  ['0=a&1=b', { 0: 'a', 1: 'b' }],
  // What cannot both be true: the first is.
  ['a=1&a.b=2', { a: '1' }],
  ['a.b=1&a=2', { a: { b: '1' } }],
  ['=1', { '': '1' }],
])('a schema reads %s', async (sent, data) => {
  expect((await read(sent)).data).toEqual(data)
})

test('a name in the option `lists` is a list, also of one value or of none', async () => {
  const { data, values } = await read('tag=a&size=b', ['tag', 'size', 'colour'])
  expect(data).toEqual({ tag: ['a'], size: ['b'], colour: [] })
  expect({ ...values }).toEqual({ tag: ['a'], size: ['b'], colour: [] })
})

test('a password is in the data, and no page can print it again', async () => {
  const sent = 'password=1&newPassword=2&login[passwd]=3&passphrase=4&email=e'
  const { data, values } = await read(sent)
  expect(data).toMatchObject({ password: '1', newPassword: '2', login: { passwd: '3' } })
  expect({ ...values }).toEqual({ email: 'e' })
})

test('a schema gets files, and no page gets them back', async () => {
  const sent = new FormData()
  sent.set('photo', new File(['x'], 'a.png'))
  sent.append('more[]', new File(['y'], 'b.png'))
  sent.append('more[]', 'text')
  const form = await readForm(anything, sent)
  expect(form.ok && form.data['photo']).toMatchObject({ name: 'a.png' })
  expect({ ...form.values }).toEqual({ 'more[]': ['text'] })
})

describe('an application adds errors to', () => {
  const schema = z.object({ email: z.string().min(3, 'Too short.'), 'a.b': z.string().optional() })
  const withEmail = (email: string) => readForm(schema, { email })

  test('a form that the schema accepts', async () => {
    const form = await withEmail('ada@example.com')
    const failed = withErrors(form, { email: 'Has an account.' })
    expect(listed(failed)).toEqual({
      ok: false,
      values: { email: 'ada@example.com' },
      errors: { email: ['Has an account.'] },
      formErrors: [],
    })
    expect(form.ok).toBe(true)
  })

  test('a form that has errors already, and does not change it', async () => {
    const form = await withEmail('a')
    const failed = withErrors(withErrors(form, { email: ['Odd.', 'Taken.'] }), 'Try later.')
    expect(listed(failed)).toMatchObject({
      errors: { email: ['Too short.', 'Odd.', 'Taken.'] },
      formErrors: ['Try later.'],
    })
    expect(listed(form)).toMatchObject({ errors: { email: ['Too short.'] }, formErrors: [] })
  })

  test('a field in an object, by every spelling of its name', async () => {
    const form = await readForm(anything, {})
    const { errors } = withErrors(form, { 'address[street]': 'Unknown.' })
    expect([errors['address.street'], errors['address[street]']]).toEqual([
      ['Unknown.'],
      ['Unknown.'],
    ])
  })
})

test('errors of no field are errors of the form', async () => {
  const schema = z.object({ a: z.string(), b: z.string() }).refine(() => false, 'Both differ.')
  const form = await readForm(schema, { a: '1', b: '2' })
  expect(listed(form)).toMatchObject({ errors: {}, formErrors: ['Both differ.'] })
})

test.each([
  ['undefined', undefined],
  ['null', null],
  ['the fields of a schema', { email: z.string() }],
  ['a function', () => true],
])('%s is not taken for a schema', async (_what, schema) => {
  // @ts-expect-error -- JavaScript code may pass anything
  await expect(readForm(schema, {})).rejects.toMatchObject({
    code: 'SSR_PAGES_FORM_SCHEMA_INVALID',
    status: 500,
  })
})

test('an error of the schema itself is not an error of the form', async () => {
  const broken = z.object({}).refine(() => {
    throw new Error('no database')
  })
  await expect(readForm(broken, {})).rejects.toThrow('no database')
})
