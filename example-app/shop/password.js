import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(scrypt)

/**
 * Hashes a password for storage.
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
 * Compares a password with a stored hash in constant time.
 *
 * @param {string} password - As the customer typed it.
 * @param {string} stored - The result of hashPassword().
 * @returns {Promise<boolean>} True if the password matches.
 */
export async function isPassword(password, stored) {
  const [salt, hash] = stored.split(':').map((hex) => Buffer.from(hex, 'hex'))
  return timingSafeEqual(await derive(password, salt, hash.length), hash)
}
