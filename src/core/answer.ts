import type { OutgoingBody } from '../shared/types.ts'
import { dropBody } from './drop-body.ts'
import { isHopByHop, listConnection } from './hop-by-hop.ts'

/** `Headers` of other packages: `node-fetch` 2 has `raw()` instead of `getSetCookie()`. */
type ForeignHeaders = Partial<Pick<Headers, 'getSetCookie'>> & {
  raw?(): Record<string, string[] | undefined>
}

/** What all kinds of answers have in common: which headers and cookies are sent. */
export abstract class Answer {
  abstract readonly isHead: boolean
  abstract readonly body: OutgoingBody | null
  protected abstract readonly headers: Headers | undefined
  /** `Set-Cookie` values to be sent after those in the headers. */
  protected abstract readonly lateCookies: readonly string[]
  protected abstract isWithheld(name: string): boolean

  get cookies(): readonly string[] {
    const own = this.headers && readSetCookies(this.headers)
    return own === undefined || own.length === 0 ? this.lateCookies : [...own, ...this.lateCookies]
  }

  get hasHeaders(): boolean {
    return this.headers !== undefined
  }

  get hasTrailer(): boolean {
    return this.has('trailer')
  }

  has(name: string): boolean {
    const value = this.headers?.get(name)
    return value !== undefined && value !== null
  }

  eachHeader(each: (name: string, value: string) => void): void {
    const { headers } = this
    if (headers === undefined) return
    const listed = listConnection(headers)
    headers.forEach((value, field) => {
      const name = field.toLowerCase()
      if (isHopByHop(name, listed) || isMember(name) || this.isWithheld(name)) return
      each(name, value)
    })
  }

  drop(): void {
    dropBody(this.body)
  }
}

// `Outgoing` has these headers as members of its own.
function isMember(name: string): boolean {
  return name === 'content-length' || name === 'set-cookie'
}

function readSetCookies(headers: Headers): readonly string[] {
  const foreign: ForeignHeaders = headers
  return foreign.getSetCookie?.() ?? foreign.raw?.()['set-cookie'] ?? []
}
