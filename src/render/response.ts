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
 * Tells a `Response` of any realm or library by what it has.
 *
 * @param value - Anything.
 * @returns True for responses.
 */
export function isResponse(value: unknown): value is Response {
  if (typeof value !== 'object' || value === null) return false
  return (
    'status' in value &&
    typeof value.status === 'number' &&
    'headers' in value &&
    'body' in value &&
    'arrayBuffer' in value
  )
}
