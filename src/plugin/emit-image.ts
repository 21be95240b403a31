import { readFileSync, statSync } from 'node:fs'
import { extname } from 'node:path'
import { type ImageFacts, readImageFacts } from './image-facts.ts'
import { toAssetMark } from '../shared/asset-marks.ts'

/**
 * Reads an image for an integration that compiles entries.
 *
 * @param file - Absolute path.
 * @returns Its size, and a mark that becomes its address in the compiled module; `undefined` if there is no
 *   such file, or it is no image.
 */
export async function emitImageMetadata(
  file: string | undefined,
): Promise<(ImageFacts & { readonly src: string }) | undefined> {
  if (file === undefined || !isFile(file)) return undefined
  const facts = readImageFacts(readFileSync(file), extname(file))
  return typeof facts === 'string' ? undefined : { src: toAssetMark(file), ...facts }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
