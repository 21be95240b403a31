import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(scrypt)

/**
 * Turns a password into what may be stored.
 *
 * @param {string} password - As the customer typed it.
 * @returns {Promise<string>} Salt and hash, `hex:hex`.
 */
export async function hashPassword(password) {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, 64)
  return `${salt.toString('hex')}:${hash.toString('hex')}`
}

/**
 * Compares a password with a stored one, in the same time whether right or wrong.
 *
 * @param {string} password - As the customer typed it.
 * @param {string} stored - What hashPassword() gave.
 * @returns {Promise<boolean>} True when they belong together.
 */
export async function isPassword(password, stored) {
  const [salt, hash] = stored.split(':').map((hex) => Buffer.from(hex, 'hex'))
  return timingSafeEqual(await derive(password, salt, hash.length), hash)
}
