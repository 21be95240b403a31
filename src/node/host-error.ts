import { STATUS_CODES, validateHeaderName, validateHeaderValue } from 'node:http'
import { isHopByHop } from '../core/hop-by-hop.ts'
import { isError } from '../shared/errors.ts'

/** What an error says to a client, by the convention of `http-errors`. */
export interface HostError {
  /** From 400 to 599. */
  readonly status: number
  /** The error's message if it is meant for clients, otherwise the phrase of the status. */
  readonly message: string
  readonly headers: readonly HostHeader[]
}

type HostHeader = readonly [name: string, value: string | readonly string[]]

/**
 * Reads what an error of the host says to a client. Only the status is taken from values that are
 * not errors: other data of theirs may come from a client.
 *
 * @param error - Anything that was thrown.
 * @param hostStatus - The status that the host has set, for an error without one.
 * @see https://github.com/jshttp/http-errors
 */
export function readHostError(error: unknown, hostStatus: number): HostError {
  try {
    const status = readErrorStatus(error) ?? (isErrorStatus(hostStatus) ? hostStatus : 500)
    return { status, message: readMessage(error) ?? phraseOf(status), headers: readHeaders(error) }
  } catch {
    // A getter or proxy has thrown.
    return { status: 500, message: phraseOf(500), headers: [] }
  }
}

/** Returns the phrase of a status; that of its class if it is not registered. */
export function phraseOf(status: number): string {
  return STATUS_CODES[status] ?? STATUS_CODES[status < 500 ? 400 : 500] ?? ''
}

function readErrorStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const statuses: unknown[] = [Reflect.get(error, 'status'), Reflect.get(error, 'statusCode')]
  return statuses.find(isErrorStatus)
}

function isErrorStatus(status: unknown): status is number {
  return Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599
}

function readMessage(error: unknown): string | undefined {
  if (!isErrorOfAnyClass(error) || Reflect.get(error, 'expose') !== true) return undefined
  const message: unknown = Reflect.get(error, 'message')
  return typeof message === 'string' && message !== '' ? message : undefined
}

// Errors of HTTP clients have headers, too: those of the other server, with its cookies. Only errors
// of `http-errors` have `expose`.
function readHeaders(error: unknown): readonly HostHeader[] {
  if (!isErrorOfAnyClass(error) || typeof Reflect.get(error, 'expose') !== 'boolean') return []
  const headers: unknown = Reflect.get(error, 'headers')
  if (typeof headers !== 'object' || headers === null) return []
  return Object.entries(headers).flatMap(([name, value]) => toHeader(name, value))
}

function toHeader(name: string, value: unknown): HostHeader[] {
  const lower = name.toLowerCase()
  if (OF_THE_ANSWER.has(lower) || isHopByHop(lower, [])) return []
  const values: unknown[] = [value].flat()
  if (values.length === 0 || !values.every(isHeaderText)) return []
  const texts = values.map(String)
  return isValidHeader(lower, texts) ? [[lower, texts.length > 1 ? texts : String(texts[0])]] : []
}

/** Headers that are about the body and the session, which the error does not know. */
const OF_THE_ANSWER = new Set([
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-type',
  'etag',
  'last-modified',
  'set-cookie',
])

function isHeaderText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}

function isValidHeader(name: string, values: readonly string[]): boolean {
  try {
    validateHeaderName(name)
    for (const value of values) validateHeaderValue(name, value)
    return true
  } catch {
    return false
  }
}

// Also recognizes errors of old classes: `Object.create(Error.prototype)`.
function isErrorOfAnyClass(value: unknown): value is object {
  return value instanceof Error || isError(value)
}
