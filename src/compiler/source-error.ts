import { type ErrorName, SsrPagesError } from '../errors.ts'
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
}

/**
 * Makes the error of a source file: its place, the text, and a frame of the line when it is known.
 *
 * @param name - Key of the table of errors.
 * @param problem - The place and the text.
 * @returns An error whose `details` are file, line, column and frame.
 */
export function sourceError(name: ErrorName, problem: SourceProblem): SsrPagesError {
  const { file, text, source = '', line, column = 1 } = problem
  if (line === undefined) return new SsrPagesError(name, `${file}: ${text}`, { file })

  const frame = codeFrame(source, line, column)
  const what = `${file}:${line}:${column}: ${text}${frame && `\n${frame}`}`
  return new SsrPagesError(name, what, { file, line, column, frame })
}
