import type { EnvField, EnvSchema, EnvSource, EnvValue } from '../shared/environment.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { describeField } from './describe-field.ts'
import { parseValue } from './parse-value.ts'

/**
 * Reads the variables of a schema.
 *
 * @param source - The environment.
 * @returns The value of each variable.
 * @throws {SsrPagesError} ENV_INVALID: one error that names every variable that is missing or
 *   invalid. It never contains the value of a secret.
 */
export function readEnvironment(
  schema: EnvSchema,
  source: EnvSource,
): Readonly<Record<string, EnvValue>> {
  const values: Record<string, EnvValue> = {}
  const invalid: Record<string, string> = {}
  for (const [name, field] of Object.entries(schema)) {
    const parsed = parseValue(source[name], field)
    if (parsed.problem === undefined) values[name] = parsed.value
    else invalid[name] = describe(parsed.problem, field, source[name])
  }
  const names = Object.keys(invalid)
  if (names.length === 0) return values
  throw invalidError(invalid)
}

/** Returns the variables of a schema whose values must not become part of the build. */
export function secretsOf(schema: EnvSchema): EnvSchema {
  return pick(schema, ({ access }) => access === 'secret')
}

/** Returns the variables of a schema for which a function returns true. */
export function pick(schema: EnvSchema, isWanted: (field: EnvField) => boolean): EnvSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, field]) => isWanted(field)))
}

function describe(problem: 'missing' | 'invalid', field: EnvField, text = ''): string {
  const wanted = describeField(field)
  if (problem === 'missing') return `is missing; it must be ${wanted}`
  return field.access === 'secret'
    ? `must be ${wanted}`
    : `must be ${wanted} (saw ${JSON.stringify(text.slice(0, 80))})`
}

function invalidError(invalid: Readonly<Record<string, string>>): SsrPagesError {
  const names = Object.keys(invalid)
  const what =
    names.length === 1
      ? 'An environment variable is not what `env.schema` requires:'
      : `${names.length} environment variables are not what \`env.schema\` requires:`
  const lines = Object.entries(invalid).map(([name, why]) => `\n  ${name} ${why}`)
  return new SsrPagesError('ENV_INVALID', what + lines.join(''), { names })
}
