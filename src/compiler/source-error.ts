import { type ErrorDetails, type ErrorName, SsrPagesError } from '../shared/errors.ts'
import { codeFrame } from './code-frame.ts'

/** A mistake in a source file, and its place. */
export interface SourceProblem {
  /** Relative to the project. */
  readonly file: string
  readonly text: string
  readonly source?: string | undefined
  /** Counts from 1; absent when unknown. */
  readonly line?: number | undefined
  /** Counts from 1. */
  readonly column?: number | undefined
  /** Advice, where the hint of the error code does not fit. */
  readonly hint?: string | undefined
}

/**
 * Writes `file:line:column: text`, and a code frame when the source is known.
 *
 * @returns One or three lines.
 */
export function describeProblem(problem: SourceProblem): string {
  const { file, text, source, line, column = 1 } = problem
  if (line === undefined) return `${file}: ${text}`
  const frame = source === undefined ? '' : codeFrame(source, line, column)
  return `${file}:${line}:${column}: ${text}${frame && `\n${frame}`}`
}

/**
 * Creates the error for a mistake in a source file.
 *
 * @param name - Key of the table of errors.
 * @param facts - More values for the error's details.
 * @returns An error whose `details` hold file, line, column, and the frame if the source is known.
 */
export function sourceError(
  name: ErrorName,
  problem: SourceProblem,
  facts: ErrorDetails = {},
): SsrPagesError {
  const { file, source, line, column = 1, hint } = problem
  const frame =
    line === undefined || source === undefined ? {} : { frame: codeFrame(source, line, column) }
  const place = line === undefined ? {} : { line, column, ...frame }
  const error = new SsrPagesError(
    name,
    describeProblem(problem),
    { file, ...place, ...facts },
    hint,
  )
  // The stack of our own code does not help: the message names the place.
  error.stack = `${error.name}: ${error.message}`
  return error
}
