import { afterEach, expect, test } from '@jest/globals'
import { fileValues } from '../../src/environment/file-values.ts'
import { createGetSecret } from '../../src/environment/run-time.ts'

afterEach(() => fileValues.clear())

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'a secret with the name %s, which nobody has set, has no value',
  (name) => {
    fileValues.set('site', { OTHER: 'value' })
    expect(createGetSecret()(name)).toBe(undefined)
    expect(createGetSecret('site')(name)).toBe(undefined)
    expect(createGetSecret('site')('OTHER')).toBe('value')
  },
)
