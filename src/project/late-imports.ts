/** Vite's warning about an `@import` after other rules. It names no file. */
const OF_VITE = '[vite:css][postcss] @import statements must precede'
/** Our own warning about it, which names file, line and column. */
const OURS = '@import rules must precede all rules'
/** A line of a code frame that shows an `@import`, in either warning. */
const IMPORT = /^[ \t]{0,9}\d{1,9}[ \t]{1,9}\|[ \t]*(?<code>@import\b[^\r\n]*)$/gm

/** Warnings about an `@import` after other rules. */
export interface LateImports {
  /**
   * Tells whether a warning repeats an earlier one: Vite warns each time it compiles a style, before
   * our own warning or after it.
   *
   * @param text - A warning without colours. It is remembered.
   */
  isRepeated(text: string): boolean
  /** Forgets all warnings. */
  forget(): void
}

/** Creates an empty list of warnings. */
export function createLateImports(): LateImports {
  const shown = new Set<string>()
  /** Those of which only Vite has warned. */
  const unplaced = new Set<string>()
  return {
    isRepeated(text) {
      const isOfVite = isLateImport(text)
      if (!isOfVite && !text.includes(OURS)) return false
      const lines = Array.from(
        text.matchAll(IMPORT),
        ({ groups }) => groups?.['code']?.trim() ?? '',
      )
      const known = isOfVite ? shown : unplaced
      const isRepeated = lines.length > 0 && lines.every((line) => known.has(line))
      for (const line of lines) {
        if (isOfVite && !isRepeated) unplaced.add(line)
        if (!isOfVite) unplaced.delete(line)
        shown.add(line)
      }
      return isRepeated
    },
    forget() {
      shown.clear()
      unplaced.clear()
    },
  }
}

/** Tells whether a warning, without colours, is Vite's about an `@import` after other rules. */
export function isLateImport(text: string): boolean {
  return text.startsWith(OF_VITE)
}
