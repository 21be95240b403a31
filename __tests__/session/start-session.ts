import type { SessionDriver } from '../../src/session/driver.ts'
import { MemoryDriver } from '../../src/session/memory-driver.ts'
import { Session } from '../../src/session/session.ts'
import { type SessionConfig, toSessionSettings } from '../../src/session/settings.ts'
import { type SessionRequest, SessionState } from '../../src/session/state.ts'
import { SessionStore } from '../../src/session/store.ts'
import { Cookies } from '../../src/context/cookies.ts'

/** A driver that records its calls, and can be made to wait or to fail. */
export class WatchedDriver implements SessionDriver {
  readonly calls: string[] = []
  readonly memory: MemoryDriver = new MemoryDriver()
  failure: Error | undefined
  /** From now on, every call waits for this promise. */
  gate: Promise<unknown> | undefined

  async getItem(id: string): Promise<unknown> {
    await this.#answer('get')
    return this.memory.getItem(id)
  }

  async setItem(id: string, text: string, options: { ttl: number }): Promise<void> {
    await this.#answer(`set ${JSON.stringify(options)}`)
    this.memory.setItem(id, text, options)
  }

  async removeItem(id: string): Promise<void> {
    await this.#answer('remove')
    this.memory.removeItem(id)
  }

  async #answer(call: string): Promise<void> {
    this.calls.push(call)
    await new Promise((done) => setImmediate(done))
    await this.gate
    if (this.failure !== undefined) throw this.failure
  }
}

/** A request with its session. */
export interface Visit {
  readonly session: Session
  readonly state: SessionState
  /** Simulates that the head of the response has been sent, or all of it. */
  send(phase: SessionRequest['phase']): void
  /**
   * Stores the session; returns the Set-Cookie values, and the browser's Cookie header afterwards.
   */
  end(): Promise<{ setCookies: string[]; cookie: string }>
}

/** Simulates requests to one site. */
export function createVisits(
  config: SessionConfig = {},
  driver:
    | SessionDriver
    | Promise<SessionDriver>
    | (() => Promise<SessionDriver>) = new WatchedDriver(),
): (cookie?: string, isHttps?: boolean) => Visit {
  const settings = toSessionSettings(config, 'memory')
  if (settings === undefined) throw new Error('no settings')
  const open = typeof driver === 'function' ? driver : () => Promise.resolve(driver)
  const store = new SessionStore(settings, open)
  return (cookie = '', isHttps = false) => {
    const request = { cookies: new Cookies(cookie), isHttps, phase: 'open' as const }
    const state = new SessionState(store, request)
    return {
      session: new Session(state),
      state,
      send: (phase) => void Object.assign(request, { phase }),
      async end() {
        await state.persist()
        const setCookies = request.cookies.headers()
        return { setCookies, cookie: setCookies.map(toCookie).at(-1) ?? cookie }
      },
    }
  }
}

/** Stores a session; returns the Cookie header of its browser. */
export async function begin(visit: Visit, values: Record<string, unknown>): Promise<string> {
  for (const [key, value] of Object.entries(values)) visit.session.set(key, value)
  return (await visit.end()).cookie
}

function toCookie(setCookie: string): string {
  const [pair = ''] = setCookie.split(';', 1)
  return pair.endsWith('=deleted') ? '' : pair
}
