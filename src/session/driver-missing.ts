import { SsrPagesError } from '../shared/errors.ts'

/**
 * Makes the error of a driver whose packages are not installed.
 *
 * @param where - Where sessions are to be kept: `in Redis`.
 * @param packages - What to install.
 * @param cause - What the import threw.
 * @returns SESSION_DRIVER_MISSING
 */
export function driverMissing(where: string, packages: string, cause: unknown): SsrPagesError {
  const what = `Sessions that are kept ${where} need: npm install ${packages}`
  return new SsrPagesError('SESSION_DRIVER_MISSING', what, { packages, cause })
}
