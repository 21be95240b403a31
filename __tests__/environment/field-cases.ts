/** A field without its context and access, and values of the variable; `null` is one that is not set. */
export type FieldCase = readonly [
  field: Readonly<Record<string, unknown>>,
  ...texts: readonly (string | null)[],
]

/** What Astro was asked to validate; `record.ts` has written its answers into `astro-records.json`. */
export const fieldCases: readonly FieldCase[] = [
  [{ type: 'string' }, null, '', 'a', ' '],
  [{ type: 'string', optional: true }, null, '', 'a'],
  [{ type: 'string', default: 'd' }, null, '', 'a'],
  [{ type: 'string', max: 2 }, 'ab', 'abc'],
  [{ type: 'string', min: 2 }, 'a', 'ab'],
  [{ type: 'string', length: 2 }, 'a', 'ab', 'abc'],
  [{ type: 'string', url: true }, 'https://a.test', 'a.test', 'mailto:a@b'],
  [{ type: 'string', includes: 'b' }, 'abc', 'ac'],
  [{ type: 'string', startsWith: 'sk_' }, 'sk_1', 'pk_1'],
  [{ type: 'string', endsWith: '.js' }, 'a.js', 'a.ts'],
  [{ type: 'string', min: 2, max: 3, startsWith: 'a' }, 'ab', 'abcd', 'b'],
  [{ type: 'string', optional: true, min: 2 }, null, 'a'],
  [{ type: 'string', default: 'd', min: 2 }, null],
  [{ type: 'number' }, null, '', '1', '1.5', '-2', '1e3', '0x10', '12abc', 'abc', ' 7 ', 'NaN'],
  [{ type: 'number' }, 'Infinity'],
  [{ type: 'number', gt: 1 }, '1', '1.1'],
  [{ type: 'number', min: 1 }, '0.9', '1'],
  [{ type: 'number', lt: 1 }, '1', '0.9'],
  [{ type: 'number', max: 1 }, '1', '1.1'],
  [{ type: 'number', int: true }, '1', '1.5', '1.0'],
  [{ type: 'number', int: false }, '1', '1.5'],
  [{ type: 'number', optional: true }, null, 'x'],
  [{ type: 'number', default: 0 }, null, ''],
  [{ type: 'boolean' }, null, '', 'true', 'false', '1', 'TRUE', 'yes'],
  [{ type: 'boolean', default: false }, null, 'true'],
  [{ type: 'boolean', optional: true }, null],
  [{ type: 'enum', values: ['a', 'b'] }, null, '', 'a', 'b', 'c', 'A'],
  [{ type: 'enum', values: ['a', 'b'], default: 'b' }, null, 'a'],
  [{ type: 'enum', values: ['a'], optional: true }, null, 'x'],
]

const secret = { context: 'server', access: 'secret' }

/** Schemas that Astro was asked to accept. */
export const schemaCases: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'a lower-case name': { a: { type: 'string', ...secret } },
  'a name that begins with a digit': { '1A': { type: 'string', ...secret } },
  'a name with a hyphen': { 'A-B': { type: 'string', ...secret } },
  'an empty name': { '': { type: 'string', ...secret } },
  'a name that begins with _': { _A: { type: 'string', ...secret } },
  'a name with a digit': { API_URL2: { type: 'string', ...secret } },
  'a secret of browsers': { A: { type: 'string', context: 'client', access: 'secret' } },
  'a field without a context': { A: { type: 'string', access: 'public' } },
  'a field without access': { A: { type: 'string', context: 'server' } },
  'an unknown type': { A: { type: 'text', ...secret } },
  'no type': { A: { ...secret } },
  'a negative min of a string': { A: { type: 'string', ...secret, min: -1 } },
  'a max that is a string': { A: { type: 'string', ...secret, max: '3' } },
  'a url that is a string': { A: { type: 'string', ...secret, url: 'yes' } },
  'a string whose default is a number': { A: { type: 'string', ...secret, default: 1 } },
  'a number whose default is a string': { A: { type: 'number', ...secret, default: '1' } },
  'a boolean whose default is a string': { A: { type: 'boolean', ...secret, default: 'true' } },
  'an enum without values': { A: { type: 'enum', ...secret } },
  "an enum with a value that contains '": { A: { type: 'enum', ...secret, values: ["it's"] } },
  'an enum with another default': { A: { type: 'enum', ...secret, values: ['a'], default: 'b' } },
  'an enum of numbers': { A: { type: 'enum', ...secret, values: [1] } },
  'an optional that is a string': { A: { type: 'string', ...secret, optional: 'yes' } },
  'a public variable of browsers': { A: { type: 'string', context: 'client', access: 'public' } },
  'a public integer of the server': {
    A: { type: 'number', context: 'server', access: 'public', int: true },
  },
  'an option that only another tool reads': { A: { type: 'string', ...secret, comment: 'x' } },
  'a limit that is NaN': { A: { type: 'number', ...secret, min: Number.NaN } },
  'a field that is a string': { A: 'string' },
  'a limit that is undefined': { A: { type: 'string', ...secret, max: undefined } },
}

/** A schema, whose types Astro has written. */
export const typedSchema: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  URL_A: { type: 'string', context: 'client', access: 'public' },
  NUMBER_A: { type: 'number', context: 'client', access: 'public', optional: true },
  BOOLEAN_A: { type: 'boolean', context: 'server', access: 'public', default: true },
  ENUM_A: { type: 'enum', ...secret, values: ['a', 'b "c"', 'd'] },
  ENUM_B: { type: 'enum', ...secret, values: ['a'], optional: true },
  BOTH: { type: 'string', ...secret, optional: true, default: 'x' },
}
