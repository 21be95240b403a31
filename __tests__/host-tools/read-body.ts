import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

const DECODERS = { gzip: createGunzip, br: createBrotliDecompress, deflate: createInflate }

/** A body that is read piece by piece, and decoded on the way. */
export interface BodyReader {
  /** Reads until the text so far has a part in it; gives that text. */
  until(part: string): Promise<string>
  /** Reads to the end; gives the whole text. Rejects when the body breaks off. */
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
