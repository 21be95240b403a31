/** A piece of work under way, and who waits for it. */
interface Flight<T> {
  readonly result: Promise<T>
  readonly controller: AbortController
  waiting: number
}

/** Work that several clients may wait for: it is done once for all of them. */
export class Flights<T> {
  readonly #flights = new Map<string, Flight<T>>()

  /**
   * Waits for the work of a key, and starts it unless it is under way.
   *
   * @param signal - Ends the waiting. The work is stopped when nobody waits any more.
   * @param start - Starts the work; the signal it receives says that nobody waits.
   * @throws {unknown} whatever the work throws, or the reason of the signal
   */
  async join(
    key: string,
    signal: AbortSignal,
    start: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted()
    const flight = this.#flights.get(key) ?? this.#start(key, start)
    flight.waiting += 1
    return new Promise((resolve, reject) => {
      const leave = () => {
        flight.waiting -= 1
        if (flight.waiting === 0) this.#stop(key, flight, signal.reason)
        reject(signal.reason)
      }
      signal.addEventListener('abort', leave, { once: true })
      const settle = () => signal.removeEventListener('abort', leave)
      flight.result.then(resolve, reject).finally(settle)
    })
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const result = start(controller.signal)
    const flight = { result, controller, waiting: 0 }
    this.#flights.set(key, flight)
    const end = () => this.#forget(key, flight)
    result.then(end, end)
    return flight
  }

  #stop(key: string, flight: Flight<T>, reason: unknown): void {
    this.#forget(key, flight)
    flight.controller.abort(reason)
  }

  // Another client may have started the work again in the meantime.
  #forget(key: string, flight: Flight<T>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key)
  }
}
