import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { checkConfig } from '../../src/config/check-config.ts'
import { toEnvTypes } from '../../src/environment/env-types.ts'
import { parseValue } from '../../src/environment/parse-value.ts'
import type { EnvField, EnvSchema } from '../../src/shared/environment.ts'
import { ROOT } from '../support/root.ts'
import { fieldCases, schemaCases, typedSchema } from './field-cases.ts'

interface Records {
  readonly fields: readonly (readonly object[])[]
  readonly schemas: Readonly<Record<string, boolean>>
  readonly types: string
}

const records: Records = JSON.parse(
  readFileSync(join(ROOT, '__tests__/environment/astro-records.json'), 'utf8'),
)

describe('a variable has the value that it has in Astro, or is refused as there', () => {
  const cases = fieldCases.flatMap(([field, ...texts], at) =>
    texts.map((text, index) => ({ field, text, astro: records.fields[at]?.[index] })),
  )
  test.each(cases)('$field: $text', ({ field, text, astro }) => {
    const parsed = parseValue(text ?? undefined, field as unknown as EnvField)
    const value = 'value' in parsed && parsed.value === Infinity ? { value: 'Infinity' } : parsed
    expect(JSON.parse(JSON.stringify(value))).toEqual(astro)
  })
})

describe('a schema is valid, or refused, as in Astro:', () => {
  test.each(Object.keys(schemaCases))('%s', (name) => {
    const check = () => checkConfig({ env: { schema: schemaCases[name] } }, 'ssr-pages.config.ts')
    if (records.schemas[name] === true) expect(check).not.toThrow()
    else expect(check).toThrow(expect.objectContaining({ code: 'SSR_PAGES_CONFIG_INVALID' }))
  })
})

test('variables have the types that they have in Astro', () => {
  const types = toEnvTypes(typedSchema as unknown as EnvSchema)
  expect(toWords(types)).toEqual(toWords(records.types))
})

function toWords(text: string): string[] {
  return text.replaceAll(/[;}]/g, ' $& ').replaceAll(';', '').trim().split(/\s+/)
}
