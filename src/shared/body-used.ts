/** Whether the body of a request or response has been read, or somebody reads it. */
export function isBodyUsed({ bodyUsed, body }: Pick<Body, 'bodyUsed' | 'body'>): boolean {
  return bodyUsed || body?.locked === true
}
