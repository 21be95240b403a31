import { types } from 'node:util'

/** A `Blob`, of whichever package. */
export interface BlobLike {
  readonly size: number
  arrayBuffer(): Promise<ArrayBuffer>
}

/**
 * Asks for a method. Methods tell what an object is: a client can send any names and values, but no
 * functions.
 *
 * @param value - Any object.
 * @param name - The name of the method.
 * @returns True when it has one of that name.
 */
export function hasMethod(value: object, name: string): boolean {
  return typeof Reflect.get(value, name) === 'function'
}

/**
 * Asks for bytes in memory.
 *
 * @param value - Anything.
 * @returns True for buffers, and for all that looks into one.
 */
export function isBytes(value: unknown): value is Uint8Array | ArrayBufferLike {
  return ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)
}

/**
 * Gives bytes in the form that a `Request` takes. Memory that is shared is copied: it may change while it
 * is read.
 *
 * @param value - The bytes.
 * @returns The same bytes.
 */
export function toBytes(value: Uint8Array | ArrayBufferLike): Uint8Array<ArrayBuffer> {
  const bytes = ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value)
  return types.isArrayBuffer(bytes.buffer)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes)
}

/**
 * Asks for a `Blob`, of whichever package.
 *
 * @param value - Anything.
 * @returns True for what has the size and the method of one.
 */
export function isBlob(value: unknown): value is BlobLike {
  if (typeof value !== 'object' || value === null) return false
  return 'size' in value && typeof value.size === 'number' && hasMethod(value, 'arrayBuffer')
}

/**
 * Makes a stream of a `Blob`.
 *
 * @param blob - The blob.
 * @returns A stream, which does nothing until it is read.
 */
export function toStream(blob: BlobLike): ReadableStream {
  return new ReadableStream(
    {
      async pull(controller) {
        const bytes = new Uint8Array(await blob.arrayBuffer())
        if (bytes.byteLength > 0) controller.enqueue(bytes)
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
}
