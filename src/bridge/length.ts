import { SsrPagesError } from '../shared/errors.ts'

/**
 * Holds a body to the length its response announces: one byte more or less, and the client misreads
 * the next response. Node's own check throws out of `end`, which a session calls when its store has
 * answered: there nobody could catch it.
 */
export class LengthCheck {
  readonly #announced: number | undefined
  #seen = 0

  /**
   * @param announced - Bytes the body has to have; any number when `undefined`.
   */
  constructor(announced: number | undefined) {
    this.#announced = announced
  }

  /**
   * Counts what is about to be sent.
   *
   * @param chunk - The next chunk; `undefined` when there is none any more.
   * @throws {SsrPagesError} RESPONSE_INVALID: when there are too many bytes, or too few
   */
  add(chunk: string | Uint8Array | undefined): void {
    if (this.#announced === undefined) return
    this.#seen += Buffer.byteLength(chunk ?? '')
    if (this.#seen > this.#announced) this.#fail('at least ')
    if (chunk === undefined && this.#seen < this.#announced) this.#fail('')
  }

  #fail(bound: string): never {
    const what = `The body of the Response has ${bound}${this.#seen} bytes, and its content-length is ${this.#announced}.`
    throw new SsrPagesError('RESPONSE_INVALID', what, { length: this.#announced })
  }
}
