/** Options of a variable: `context`, `access`, `optional`, `default`, and limits of its value. */
export type EnvFieldOptions = Readonly<Record<string, unknown>>

/** A variable of `env.schema`. */
export type EnvField = EnvFieldOptions & { readonly type: keyof typeof envField }

type CreateField = (options: EnvFieldOptions) => EnvField

/**
 * Describes environment variables in the configuration of an Astro project.
 *
 * @see https://docs.astro.build/en/reference/configuration-reference/#env
 */
export const envField: Readonly<Record<'string' | 'number' | 'boolean' | 'enum', CreateField>> = {
  string: (options) => ({ ...options, type: 'string' }),
  number: (options) => ({ ...options, type: 'number' }),
  boolean: (options) => ({ ...options, type: 'boolean' }),
  enum: (options) => ({ ...options, type: 'enum' }),
}
