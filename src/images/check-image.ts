import { isUrl, INPUT_FORMATS, isRemote, isSource } from './source.ts'
import { imageError, showSource } from './image-error.ts'
import type { ImageProps, ResolvedImage } from './types.ts'

const IMPORT_IT =
  "Import the file, `import photo from '../images/photo.jpg'`, and pass `src={photo}`; write a file of the public folder with a slash: `/photo.jpg`."

/**
 * Checks the argument of `getImage()` before its source is resolved.
 *
 * @throws {SsrPagesError} IMAGE_OPTIONS_INVALID
 */
export function checkArgument(options: unknown): asserts options is ImageProps {
  if (typeof options === 'function' || isWholeImage(options)) {
    const what = 'getImage() has received an imported image instead of options.'
    throw imageError(what, 'Write `getImage({ src: photo })`.', options)
  }
  if (typeof options !== 'object' || options === null) {
    const what = `getImage() has received ${String(options)} instead of options.`
    throw imageError(what, 'Write `getImage({ src: photo, width: 300 })`.')
  }
}

// Only what `import` gives has a method that returns its URL.
function isWholeImage(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'toString')
}

/**
 * Checks the options of an image whose source is resolved.
 *
 * @throws {SsrPagesError} IMAGE_OPTIONS_INVALID
 */
export function checkImage(options: ImageProps): asserts options is ResolvedImage {
  const { src, widths, densities, format } = options
  if (!isSource(src)) throw noSource(src)
  if (isUrl(src)) {
    checkUrl(src, options)
    return
  }
  if (!INPUT_FORMATS.includes(src.format)) {
    const what = `The format of the image ${showSource(src)} is ${src.format}; image services read ${INPUT_FORMATS.join(', ')}.`
    throw imageError(what, 'Write `<img src={image.src}>` for it.', src)
  }
  if (widths && densities) {
    const what = `The image ${showSource(src)} has widths and densities.`
    throw imageError(what, 'Remove one of the two: `srcset` cannot describe both.', src)
  }
  if (src.format !== 'svg' && format === 'svg') {
    const what = `The image ${showSource(src)} cannot become an SVG file: its format is ${src.format}.`
    throw imageError(what, 'Choose another `format`, or none.', src)
  }
}

function noSource(src: unknown): Error {
  const seen =
    typeof src === 'object' && src !== null
      ? `an object with the keys ${Object.keys(src).join(', ') || '(none)'}`
      : typeof src === 'function'
        ? 'a function'
        : JSON.stringify(src)
  const what = `The \`src\` of an image must be an imported image or a URL; it is ${seen}.`
  const hint =
    typeof src === 'object' && src !== null && 'default' in src
      ? 'This is a module: pass its `default`.'
      : typeof src === 'function'
        ? 'If it imports the image, call it: `src={images[name]()}`.'
        : 'Check the import, and the name of the field that contains the image.'
  return imageError(what, hint)
}

function checkUrl(src: string, { width, height }: ImageProps): void {
  if (src.startsWith('/@fs/') || (!isRemote(src) && !src.startsWith('/'))) {
    const what = `The \`src\` of an image is the path of a file, ${showSource(src)}.`
    throw imageError(what, IMPORT_IT, src)
  }
  if (width && height) return
  const missing = width ? 'height' : height ? 'width' : 'width and height'
  const what = `The image ${showSource(src)} has no ${missing}: the page would jump when it is loaded.`
  const hint = isRemote(src)
    ? `Write ${missing}, or \`inferSize\` to read the size of the remote image.`
    : `Write ${missing}, or import the file from src: then its size is known.`
  throw imageError(what, hint, src)
}

/**
 * Checks that a tag has a text for those who do not see the image.
 *
 * @throws {SsrPagesError} IMAGE_OPTIONS_INVALID
 */
export function checkAlt({ alt, src }: ImageProps): void {
  if (alt !== undefined && alt !== null) return
  const what = `The image ${showSource(src)} has no \`alt\`.`
  throw imageError(what, 'Describe the image, or write `alt=""` if it only decorates.', src)
}
