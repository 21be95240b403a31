import type {
  BooleanField,
  BooleanOptions,
  EnumField,
  EnumOptions,
  NumberField,
  NumberOptions,
  StringField,
  StringOptions,
} from '../shared/environment.ts'

/** Describes environment variables for `env.schema` of the configuration. */
export interface CreateEnvField {
  readonly string: (options: StringOptions) => StringField
  readonly number: (options: NumberOptions) => NumberField
  readonly boolean: (options: BooleanOptions) => BooleanField
  readonly enum: <const Value extends string>(options: EnumOptions<Value>) => EnumField<Value>
}

/**
 * Describes environment variables for `env.schema` of the configuration.
 *
 * @see https://docs.astro.build/en/reference/configuration-reference/#env
 */
export const envField: CreateEnvField = {
  string: (options) => ({ ...options, type: 'string' }),
  number: (options) => ({ ...options, type: 'number' }),
  boolean: (options) => ({ ...options, type: 'boolean' }),
  enum: (options) => ({ ...options, type: 'enum' }),
}
