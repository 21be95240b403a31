import { SsrPagesError } from '../errors.ts'
import type { SessionDriver } from './driver.ts'
import { type SessionOption, toSessionSettings } from './settings.ts'
import { SessionStore } from './store.ts'

/** What an edge knows of where sessions can be kept. */
export interface StoreDefaults {
  /** The driver when the user names none. */
  readonly driver: 'filesystem' | 'netlify-blobs'
  /** Folder of the files of the driver `filesystem`; absolute. */
  readonly folder: string
}

/** What the stores of others call their part that is ours. */
const NAME = 'ssr-pages-sessions'

/**
 * Makes the store of a site's sessions; no driver is loaded before a page touches its session.
 *
 * @param option - The option `session`.
 * @param defaults - What the edge knows.
 * @returns The store; `undefined` when there are to be no sessions.
 * @throws SsrPagesError OPTION_INVALID
 */
export function openSessionStore(
  option: SessionOption,
  defaults: StoreDefaults,
): SessionStore | undefined {
  const settings = toSessionSettings(option, defaults.driver)
  if (settings === undefined) return undefined
  const { driver, cookie } = settings
  const isProduction = process.env['NODE_ENV'] === 'production'
  const secure = cookie.secure ?? (isProduction ? true : undefined)
  return new SessionStore(
    { ...settings, cookie: { ...cookie, ...(secure !== undefined && { secure }) } },
    () => openDriver(driver, defaults.folder),
  )
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
