/** A `<style>` or `<script>` taken out of an `.astro` file. */
export interface AstroPart {
  readonly file: string
  readonly type: 'style' | 'script'
  /** Counted from 0 among the parts of its type. */
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
 * Writes the id of a part, as the compiler prints it.
 *
 * @param part - The part.
 * @returns Its id, which ends like a file name of its language.
 */
export function toPartId(part: AstroPart): string {
  const { file, type, index } = part
  const lang = type === 'style' ? 'css' : 'ts'
  return `${file}?astro&type=${type}&index=${index}&lang.${lang}`
}

const SHEET = /^(?<file>.+\.astro)\.(?<index>\d+)\.css(?:\?direct)?$/s

/**
 * Writes the path that a browser asks a development server for: the style's text on its own. Unlike
 * the id of the part it has no query, which the client that updates styles would not keep.
 *
 * @param part - A style.
 * @returns `/src/pages/index.astro.0.css`
 */
export function toSheetPath(part: Pick<AstroPart, 'file' | 'index'>): string {
  const { file, index } = part
  return `${file}.${index}.css`
}

/**
 * Reads such a path.
 *
 * @param path - The path, perhaps with the query of Vite that asks for the text alone.
 * @returns The part, or `undefined` for any other path.
 */
export function parseSheetPath(path: string): AstroPart | undefined {
  const { file, index } = SHEET.exec(path)?.groups ?? {}
  return file === undefined ? undefined : { file, type: 'style', index: Number(index) }
}
