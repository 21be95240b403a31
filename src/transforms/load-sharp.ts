import { createRequire } from 'node:module'
import { join } from 'node:path'
import type sharp from 'sharp'
import { SsrPagesError, reasonOf } from '../shared/errors.ts'
import { property } from '../shared/property.ts'

/** The function of sharp that reads an image. */
export type Sharp = typeof sharp

/**
 * Loads sharp as the project has installed it: this package does not contain it.
 *
 * @param folder - Absolute path of a folder of the project, from which its packages are found.
 * @param own - A file of this package, from which sharp is found otherwise. (default: this one)
 * @throws {SsrPagesError} IMAGE_SERVICE_MISSING: when it is not installed, or not for this system
 */
export function loadSharp(folder: string, own: string = import.meta.url): Sharp {
  const project = createRequire(join(folder, 'index.js'))
  try {
    return project('sharp')
  } catch (cause) {
    if (property(cause, 'code') === 'MODULE_NOT_FOUND') return loadOwn(folder, own)
    throw missing(folder, cause)
  }
}

// A build may be deployed to a folder from which only this package finds its neighbours.
function loadOwn(folder: string, own: string): Sharp {
  try {
    return createRequire(own)('sharp')
  } catch (cause) {
    throw missing(folder, cause)
  }
}

function missing(folder: string, cause: unknown): SsrPagesError {
  const isAbsent = property(cause, 'code') === 'MODULE_NOT_FOUND'
  const what = isAbsent
    ? `The pages have images, and sharp, which makes them, is not installed where ${folder} finds its packages.`
    : `The pages have images, and sharp, which makes them, cannot be loaded: ${firstLine(reasonOf(cause))}`
  return new SsrPagesError('IMAGE_SERVICE_MISSING', what, { folder, cause })
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text
}
