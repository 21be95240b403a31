import { expect, test } from '@jest/globals'
import { toFailure } from '../../src/diagnostics/failure.ts'

const cases: readonly [name: string, message: string, text: string][] = [
  ['a message of one line', 'no luck', 'no luck'],
  ['a list below the message', 'no luck\n- a\n- b', 'no luck'],
  [
    'a command below a colon',
    'The package is too old. Update it to the latest version:\n  npm install a@latest\n',
    'The package is too old. Update it to the latest version: npm install a@latest',
  ],
  ['a colon at the end', 'no luck:', 'no luck:'],
]

test.each(cases)('of %s, an error shows what its reader needs', (_name, message, text) => {
  expect(toFailure(new Error(message)).text).toBe(text)
})
