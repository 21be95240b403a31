import type { FailedForm, Form, FormErrors, FormValues } from './form.ts'
import { type Messages, addMessage } from './messages.ts'
import type { InputOf, Schema } from './standard-schema.ts'

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
