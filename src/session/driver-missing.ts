import { SsrPagesError } from '../shared/errors.ts'

/**
 * Creates the error for a driver whose packages are not installed.
 *
 * @param where - Where sessions are kept: `in Redis`.
 * @param packages - The packages to install.
 * @param cause - The error of the import.
 */
export function driverMissing(where: string, packages: string, cause: unknown): SsrPagesError {
  const what = `Sessions ${where} need packages that are not installed: npm install ${packages}`
  return new SsrPagesError('SESSION_DRIVER_MISSING', what, { packages, cause })
}
