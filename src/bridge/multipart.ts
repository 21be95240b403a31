import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** A file of a form that multer has parsed. */
export interface FormFile {
  readonly name: string
  readonly filename: string
  readonly type: string
  /** The bytes, or the path of the file that holds them. */
  readonly content: Uint8Array<ArrayBuffer> | string
  readonly size: number
}

interface FormPart {
  readonly head: Uint8Array<ArrayBuffer>
  readonly content: Uint8Array<ArrayBuffer> | string
  readonly size: number
}

const LINE_END = Buffer.from('\r\n')

/**
 * A form encoded as `multipart/form-data`. Files on disk are read while the body is.
 *
 * @see https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
 */
export class Multipart {
  /** The `Content-Type`. */
  readonly type: string
  /** Length of the body in bytes. */
  readonly byteLength: number
  /**
   * Bytes of the values and files alone. The parts around them had another length when the client
   * sent them.
   */
  readonly contentLength: number
  readonly #parts: readonly FormPart[]
  readonly #end: Uint8Array<ArrayBuffer>

  constructor(fields: readonly [name: string, value: string][], files: readonly FormFile[]) {
    const boundary = `----${randomUUID()}`
    this.type = `multipart/form-data; boundary=${boundary}`
    this.#parts = [
      ...fields.map(([name, value]) => fieldPart(boundary, name, Buffer.from(value))),
      ...files.map((file) => filePart(boundary, file)),
    ]
    this.#end = Buffer.from(`--${boundary}--\r\n`)
    this.contentLength = this.#parts.reduce((sum, { size }) => sum + size, 0)
    this.byteLength = this.#parts.reduce(
      (sum, { head }) => sum + head.byteLength + LINE_END.byteLength,
      this.contentLength + this.#end.byteLength,
    )
  }

  /** Creates the body: a stream that does nothing until it is read. */
  toStream(): ReadableStream<Uint8Array> {
    const chunks = this.#encode()
    return new ReadableStream(
      {
        async pull(controller) {
          const { value, done } = await chunks.next()
          if (done === true) controller.close()
          else controller.enqueue(value)
        },
        async cancel() {
          await chunks.return()
        },
      },
      { highWaterMark: 0 },
    )
  }

  async *#encode(): AsyncGenerator<Uint8Array, void, void> {
    for (const { head, content } of this.#parts) {
      yield head
      if (typeof content === 'string') yield* createReadStream(content)
      else yield content
      yield LINE_END
    }
    yield this.#end
  }
}

function fieldPart(boundary: string, name: string, value: Buffer<ArrayBuffer>): FormPart {
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n`
  return { head: Buffer.from(head), content: value, size: value.byteLength }
}

function filePart(boundary: string, { name, filename, type, content, size }: FormFile): FormPart {
  const names = `name="${quoted(name)}"; filename="${quoted(filename)}"`
  const head = `--${boundary}\r\nContent-Disposition: form-data; ${names}\r\nContent-Type: ${type}\r\n\r\n`
  return { head: Buffer.from(head), content, size }
}

function quoted(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')
}
