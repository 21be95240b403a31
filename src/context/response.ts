/** Thrown by a component that returned a `Response`: it becomes the page's, if it still can. */
export class ResponseInterrupt {
  readonly '~response': Response

  /**
   * @param response - What the component returned.
   */
  constructor(response: Response) {
    this['~response'] = response
  }
}

/**
 * Tells a component's `Response` from an error, also when another copy of this package threw it.
 *
 * @param thrown - What was thrown.
 * @returns The response, or `undefined` for all else.
 */
export function interruptingResponse(thrown: unknown): Response | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('~response' in thrown)) return undefined
  return isResponse(thrown['~response']) ? thrown['~response'] : undefined
}

/**
 * Tells a `Response` of any realm or library by its methods, which no data has that was parsed.
 *
 * @param value - Anything.
 * @returns True for responses.
 */
export function isResponse(value: unknown): value is Response {
  if (!hasMethod(value, 'arrayBuffer')) return false
  // A `Request` has no status, and a `File` neither that nor headers.
  if (!('status' in value && 'headers' in value && 'body' in value)) return false
  return typeof value.status === 'number' && hasMethod(value.headers, 'get')
}

/**
 * Tells a `Request` of any realm or library by its methods.
 *
 * @param value - Anything.
 * @returns True for requests.
 */
export function isRequest(value: unknown): value is Request {
  if (!hasMethod(value, 'arrayBuffer')) return false
  if (!('method' in value && 'url' in value && 'headers' in value)) return false
  return typeof value.url === 'string' && hasMethod(value.headers, 'get')
}

function hasMethod(value: unknown, name: string): value is object {
  if (typeof value !== 'object' || value === null || !(name in value)) return false
  return typeof Reflect.get(value, name) === 'function'
}
