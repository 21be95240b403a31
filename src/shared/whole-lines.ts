/** The part of a transformer of Shiki that is used here. */
interface Transformer {
  readonly name: string
  readonly preprocess: (code: string, options: { tokenizeTimeLimit?: number }) => void
}

/**
 * Shiki stops in a line after 500 ms, and prints the rest of it without colors. A busy machine needs that long to load
 * a language, so that two builds of the same text differed.
 */
const WHOLE_LINES: Transformer = {
  name: 'ssr-pages:whole-lines',
  preprocess(_code, options) {
    options.tokenizeTimeLimit ??= 0
  },
}

/**
 * Adds what lets Shiki highlight whole lines, however long it takes.
 *
 * @param transformers - Those of the project.
 */
export function withWholeLines(transformers: unknown): unknown[] {
  const all: unknown[] = Array.isArray(transformers) ? transformers : []
  return all.includes(WHOLE_LINES) ? all : [...all, WHOLE_LINES]
}
