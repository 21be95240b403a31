import type { ErrorName } from '../shared/errors.ts'
import type { Finding } from './fences.ts'

/**
 * A finding about a directive. It has an `error` when the page cannot work, else it is a warning.
 */
export interface DirectiveFinding extends Finding {
  readonly error?: ErrorName
}

/** A finding without its place; `undefined` for a directive that is right. */
export type Judged = Omit<DirectiveFinding, 'start'> | undefined

/** A tag in the template, and the import that it refers to. */
export interface Use {
  /** As the author wrote it. */
  readonly tag: string
  readonly isComponent: boolean
  /** Where the tag is imported from; `undefined` for HTML elements and tags held in a variable. */
  readonly specifier: string | undefined
}
