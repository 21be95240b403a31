import { driverMissing } from './driver-missing.ts'
import type { SessionDriver } from './driver.ts'
import { STORE_NAME } from './settings.ts'

/**
 * Opens Netlify's blobs. They are the same everywhere at once only when asked for: a redirect after a
 * login must find it.
 *
 * @returns The driver.
 * @throws {SsrPagesError} SESSION_DRIVER_MISSING
 */
export async function openBlobs(): Promise<SessionDriver> {
  const { getStore } = await import('@netlify/blobs').catch((cause) => {
    throw driverMissing('in Netlify Blobs', '@netlify/blobs', cause)
  })
  const store = getStore({ name: STORE_NAME, consistency: 'strong' })
  return {
    getItem: (id) => store.get(id),
    setItem: (id, text) => store.set(id, text),
    removeItem: (id) => store.delete(id),
  }
}
