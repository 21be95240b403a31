import { isThenable } from '../render/renderable.ts'
import { type ImportedImage, isImportedImage } from '../shared/imported-image.ts'
import { property } from '../shared/property.ts'
import type { Awaitable } from './types.ts'

/** Formats that the image services read. */
export const INPUT_FORMATS: readonly string[] = [
  'jpeg',
  'jpg',
  'png',
  'tiff',
  'webp',
  'gif',
  'svg',
  'avif',
]

/**
 * Returns the source of an image; that of a dynamic import when it is loaded.
 *
 * @param src - An imported image, a URL, or a promise of a module.
 */
export function resolveSource(src: unknown): unknown {
  if (!isThenable(src)) return src
  return src.then((loaded: unknown) => property(loaded, 'default') ?? loaded)
}

/** Whether the source is a URL or a path, and not an imported image. */
export function isUrl(src: ImportedImage | string): src is string {
  return typeof src === 'string'
}

/** Whether a value can be the source of an image. */
export function isSource(src: unknown): src is ImportedImage | string {
  return (typeof src === 'string' && src !== '') || isImportedImage(src)
}

/** Whether a source is a URL of its own, and not a path of the site. */
export function isRemote(src: string): boolean {
  return /^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(src)
}

/** The format that an image is made in, if none is named. */
export function outputFormat(input: string): string {
  return input === 'svg' ? 'svg' : 'webp'
}

/** Tells the format of a URL by its file name, or by the type of a `data:` URL. */
export function formatOfUrl(src: string): string | undefined {
  if (src.startsWith('data:')) {
    const type = /^data:([^;,]*)[;,]/.exec(src)?.[1]
    return type === 'image/svg+xml' ? 'svg' : type?.split('/')[1] || undefined
  }
  const path = src.split(/[?#]/, 1)[0] ?? ''
  return /\.([^./]+)$/.exec(path.slice(path.lastIndexOf('/') + 1))?.[1]?.toLowerCase()
}

/** Calls a function with a value, or with what a promise of it resolves to. */
export function andThen<Value, Result>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Result>,
): Awaitable<Result> {
  return isThenable(value) ? Promise.resolve(value).then(next) : next(value)
}
