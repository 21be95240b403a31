import { openBlobs } from './blobs-driver.ts'
import { driverMissing } from './driver-missing.ts'
import type { SessionDriver } from './driver.ts'
import { type SessionSettings, STORE_NAME } from './settings.ts'
import { SessionStore } from './store.ts'

/**
 * Creates the store of a site's sessions. The driver is not loaded before a page uses its session.
 *
 * @param settings - Complete settings; `undefined` for a site without sessions.
 * @param folder - Absolute path of the folder for the driver `filesystem`.
 */
export function openSessionStore(
  settings: SessionSettings | undefined,
  folder: string,
): SessionStore | undefined {
  return settings && new SessionStore(settings, () => openDriver(settings, folder))
}

async function openDriver(settings: SessionSettings, folder: string): Promise<SessionDriver> {
  const { driver, timeout } = settings
  if (typeof driver !== 'string') return driver
  if (driver === 'memory') return new (await import('./memory-driver.ts')).MemoryDriver()
  if (driver === 'filesystem') return new (await import('./file-driver.ts')).FileDriver(folder)
  if (driver === 'netlify-blobs') return openBlobs()
  return openRedis(driver, timeout * 1000)
}

// A server that does not respond is treated like one that is down: the driver reconnects, and the
// commands that wait for it do not pile up.
async function openRedis(url: string, timeout: number): Promise<SessionDriver> {
  const { default: createDriver } = await import('unstorage/drivers/redis').catch((cause) => {
    throw driverMissing('in Redis', 'unstorage ioredis', cause)
  })
  return createDriver({
    url,
    base: STORE_NAME,
    connectTimeout: timeout,
    socketTimeout: timeout,
    maxRetriesPerRequest: 3,
  })
}
