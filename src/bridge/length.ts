import { SsrPagesError } from '../errors.ts'

/**
 * Holds a body to the length its response announces: one byte more or less, and the client misreads
 * the next response. Node's own check throws out of `end`, which a session calls when its store has
 * answered: there nobody could catch it.
 */
export class LengthCheck {
  readonly #announced: number
  #seen = 0

  /**
   * @param announced - Bytes the body has to have.
   */
  constructor(announced: number) {
    this.#announced = announced
  }

  /**
   * Counts what is about to be sent.
   *
   * @param chunk - The next chunk.
   * @throws SsrPagesError RESPONSE_INVALID when it is too much.
   */
  add(chunk: string | Uint8Array): void {
    this.#seen += Buffer.byteLength(chunk)
    if (this.#seen > this.#announced) this.#fail('at least ')
  }

  /**
   * Tells that all chunks were counted.
   *
   * @throws SsrPagesError RESPONSE_INVALID when bytes are missing.
   */
  end(): void {
    if (this.#seen < this.#announced) this.#fail('')
  }

  #fail(bound: string): never {
    const what = `The body of the Response has ${bound}${this.#seen} bytes, and its content-length is ${this.#announced}.`
    throw new SsrPagesError('RESPONSE_INVALID', what, { length: this.#announced })
  }
}
