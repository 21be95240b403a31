import { SsrPagesError } from '../shared/errors.ts'

/** The error of an original of which no image can be made. */
export function invalid(name: string, reason: string, cause?: unknown): SsrPagesError {
  const what = `No image can be made of ${name}: ${reason}`
  return new SsrPagesError('IMAGE_INVALID', what, {
    original: name,
    ...(cause !== undefined && { cause }),
  })
}
