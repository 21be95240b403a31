import { SsrPagesError } from '../shared/errors.ts'
import { Fields, type Leaf } from './fields.ts'
import { addFields } from './add-fields.ts'
import type { FormSource } from './form-source.ts'
import type { Form, FormErrors, FormValues } from './form.ts'
import { sortIssues } from './messages.ts'
import type { InputOf, OutputOf, Schema, SchemaResult } from './standard-schema.ts'

/** How a form is read. */
export interface FormOptions<List extends string = never> {
  /**
   * Names of inputs that are lists although they do not end with `[]`: checkboxes of one name, a
   * `<select multiple>`. (default: none)
   */
  readonly lists?: readonly List[]
}

/** Names of inputs whose values are not given back, so that no page prints a password. */
const SECRET = /passw|passphrase|pwd/i

/**
 * Reads a form and validates it.
 *
 *     const form = await readForm(signUp, req)
 *     if (!form.ok) return res.status(422).render('sign-up', { form })
 *
 * @param schema - A schema of zod, valibot or any library that implements Standard Schema. Fields
 *   are strings: it converts them.
 * @param source - The `req` of a handler behind a body parser, `Astro.request`, or the fields
 *   themselves.
 * @param options - Which names are lists. (default: those that end with `[]`)
 * @returns The data and the entered values; or the errors, at most 1,000, and the entered values.
 * @throws {unknown} whatever the schema throws, or reading the body
 * @throws {SsrPagesError} FORM_SCHEMA_INVALID, FORM_BODY_MISSING, FORM_INVALID
 * @throws {SsrPagesError} FORM_TOO_LARGE: more than 10,000 fields, or more than 20 parts in a name
 * @see https://standardschema.dev
 */
export async function readForm<S extends Schema, const List extends string = never>(
  schema: S,
  source: FormSource,
  options: FormOptions<List> = {},
): Promise<Form<S, List>> {
  assertSchema(schema)
  const fields = new Fields(options.lists)
  await addFields(fields, source)
  const result = await schema['~standard'].validate(fields.toData())
  // The types follow from the schema, whose validation has just accepted the data.
  const values = toValues(fields.leaves) as FormValues<InputOf<S>, List>
  if (isAccepted(result)) return { ok: true, data: result.value as OutputOf<S>, values }
  const { errors, formErrors } = sortIssues(result.issues, fields)
  return { ok: false, values, errors: errors as FormErrors<InputOf<S>>, formErrors }
}

function isAccepted<T>(result: SchemaResult<T>): result is { readonly value: T } {
  return result.issues === undefined
}

function toValues(leaves: readonly Leaf[]): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = Object.create(null)
  for (const { name, values: entered, isList } of leaves) {
    const texts = entered.filter(isText).map(String)
    const [first] = texts
    if (SECRET.test(name)) continue
    if (isList) values[name] = texts
    else if (first !== undefined) values[name] = first
  }
  return values
}

// No files, and nothing of JSON that an input could not show.
function isText(value: unknown): boolean {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value)
}

function assertSchema(schema: unknown): asserts schema is Schema {
  const isObject = (typeof schema === 'object' && schema !== null) || typeof schema === 'function'
  const standard: unknown = isObject ? Reflect.get(schema, '~standard') : undefined
  if (typeof Object(standard).validate === 'function') return
  const seen = schema === null ? 'null' : typeof schema
  const what = `The first argument of readForm() is not a schema, but of the type ${seen}.`
  throw new SsrPagesError('FORM_SCHEMA_INVALID', what, { seen })
}
