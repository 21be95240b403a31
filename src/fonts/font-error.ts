import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { placeAt } from '../compiler/place.ts'
import { sourceError } from '../compiler/source-error.ts'
import { CONFIG_FILES } from '../config/load-config.ts'
import type { SsrPagesError } from '../shared/errors.ts'

/** A family in the configuration, for errors. */
export interface FamilyPlace {
  /** Absolute path of the project. */
  readonly root: string
  readonly name: string
  readonly cssVariable: string
}

/**
 * Creates the error for a family whose fonts cannot be built, at its place in the configuration.
 *
 * @param text - What is wrong, as a sentence without its full stop.
 * @param hint - What to do.
 */
export function fontError(
  { root, name, cssVariable }: FamilyPlace,
  text: string,
  hint: string,
  cause?: unknown,
): SsrPagesError {
  const file = CONFIG_FILES.find((one) => existsSync(join(root, one))) ?? 'config'
  const path = join(root, file)
  const source = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const at = source.indexOf(cssVariable)
  const place = at < 0 ? {} : { source, ...placeAt(source, at) }
  const problem = { file, text: `The font family '${name}' (${cssVariable}): ${text}`, hint }
  return sourceError('FONT_INVALID', { ...problem, ...place }, { name, cssVariable, cause })
}
