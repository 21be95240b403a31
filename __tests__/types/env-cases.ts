import type { TypeCase } from './typed-project.ts'

/** The configuration of a project with environment variables. */
export const envConfig = `export default { env: { schema: {
  API_URL: { type: 'string', context: 'client', access: 'public', optional: true },
  SIZE: { type: 'number', context: 'server', access: 'public', default: 1 },
  REGION: { type: 'enum', context: 'server', access: 'secret', values: ['eu', 'us'] },
} } }
`

/** What TypeScript says of environment variables. */
export const envCases: readonly TypeCase[] = [
  {
    complaint: 'environment variables have the types of the schema',
    code: `import { API_URL } from 'astro:env/client'
import { getSecret, REGION, SIZE } from 'astro:env/server'
export const url: string | undefined = API_URL
export const size: number = SIZE
export const region: 'eu' | 'us' = REGION
export const other: string | undefined = getSecret('OTHER')`,
  },
  {
    complaint: 'an environment variable of another type, or one that does not exist, is an error',
    code: `import { API_URI, API_URL } from 'astro:env/client'
import { REGION, SIZE } from 'astro:env/server'
export const url: string = API_URL
export const size: string = SIZE
export const isAsia = REGION === 'asia'
export default API_URI`,
    errors: [
      [1, "has no exported member named 'API_URI'. Did you mean 'API_URL'?"],
      [3, "Type 'string | undefined' is not assignable to type 'string'."],
      [4, "Type 'number' is not assignable to type 'string'."],
      [5, 'This comparison appears to be unintentional because the types'],
    ],
  },
  {
    complaint: 'a field of a schema that Astro does not have is an error',
    code: `import { defineConfig, envField } from 'astro/config'
export const secret = { context: 'server', access: 'secret' } as const
export default defineConfig({ env: { validateSecrets: true, schema: {
  A: envField.string({ ...secret, url: true, startsWith: 'https:' }),
  B: envField.enum({ ...secret, values: ['a', 'b'], default: 'a', optional: true }),
  C: envField.string({ context: 'client', access: 'secret' }),
  D: envField.enum({ ...secret, values: ['a', 'b'], default: 'c' }),
  E: envField.number({ ...secret, default: '1' }),
  F: envField.boolean({ ...secret, min: 1 }),
} } })`,
    errors: [
      [6, 'Argument of type'],
      [7, 'Type \'"c"\' is not assignable to type'],
      [8, "Type 'string' is not assignable to type 'number'."],
      [9, 'Object literal may only specify known properties'],
    ],
  },
]
