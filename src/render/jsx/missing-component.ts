import { SsrPagesError } from '../../shared/errors.ts'
import { describeTag } from '../island/tag-place.ts'

/**
 * Creates the error for a component of an `.mdx` file that nothing defines.
 *
 * @param file - The `.mdx` file, relative to the project's root.
 * @param place - Where the file uses the component. (default: unknown)
 */
export function missingComponent(
  name: string,
  file: string,
  place?: readonly [line: number, column: number],
): SsrPagesError {
  const [line, column] = place ?? []
  const at = place === undefined ? file : `${file}:${line}:${column}`
  const what = `${describeTag({ component: name, file: at })} cannot be rendered: the file neither imports nor exports it, and no \`components\` have it.`
  const details = place === undefined ? {} : { line, column }
  return new SsrPagesError('COMPONENT_UNDEFINED', what, { component: name, file, ...details })
}
