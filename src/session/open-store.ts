import { SsrPagesError } from '../errors.ts'
import type { SessionDriver } from './driver.ts'
import type { SessionSettings } from './settings.ts'
import { SessionStore } from './store.ts'

/** What the stores of others call the part of them that is ours. */
const NAME = 'ssr-pages-sessions'

/**
 * Makes the store of a site's sessions; no driver is loaded before a page touches its session.
 *
 * @param settings - Complete settings; `undefined` for no sessions.
 * @param folder - Absolute path of the folder for the driver `filesystem`.
 * @returns The store, if there is to be one.
 */
export function openSessionStore(
  settings: SessionSettings | undefined,
  folder: string,
): SessionStore | undefined {
  return settings && new SessionStore(settings, () => openDriver(settings.driver, folder))
}

async function openDriver(driver: string | SessionDriver, folder: string): Promise<SessionDriver> {
  if (typeof driver !== 'string') return driver
  if (driver === 'memory') return new (await import('./memory-driver.ts')).MemoryDriver()
  if (driver === 'filesystem') return new (await import('./file-driver.ts')).FileDriver(folder)
  if (driver === 'netlify-blobs') return openBlobs()
  return openRedis(driver)
}

async function openRedis(url: string): Promise<SessionDriver> {
  const { default: createDriver } = await import('unstorage/drivers/redis').catch((cause) => {
    throw missing('in Redis', 'unstorage ioredis', cause)
  })
  return createDriver({ url, base: NAME })
}

// Netlify's blobs are the same everywhere at once only when asked for: a redirect after a login must
// find it.
async function openBlobs(): Promise<SessionDriver> {
  const { default: createDriver } = await import('unstorage/drivers/netlify-blobs').catch(
    (cause) => {
      throw missing('in Netlify Blobs', 'unstorage @netlify/blobs', cause)
    },
  )
  const options = { name: NAME, consistency: 'strong' as const }
  return createDriver(options)
}

function missing(where: string, packages: string, cause: unknown): SsrPagesError {
  const what = `Sessions that are kept ${where} need: npm install ${packages}`
  return new SsrPagesError('SESSION_DRIVER_MISSING', what, { packages, cause })
}
