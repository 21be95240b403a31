import type { InputOf, OutputOf, Schema } from './standard-schema.ts'

/** A form that the schema accepts. */
export interface ValidForm<S extends Schema = Schema, List extends string = never> {
  readonly ok: true
  /** What the schema made of the fields. */
  readonly data: OutputOf<S>
  /** What was entered, by the names of the inputs, to fill them in again. */
  readonly values: FormValues<InputOf<S>, List>
}

/** A form that the schema does not accept. */
export interface FailedForm<S extends Schema = Schema, List extends string = never> {
  readonly ok: false
  /** What was entered, by the names of the inputs, to fill them in again. */
  readonly values: FormValues<InputOf<S>, List>
  /** The messages for each input, by its name. */
  readonly errors: FormErrors<InputOf<S>>
  /** The messages that belong to no input. */
  readonly formErrors: readonly string[]
}

/** The result of `readForm()`: what a schema made of a form, or what is wrong with it. */
export type Form<S extends Schema = Schema, List extends string = never> =
  | ValidForm<S, List>
  | FailedForm<S, List>

/**
 * What was entered, by the names of the inputs: a string, or a list for `tags[]` and for names in
 * the option `lists`. Files and passwords are not in it.
 */
export type FormValues<Input = unknown, List extends string = never> = {
  readonly [Name in Exclude<NameIn<Input>, List>]?: string
} & { readonly [Name in List]: string[] } & {
  readonly [Name in InnerName<Input>]?: string | string[]
}

/** The messages for each input, by its name. */
export type FormErrors<Input = unknown> = {
  readonly [Name in NameIn<Input> | InnerName<Input>]?: readonly string[]
}

// A schema of unknown input has inputs of any name.
type NameIn<Input> = unknown extends Input ? string : KeyOf<Input>

// Distributes over unions: the inputs of all their members.
type KeyOf<Input> = Input extends object ? keyof Input & string : never

/** The names of inputs inside an object or a list: `address.street`, `address[street]`, `tags[]`. */
type InnerName<Input> = unknown extends Input ? never : InnerOf<Input>

type InnerOf<Input> = Input extends object
  ? {
      [Key in keyof Input & string]-?: Extract<Input[Key], object> extends never
        ? never
        : `${Key}.${string}` | `${Key}[${string}`
    }[keyof Input & string]
  : never
