import type { Fields } from './fields.ts'
import { spellingsOf } from './field-name.ts'
import type { FailedForm, Form, FormErrors, FormValues } from './form.ts'
import type { InputOf, Schema, SchemaIssue } from './standard-schema.ts'

/** The messages by the names of inputs. */
type Messages = Record<string, string[]>

/** What is wrong with a form: messages of its inputs by name, and messages of the form. */
export interface FoundErrors {
  readonly errors: Messages
  readonly formErrors: string[]
}

/** Sorts what a schema found by the names of the inputs. */
export function sortIssues(issues: readonly SchemaIssue[], fields: Fields): FoundErrors {
  const found: FoundErrors = { errors: Object.create(null), formErrors: [] }
  for (const { message, path = [] } of issues) {
    const keys = path.map((part) => String(typeof part === 'object' ? part.key : part))
    if (keys.length === 0) found.formErrors.push(message)
    else addMessage(found.errors, fields.nameOf(keys), message)
  }
  return found
}

/**
 * Adds errors to a form that only the application can find: an address that is taken, a wrong
 * password.
 *
 * @param form - The result of `readForm()`, accepted or not.
 * @param errors - Messages by the names of inputs; or one message of the whole form.
 * @returns A failed form, with the values and errors of the given one. It stays as it is.
 */
export function withErrors<S extends Schema, List extends string>(
  form: Form<S, List>,
  errors: string | { readonly [Name in keyof FormErrors<InputOf<S>>]?: string | readonly string[] },
): FailedForm<S, List> {
  const before = form.ok ? [] : Object.entries<readonly string[] | undefined>(form.errors)
  const formErrors = form.ok ? [] : [...form.formErrors]
  if (typeof errors === 'string') formErrors.push(errors)
  const added = typeof errors === 'string' ? [] : Object.entries(errors)
  const all: Messages = Object.create(null)
  for (const [name, messages] of [...before, ...added]) {
    for (const message of [messages ?? []].flat()) addMessage(all, name, String(message))
  }
  const values: FormValues<InputOf<S>, List> = form.values
  return { ok: false, values, errors: all as FormErrors<InputOf<S>>, formErrors }
}

// The same messages are found by every spelling of the name, but listed once.
function addMessage(errors: Messages, name: string, message: string): void {
  const messages = errors[name] ?? []
  messages.push(message)
  define(errors, name, messages, true)
  for (const other of spellingsOf(name)) {
    if (errors[other] === undefined) define(errors, other, messages, false)
  }
}

function define(errors: Messages, name: string, value: string[], enumerable: boolean): void {
  Object.defineProperty(errors, name, { value, enumerable, configurable: true })
}
