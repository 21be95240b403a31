/** A UUID as `crypto.randomUUID()` returns it. */
const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

/** Creates the id of a new session: 122 random bits, which nobody can guess. */
export function createSessionId(): string {
  return crypto.randomUUID()
}

/** Whether a cookie can be the id of a session. Other values are never looked up in the store. */
export function isSessionId(value: string): boolean {
  return UUID_V4.test(value)
}
