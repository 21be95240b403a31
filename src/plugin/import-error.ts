import { readFileSync } from 'node:fs'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import { parsePart } from '../compiler/astro-part.ts'
import { type Place, placeAt } from '../compiler/place.ts'
import { sourceError } from '../compiler/source-error.ts'
import { findComputedImport, findImport } from '../diagnostics/find-place.ts'
import type { ErrorName } from '../shared/errors.ts'
import { toPublicName } from '../project/public-name.ts'

/** An import in the source of a project or a package. */
export interface Import {
  readonly specifier: string
  /** Id of the importing module. */
  readonly importer: string
  /** Offset of the code that uses the import. (default: the offset of the import) */
  readonly at?: number
}

/**
 * Creates the error for an import of something that this package does not have.
 *
 * @param root - Absolute path of the project.
 * @param text - What is missing.
 * @param hint - What to do. (default: the hint of `FEATURE_ABSENT`)
 * @returns An error at the place of the import.
 */
export function importError(root: string, found: Import, text: string, hint?: string): Error {
  return importErrorOf('FEATURE_ABSENT', root, found, { text, hint })
}

/**
 * Creates an error about an import.
 *
 * @param name - Key of the table of errors.
 * @param root - Absolute path of the project.
 * @returns An error at the place of the import.
 */
export function importErrorOf(
  name: ErrorName,
  root: string,
  found: Import,
  { text, hint }: { readonly text: string; readonly hint?: string | undefined },
): Error {
  const { specifier, importer, at } = found
  const source = readSource(importer)
  return sourceError(name, {
    file: toPublicName(root, toFile(importer)).slice(1),
    text: `'${specifier}': ${text}`,
    source,
    hint,
    ...(at === undefined ? placeOf(specifier, source) : placeAt(source, at)),
  })
}

/** Reads the file of a module; an empty text for a module that is not a file. */
export function readSource(id: string): string {
  try {
    return withoutMark(readFileSync(toFile(id), 'utf8'))
  } catch {
    return ''
  }
}

function toFile(id: string): string {
  return parsePart(id)?.file ?? id.replace(/[?\0].*$/s, '')
}

function placeOf(specifier: string, source: string): Partial<Place> {
  return findImport(source, specifier) ?? findComputedImport(source, specifier) ?? {}
}
