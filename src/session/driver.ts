/**
 * Where sessions are kept: any driver or `Storage` of `unstorage`, or an object with three functions,
 * each of which may return a promise.
 *
 * @see https://unstorage.unjs.io/drivers
 */
export interface SessionDriver {
  /**
   * Reads a session.
   *
   * @param id - Its id, a UUID.
   * @returns The very text that was stored; null or undefined when there is none.
   */
  getItem(id: string): unknown
  /**
   * Stores a session.
   *
   * @param id - Its id, a UUID.
   * @param text - What to store.
   * @param options - `ttl`: seconds after which it may be thrown away.
   */
  setItem?(id: string, text: string, options: { ttl: number }): unknown
  /**
   * Forgets a session; one that is not there as well.
   *
   * @param id - Its id, a UUID.
   */
  removeItem?(id: string, options: object): unknown
  /** Ends connections. */
  dispose?(): unknown
}
