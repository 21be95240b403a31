/**
 * A schema that validates: of zod, valibot, arktype or any other library that implements Standard
 * Schema.
 *
 * @see https://standardschema.dev
 */
export interface Schema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/** What a schema found: the value that it made of the input, or what is wrong with the input. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

/** One thing that is wrong, and where. */
export interface SchemaIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** The type that a schema expects. */
export type InputOf<S extends Schema> = NonNullable<S['~standard']['types']>['input']

/** The type that a schema returns. */
export type OutputOf<S extends Schema> = NonNullable<S['~standard']['types']>['output']
