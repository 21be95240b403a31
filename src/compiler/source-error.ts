import { type ErrorDetails, type ErrorName, SsrPagesError } from '../shared/errors.ts'
import { codeFrame } from './code-frame.ts'

/** Where in a source file, and what is wrong there. */
export interface SourceProblem {
  /** As the reader knows the file: relative to the project. */
  readonly file: string
  readonly text: string
  readonly source?: string | undefined
  /** Counted from 1; absent when unknown. */
  readonly line?: number | undefined
  /** Counted from 1. */
  readonly column?: number | undefined
  /** What to do, where the hint of the error's code does not fit. */
  readonly hint?: string | undefined
}

/**
 * Says what is wrong where: `file:line:column: text`, and a frame of the line when it is known.
 *
 * @param problem - The place and the text.
 * @returns One or three lines.
 */
export function describeProblem(problem: SourceProblem): string {
  const { file, text, source, line, column = 1 } = problem
  if (line === undefined) return `${file}: ${text}`
  const frame = codeFrame(source ?? '', line, column)
  return `${file}:${line}:${column}: ${text}${frame && `\n${frame}`}`
}

/**
 * Makes the error of a source file.
 *
 * @param name - Key of the table of errors.
 * @param problem - The place and the text.
 * @param facts - What else belongs to the error's details.
 * @returns An error whose `details` are file, line, column and frame.
 */
export function sourceError(
  name: ErrorName,
  problem: SourceProblem,
  facts: ErrorDetails = {},
): SsrPagesError {
  const { file, source = '', line, column = 1, hint } = problem
  const place = line === undefined ? {} : { line, column, frame: codeFrame(source, line, column) }
  const error = new SsrPagesError(
    name,
    describeProblem(problem),
    { file, ...place, ...facts },
    hint,
  )
  // Where it was found out is no help: the place is in the message.
  error.stack = `${error.name}: ${error.message}`
  return error
}
