import { SsrPagesError } from '../shared/errors.ts'
import { toText } from '../shared/text.ts'

/**
 * Creates the error for wrong options of an image.
 *
 * @param what - What was seen.
 * @param hint - What to do.
 * @param src - The source of the image, if it is known.
 */
export function imageError(what: string, hint: string, src?: unknown): SsrPagesError {
  return new SsrPagesError('IMAGE_OPTIONS_INVALID', what, { src: src && showSource(src) }, hint)
}

/** Shows the source of an image in an error. */
export function showSource(src: unknown): string {
  const text = typeof src === 'string' ? src : toText(Object(src)['src'] ?? src)
  return text.length > 80 ? `${text.slice(0, 80)}...` : text
}

/** Creates the error for an image service that cannot be used. */
export function imageServiceError(what: string, hint: string): SsrPagesError {
  return new SsrPagesError('IMAGE_SERVICE_INVALID', what, {}, hint)
}
