import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../support/root.ts'
import { fieldCases, schemaCases, typedSchema } from './field-cases.ts'

/**
 * Records what Astro makes of variables and schemas. Needs Node 24, and a folder where astro@7.3.5 is
 * installed:
 *
 *   node __tests__/environment/record.ts <that folder>
 */
const astro = join(resolve(process.argv[2] ?? ''), 'node_modules/astro/dist/env')
const load = (file: string) => import(pathToFileURL(join(astro, file)).href)
const { validateEnvVariable } = await load('validators.js')
const { EnvSchema } = await load('schema.js')
const { syncAstroEnv } = await load('sync.js')

// Its plugin turns an empty variable into one that is not set.
function validate(field: object, text: string | null): unknown {
  const { ok, value, errors } = validateEnvVariable(
    text === '' ? undefined : (text ?? undefined),
    field,
  )
  if (ok) return { value: value === Infinity ? 'Infinity' : value }
  return { problem: errors[0] === 'missing' ? 'missing' : 'invalid' }
}

const injectedTypes: { content: string }[] = []
syncAstroEnv({ config: { env: { schema: typedSchema } }, injectedTypes })
const records = {
  fields: fieldCases.map(([field, ...texts]) => texts.map((text) => validate(field, text))),
  schemas: Object.fromEntries(
    Object.entries(schemaCases).map(([name, schema]) => [
      name,
      EnvSchema.safeParse(schema).success,
    ]),
  ),
  types: injectedTypes.map(({ content }) => content).join(''),
}
const file = join(ROOT, '__tests__/environment/astro-records.json')
writeFileSync(file, `${JSON.stringify(records, null, 2)}\n`)
