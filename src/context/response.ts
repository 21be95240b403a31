import { isKeptResponse } from '../shared/kept-response.ts'

/**
 * Thrown by a component that returned a `Response`, which becomes the page's response if nothing
 * was sent yet.
 */
export class ResponseInterrupt {
  readonly '~response': Response

  /**
   * @param response - The component's result.
   */
  constructor(response: Response) {
    this['~response'] = response
  }
}

/**
 * Returns the `Response` that a component returned; `undefined` if `thrown` is an error. Also
 * recognizes what another copy of this package threw.
 */
export function interruptingResponse(thrown: unknown): Response | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('~response' in thrown)) return undefined
  return isResponse(thrown['~response']) ? thrown['~response'] : undefined
}

/**
 * Whether a value is a `Response` of any realm or library. It is recognized by its methods, which
 * parsed data cannot have.
 */
export function isResponse(value: unknown): value is Response {
  if (isKeptResponse(value)) return true
  if (!hasMethod(value, 'arrayBuffer')) return false
  // A `Request` has no status; a `File` has neither status nor headers.
  if (!('status' in value && 'headers' in value && 'body' in value)) return false
  return typeof value.status === 'number' && hasMethod(value.headers, 'get')
}

/** Whether a value is a `Request` of any realm or library. It is recognized by its methods. */
export function isRequest(value: unknown): value is Request {
  if (!hasMethod(value, 'arrayBuffer')) return false
  if (!('method' in value && 'url' in value && 'headers' in value)) return false
  return typeof value.url === 'string' && hasMethod(value.headers, 'get')
}

function hasMethod(value: unknown, name: string): value is object {
  if (typeof value !== 'object' || value === null || !(name in value)) return false
  return typeof Reflect.get(value, name) === 'function'
}
