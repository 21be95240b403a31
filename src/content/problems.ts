import { describeProblem, sourceError, type SourceProblem } from '../compiler/source-error.ts'
import { toFailure } from '../diagnostics/failure.ts'
import { placeThrown } from './place-thrown.ts'
import { relativeName } from '../project/public-name.ts'
import { type ErrorName, isSsrPagesError, type SsrPagesError } from '../shared/errors.ts'

/** The most mistakes that one error lists. */
const MAX_LISTED = 20

/** A mistake in content, and where it is. */
export interface Problem extends SourceProblem {
  readonly code: ErrorName
  readonly collection: string
  /** An error of this package that says the same. */
  readonly error?: SsrPagesError | undefined
}

/** Thrown by `parseData()`: a loader may catch it and go on. */
export class InvalidEntryError extends Error {
  override name = 'InvalidEntryError'
  readonly problems: readonly Problem[]

  /** @param problems - At least one. */
  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => describeProblem(withoutFrame(problem))).join('\n'))
    this.problems = problems
  }
}

/**
 * Creates the error for all mistakes that loaders have met.
 *
 * @param problems - At least one.
 */
export function toContentError(problems: readonly Problem[]): SsrPagesError {
  const sorted = problems.toSorted(
    (a, b) => compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0),
  )
  const [first, ...others] = sorted
  if (first === undefined) throw new TypeError('There is no problem to report')
  const [missing] = sorted.filter(({ code }) => code === 'MARKDOWN_PROCESSOR_MISSING')
  const error = others.length === 0 ? first.error : missing?.error
  if (error !== undefined) return error
  const listed = others.slice(0, MAX_LISTED - 1).map((one) => describeProblem(withoutFrame(one)))
  const more = others.length - listed.length
  const text = [first.text, ...listed, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
  const facts = { collection: first.collection, count: sorted.length }
  // Below a list, the lines of one source would seem to belong to the last mistake.
  const shown = others.length === 0 ? first : withoutFrame(first)
  return sourceError(first.code, { ...shown, text }, facts)
}

/**
 * Turns whatever a loader, a parser or a package has thrown into mistakes.
 *
 * @param at - What is known of the place: the file is used if the error names none.
 */
export function toProblems(
  error: unknown,
  at: {
    readonly root: string
    readonly collection: string
    readonly code: Problem['code']
    readonly file: string
    readonly what: string
    readonly readSource?: (file: string) => string
  },
): readonly Problem[] {
  if (error instanceof InvalidEntryError) return error.problems
  const { root, collection, code, what } = at
  if (isSsrPagesError(error)) {
    const { file, line, column } = error.details
    const [text = ''] = error.message.split('\n')
    const place = typeof line === 'number' && typeof column === 'number' ? { line, column } : {}
    const prefix = typeof file === 'string' && text.startsWith(file) ? text.indexOf(': ') + 2 : 0
    return [
      {
        code: nameOf(error),
        collection,
        error,
        file: typeof file === 'string' ? file : at.file,
        text: text.slice(prefix),
        hint: error.hint,
        ...place,
      },
    ]
  }
  const { text, file, line, column } = toFailure(error)
  const thrown = code === 'CONTENT_LOADER_FAILED' ? placeThrown(error, root) : undefined
  if (file === undefined && thrown !== undefined) {
    return [{ code, collection, text: `${what}${text}`, ...thrown }]
  }
  const shown = file === undefined ? at.file : relativeName(root, file)
  return [
    {
      code,
      collection,
      file: shown,
      text: `${what}${text}`,
      line,
      column: column === 0 ? 1 : column,
      source: line === undefined ? undefined : at.readSource?.(file ?? at.file),
    },
  ]
}

function nameOf({ code }: SsrPagesError): ErrorName {
  return code.slice('SSR_PAGES_'.length) as ErrorName
}

function withoutFrame(problem: Problem): SourceProblem {
  return { ...problem, source: undefined }
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
