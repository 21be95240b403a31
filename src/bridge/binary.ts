import { types } from 'node:util'

/** A `Blob` of any implementation. */
export interface BlobLike {
  readonly size: number
  arrayBuffer(): Promise<ArrayBuffer>
}

/**
 * Whether an object has a method of this name. A safe way to recognize objects that a host made:
 * clients can send any names and values, but no functions.
 */
export function hasMethod(value: object, name: string): boolean {
  return typeof Reflect.get(value, name) === 'function'
}

/** Whether a value is binary data in memory: a buffer, or a view of one. */
export function isBytes(value: unknown): value is Uint8Array | ArrayBufferLike {
  return ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)
}

/**
 * Converts binary data to the type that `Request` accepts. Only shared memory is copied, because it
 * may change while it is read.
 */
export function toBytes(value: Uint8Array | ArrayBufferLike): Uint8Array<ArrayBuffer> {
  const bytes = ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value)
  return types.isArrayBuffer(bytes.buffer)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes)
}

/** Whether a value is a `Blob` of any implementation, judged by its size and its method. */
export function isBlob(value: unknown): value is BlobLike {
  if (typeof value !== 'object' || value === null) return false
  return 'size' in value && typeof value.size === 'number' && hasMethod(value, 'arrayBuffer')
}

/** Creates a stream of a `Blob`, which does nothing until it is read. */
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
