import { SsrPagesError } from '../../shared/errors.ts'

/** A tag and its file, for errors. */
export interface TagPlace {
  /** The tag as the author wrote it. */
  readonly component: string
  /** The source file that contains the tag, relative to the project's root. (default: unknown) */
  readonly file: string | undefined
}

/** Writes `<Counter> in src/pages/index.astro`. */
export function describeTag({ component, file }: TagPlace): string {
  return `<${component}>${file === undefined ? '' : ` in ${file}`}`
}

/** The error for a tag with a directive that names an element. */
export function elementIsNoIsland(directive: unknown, tag: TagPlace): SsrPagesError {
  const what = `client:${String(directive)} of ${describeTag(tag)} cannot work: it is an element, not a component.`
  return new SsrPagesError('ISLAND_INVALID', what, { ...tag, directive })
}
