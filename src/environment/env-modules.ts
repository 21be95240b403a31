import type { EnvSchema, EnvSource } from '../shared/environment.ts'
import { pick, readEnvironment, secretsOf } from './read-environment.ts'

/** What the generated modules import. */
const OWN = 'ssr-pages/env/server'

/** A project's variables while its modules are generated. */
export interface EnvModules {
  readonly schema: EnvSchema
  readonly validateSecrets: boolean
  /** The environment, and the `.env` files. */
  readonly source: EnvSource
  /** In development, the key of the values of `.env` files. (default: a build) */
  readonly key?: string | undefined
}

/**
 * Writes the module for `astro:env/client`, whose values are inlined.
 *
 * @throws {SsrPagesError} ENV_INVALID
 */
export function toClientModule(env: EnvModules): string {
  return toConstants(checkPublic(env), env.schema, 'client')
}

/**
 * Writes the module for `astro:env/server`. Secrets are in a module of their own, so that code which
 * reads none of them runs without them.
 *
 * @param secrets - Id of the module of the secrets.
 * @throws {SsrPagesError} ENV_INVALID
 */
export function toServerModule(env: EnvModules, secrets: string): string {
  const values = checkPublic(env)
  const names = Object.keys(secretsOf(env.schema))
  const reader = `import { createGetSecret } from '${OWN}'
export const getSecret = /* @__PURE__ */ createGetSecret(${toKey(env)})
`
  const ofSecrets =
    names.length === 0 ? '' : `export { ${names.join(', ')} } from ${JSON.stringify(secrets)}\n`
  return reader + ofSecrets + toConstants(values, env.schema, 'server')
}

/** Writes the module of the secrets, which are read when it is imported. */
export function toSecretsModule(env: EnvModules): string {
  const secrets = secretsOf(env.schema)
  const args = [JSON.stringify(secrets), toKey(env)].filter((code) => code !== '')
  return `import { readSecrets } from '${OWN}'
export const { ${Object.keys(secrets).join(', ')} } = readSecrets(${args.join(', ')})
`
}

function toKey({ key }: EnvModules): string {
  return key === undefined ? '' : JSON.stringify(key)
}

// As in Astro, a module is generated only if all public variables are valid.
function checkPublic({ schema, source, validateSecrets }: EnvModules) {
  const checked = pick(schema, ({ access }) => access === 'public' || validateSecrets)
  return readEnvironment(checked, source)
}

function toConstants(
  values: ReturnType<typeof readEnvironment>,
  schema: EnvSchema,
  context: 'client' | 'server',
): string {
  return Object.entries(schema)
    .filter(([, field]) => field.context === context && field.access === 'public')
    .map(([name]) => `export const ${name} = ${toCode(values[name])}\n`)
    .join('')
}

function toCode(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined'
}
