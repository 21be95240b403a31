import type { Paint } from '../../diagnostics/paint.ts'
import type { Advice } from './advice.ts'

/** A file, and whether it was written. */
export interface Done {
  readonly path: string
  readonly isNew: boolean
}

/** What `ssr-pages init` did, and what is left to do. */
export interface InitResult {
  readonly done: readonly Done[]
  readonly advice: readonly Advice[]
  readonly next: readonly string[]
  /** True when nothing was written. */
  readonly isDry: boolean
}

/**
 * Formats the result of `ssr-pages init`.
 *
 * @param paint - Colours for the terminal.
 */
export function reportInit({ done, advice, next, isDry }: InitResult, paint: Paint): string {
  const written = isDry ? 'would create' : 'created'
  const width = Math.max(written.length, 'exists'.length)
  const files = done.map(({ path, isNew }) => {
    const word = (isNew ? written : 'exists').padEnd(width)
    return `${paint(isNew ? 'green' : 'dim', word)}  ${path}`
  })
  const additions = advice.flatMap(({ path, place, lines }) => [
    '',
    `Add to ${paint('bold', path)}${place === undefined ? '' : `, ${place}`}:`,
    ...lines.map((line) => (line === '' ? '' : `  ${line}`)),
  ])
  const steps = ['', 'Next:', ...next.map((step) => `  ${step}`)]
  return `${[...files, ...additions, ...steps].join('\n')}\n`
}
