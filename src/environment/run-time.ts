import type { EnvSchema, EnvSource, EnvValue } from '../shared/environment.ts'
import { fileValues } from './file-values.ts'
import { readEnvironment } from './read-environment.ts'

/**
 * Creates `getSecret()`, which returns a variable as it is now, whether or not the schema has it.
 *
 * @param key - In development, names the values of `.env` files. (default: there are none)
 */
export function createGetSecret(key?: string): (name: string) => string | undefined {
  const files = filesOf(key)
  return function getSecret(name) {
    return readOwn(process.env, name) ?? readOwn(files, name)
  }
}

/**
 * Reads and checks secrets.
 *
 * @param secrets - The secrets of the schema.
 * @param key - In development, names the values of `.env` files. (default: there are none)
 * @returns The value of each secret.
 * @throws {SsrPagesError} ENV_INVALID: one error for all secrets that are missing or invalid
 */
export function readSecrets(secrets: EnvSchema, key?: string): Readonly<Record<string, EnvValue>> {
  const files = filesOf(key)
  // Only these names: copying all of `process.env` takes longer.
  const names = Object.keys(secrets)
  const source = Object.fromEntries(names.map((name) => [name, process.env[name] ?? files[name]]))
  return readEnvironment(secrets, source)
}

// The names may be data: `constructor` is no variable, although every object has it.
function readOwn(source: EnvSource, name: string): string | undefined {
  return Object.hasOwn(source, name) ? source[name] : undefined
}

function filesOf(key: string | undefined): EnvSource {
  return (key === undefined ? undefined : fileValues.get(key)) ?? {}
}
