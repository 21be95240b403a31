import { driverMissing } from './driver-missing.ts'
import type { SessionDriver } from './driver.ts'
import { STORE_NAME } from './settings.ts'

/**
 * Opens Netlify Blobs as a session driver. Strong consistency, because a redirect after a login
 * must already find the session.
 *
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
