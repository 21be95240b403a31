import type { Fields } from './fields.ts'
import { spellingsOf } from './field-name.ts'
import type { SchemaIssue } from './standard-schema.ts'

/** Messages by the names of inputs. */
export type Messages = Record<string, string[]>

/**
 * As many mistakes are reported: no page shows more, and those of 10,000 fields took a quarter of a
 * second.
 */
const MAX_MESSAGES = 1000

/** What is wrong with a form: messages of its inputs by name, and messages of the form. */
export interface FoundErrors {
  readonly errors: Messages
  readonly formErrors: string[]
}

/** Sorts what a schema found by the names of the inputs. */
export function sortIssues(issues: readonly SchemaIssue[], fields: Fields): FoundErrors {
  const found: FoundErrors = { errors: Object.create(null), formErrors: [] }
  for (const { message, path = [] } of issues.slice(0, MAX_MESSAGES)) {
    const keys = path.map((part) => String(typeof part === 'object' ? part.key : part))
    if (keys.length === 0) found.formErrors.push(message)
    else addMessage(found.errors, fields.nameOf(keys), message)
  }
  return found
}

/** Adds a message. It is found by every spelling of the name, and listed once. */
export function addMessage(errors: Messages, name: string, message: string): void {
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
