/**
 * Where sessions are kept: any driver or `Storage` of `unstorage`, or an object with three
 * functions, which may return promises.
 *
 * @see https://unstorage.unjs.io/drivers
 */
export interface SessionDriver {
  /**
   * Reads a session.
   *
   * @param id - The session's id, a UUID.
   * @returns Exactly the text that was stored; `null` or `undefined` if there is none.
   */
  getItem(id: string): unknown
  /**
   * Stores a session.
   *
   * @param id - The session's id, a UUID.
   * @param text - The text to store.
   * @param options - `ttl`: after this many seconds the session may be deleted.
   */
  setItem?(id: string, text: string, options: { ttl: number }): unknown
  /**
   * Deletes a session; does nothing if there is none.
   *
   * @param id - The session's id, a UUID.
   */
  removeItem?(id: string, options: object): unknown
  /** Closes connections. */
  dispose?(): unknown
}
