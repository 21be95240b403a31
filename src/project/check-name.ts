import { sep } from 'node:path'
import { SsrPagesError } from '../shared/errors.ts'
import { toPublicName } from './public-name.ts'

/**
 * Refuses a file whose path has a character that would begin the query of a module's id, or end a
 * string in compiled code.
 *
 * @param root - Absolute path of the project.
 * @param file - Absolute path of the page or view.
 * @throws {SsrPagesError} ROUTE_NAME_INVALID
 */
export function checkName(root: string, file: string): void {
  const odd = /["?\\\p{Cc}]/u.exec(file.replaceAll(sep, '/'))?.[0]
  if (odd === undefined) return
  const shown = toPublicName(root, file).slice(1)
  const what = `The file ${shown} cannot be built: its path has a ${JSON.stringify(odd)} in it`
  throw new SsrPagesError('ROUTE_NAME_INVALID', what, { file: shown, seen: odd })
}
