import { SsrPagesError } from '../shared/errors.ts'

/**
 * Compares a body with the length that its response announces. One byte too many or too few, and
 * the client misreads the next response. Node's own check is not enough: it throws out of `end()`,
 * which a session calls only when its store has answered, where no caller could catch the error.
 */
export class LengthCheck {
  readonly #announced: number | undefined
  #seen = 0

  /**
   * @param announced - Bytes the body must have; `undefined` allows any number.
   */
  constructor(announced: number | undefined) {
    this.#announced = announced
  }

  /**
   * Counts a chunk before it is sent.
   *
   * @param chunk - The next chunk; `undefined` at the end of the body.
   * @throws {SsrPagesError} RESPONSE_INVALID: when there are too many bytes, or too few
   */
  add(chunk: string | Uint8Array | undefined): void {
    if (this.#announced === undefined) return
    this.#seen += Buffer.byteLength(chunk ?? '')
    if (this.#seen > this.#announced) this.#fail('at least ')
    if (chunk === undefined && this.#seen < this.#announced) this.#fail('')
  }

  #fail(bound: string): never {
    const what = `The body of the Response has ${bound}${this.#seen} bytes, but its content-length is ${this.#announced}.`
    throw new SsrPagesError('RESPONSE_INVALID', what, { length: this.#announced })
  }
}
