import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

const DECODERS = { gzip: createGunzip, br: createBrotliDecompress, deflate: createInflate }

/** Reads a body chunk by chunk and decodes it. */
export interface BodyReader {
  /** Reads until the text contains a part; resolves with the text so far. */
  until(part: string): Promise<string>
  /** Reads to the end; resolves with the whole text. Rejects if the body is aborted. */
  rest(): Promise<string>
}

export function readBody(body: Readable, encoding: string | string[] | undefined): BodyReader {
  const create = DECODERS[String(encoding) as keyof typeof DECODERS]
  const decoded = create === undefined ? body : body.pipe(create())
  body.once('error', (error) => decoded.destroy(error))
  const chunks = decoded[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let text = ''

  async function readWhile(isWanted: () => boolean): Promise<string> {
    while (isWanted()) {
      const { done, value } = await chunks.next()
      if (done === true) break
      text += value.toString('latin1')
    }
    return text
  }

  return {
    async until(part) {
      await readWhile(() => !text.includes(part))
      if (!text.includes(part)) throw new Error(`The body ended without ${part}: ${text}`)
      return text
    },
    rest: () => readWhile(() => true),
  }
}
