/** Where code may read a variable, and whether it may be written into the build. */
type Access =
  | { readonly context: 'client'; readonly access: 'public' }
  | { readonly context: 'server'; readonly access: 'public' | 'secret' }

interface Optional<Value> {
  /** Whether the variable may be missing. (default: `false`) */
  readonly optional?: boolean | undefined
  /** The value of a variable that is not set. (default: none) */
  readonly default?: Value | undefined
}

/** What `envField.string()` takes. */
export type StringOptions = Access &
  Optional<string> & {
    readonly max?: number | undefined
    readonly min?: number | undefined
    readonly length?: number | undefined
    readonly url?: boolean | undefined
    readonly includes?: string | undefined
    readonly startsWith?: string | undefined
    readonly endsWith?: string | undefined
  }

/** What `envField.number()` takes. */
export type NumberOptions = Access &
  Optional<number> & {
    readonly gt?: number | undefined
    readonly min?: number | undefined
    readonly lt?: number | undefined
    readonly max?: number | undefined
    readonly int?: boolean | undefined
  }

/** What `envField.boolean()` takes. */
export type BooleanOptions = Access & Optional<boolean>

/** What `envField.enum()` takes. */
export type EnumOptions<Value extends string = string> = Access &
  Optional<NoInfer<Value>> & { readonly values: readonly Value[] }

export type StringField = StringOptions & { readonly type: 'string' }
export type NumberField = NumberOptions & { readonly type: 'number' }
export type BooleanField = BooleanOptions & { readonly type: 'boolean' }
export type EnumField<Value extends string = string> = EnumOptions<Value> & {
  readonly type: 'enum'
}

/** A variable of `env.schema`. */
export type EnvField = StringField | NumberField | BooleanField | EnumField

/** The variables of a site by name. */
export type EnvSchema = Readonly<Record<string, EnvField>>

/** The option `env` of the configuration. */
export interface EnvOptions {
  /**
   * The environment variables that pages import from `astro:env/client` and `astro:env/server`.
   * (default: none)
   */
  readonly schema?: EnvSchema
  /** Whether a build checks secrets, too. (default: `false`, only the server checks them) */
  readonly validateSecrets?: boolean
}

/** A name and the variables of an environment: `process.env`. */
export type EnvSource = Readonly<Record<string, string | undefined>>

/** What code reads: a value of the field's type. */
export type EnvValue = string | number | boolean | undefined

/** The code for browsers reads variables whose names begin like this from `import.meta.env`. */
export const PUBLIC_PREFIXES: readonly string[] = ['PUBLIC_', 'VITE_']
