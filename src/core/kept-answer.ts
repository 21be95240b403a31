import { keptFields } from '../shared/kept-response.ts'
import type { KeptBody } from '../shared/kept-response-class.ts'
import type { PlainFields } from '../shared/plain-fields.ts'
import type { Outgoing } from '../shared/types.ts'
import { Answer } from './answer.ts'
import { closesConnection, isHopByHop } from './hop-by-hop.ts'

/** A list of plain fields has no `connection`, which could name other headers. */
const NOT_LISTED: readonly string[] = []

/** A response whose body is there as a whole, and maybe its headers as a list. */
export class KeptAnswer extends Answer implements Outgoing {
  readonly status: number
  readonly statusText: string
  readonly body: KeptBody
  protected readonly headers: Headers | undefined
  protected readonly lateCookies: readonly string[]
  readonly #fields: PlainFields | undefined

  constructor(body: KeptBody, response: Response, status: number, cookies: readonly string[]) {
    super()
    this.status = status
    this.statusText = response.statusText
    this.body = body
    this.#fields = keptFields(response)
    this.headers = this.#fields === undefined ? response.headers : undefined
    this.lateCookies = cookies
  }

  override get hasHeaders(): boolean {
    return true
  }

  override has(name: string): boolean {
    if (this.#fields === undefined) return super.has(name)
    return this.#fields.some(([field]) => field === name)
  }

  override eachHeader(each: (name: string, value: string) => void): void {
    if (this.#fields === undefined) return super.eachHeader(each)
    for (const [name, value] of this.#fields) if (!isHopByHop(name, NOT_LISTED)) each(name, value)
  }

  get type(): undefined {
    return undefined
  }

  get length(): undefined {
    return undefined
  }

  get isHead(): boolean {
    return false
  }

  get source(): 'response' {
    return 'response'
  }

  get closesConnection(): boolean {
    return closesConnection(this.headers)
  }

  protected isWithheld(): boolean {
    return false
  }
}
