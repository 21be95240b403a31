/** A `<style>` or `<script>` taken out of an `.astro` file. */
export interface AstroPart {
  readonly file: string
  readonly type: 'style' | 'script'
  /** Counts from 0 among the parts of the same type. */
  readonly index: number
}

const PART = /^(?<file>.+)\?astro&type=(?<type>style|script)&index=(?<index>\d+)&lang\.(?:css|ts)$/s

/**
 * Reads the id that the compiler prints for a part.
 *
 * @param id - `/src/pages/index.astro?astro&type=style&index=0&lang.css`
 * @returns The part, or `undefined` for any other id.
 */
export function parsePart(id: string): AstroPart | undefined {
  const groups = PART.exec(id)?.groups
  if (!groups) return undefined
  const { file = '', type, index } = groups
  return { file, type: type === 'style' ? 'style' : 'script', index: Number(index) }
}

/**
 * Writes the id of a part, as the compiler prints it. The id ends like a file name of the part's
 * language, so Vite treats it as such a file.
 */
export function toPartId(part: AstroPart): string {
  const { file, type, index } = part
  const lang = type === 'style' ? 'css' : 'ts'
  return `${file}?astro&type=${type}&index=${index}&lang.${lang}`
}

const SHEET = /^(?<file>.+\.astro)\.(?<index>\d+)\.css(?:\?direct)?$/s

/**
 * Writes the path under which a browser asks a development server for the CSS of one style. Unlike
 * the id of the part it has no query, because the client that updates styles drops queries.
 *
 * @returns `/src/pages/index.astro.0.css`
 */
export function toSheetPath(part: Pick<AstroPart, 'file' | 'index'>): string {
  const { file, index } = part
  return `${file}.${index}.css`
}

/**
 * Reads a path that `toSheetPath()` wrote.
 *
 * @param path - The path, with or without Vite's `?direct`, which asks for CSS instead of a module.
 * @returns The part, or `undefined` for any other path.
 */
export function parseSheetPath(path: string): AstroPart | undefined {
  const { file, index } = SHEET.exec(path)?.groups ?? {}
  return file === undefined ? undefined : { file, type: 'style', index: Number(index) }
}
