/** The kinds of files that are images to a site. Nothing else reaches a decoder. */
export type ImageKind = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif' | 'tiff' | 'svg'

const TYPES: Readonly<Record<ImageKind, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  tiff: 'image/tiff',
  svg: 'image/svg+xml',
}

/** Bytes in which the root element of an SVG file must begin, after its comments. */
const SVG_HEAD = 4096

/** The brands of AVIF. HEIC has others: no decoder here reads it. */
const AVIF = new Set(['avif', 'avis'])

/**
 * Tells the kind of an image by its first bytes, never by its name or content type.
 *
 * @returns `undefined` for all other files.
 */
export function kindOf(bytes: Uint8Array): ImageKind | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SVG_HEAD))
  const start = head.toString('latin1', 0, 12)
  if (start.startsWith('\u00ff\u00d8\u00ff')) return 'jpeg'
  if (start.startsWith('\u0089PNG\r\n\u001a\n')) return 'png'
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'gif'
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'webp'
  if (start.startsWith('II*\0') || start.startsWith('MM\0*')) return 'tiff'
  if (start.slice(4, 8) === 'ftyp') return AVIF.has(start.slice(8)) ? 'avif' : undefined
  return isSvg(head) ? 'svg' : undefined
}

/**
 * Returns the content type of an image.
 *
 * @param format - A kind, or another name of it: `jpg`.
 */
export function typeOf(format: string): string {
  return TYPES[toKind(format) ?? 'png']
}

/** Returns the kind that a format names; `undefined` if no image is made in it. */
export function toKind(format: string): ImageKind | undefined {
  if (format === 'jpg') return 'jpeg'
  return Object.hasOwn(TYPES, format) ? (format as ImageKind) : undefined
}

// In steps, each of which moves forward: an expression for all of it could backtrack.
function isSvg(head: Buffer): boolean {
  let text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  for (;;) {
    const end = endOfMisc(text)
    if (end === undefined) return /^<svg[\s>/]/.test(text)
    if (end === -1) return false
    text = text.slice(end).trimStart()
  }
}

// Returns where a declaration, a comment or a document type ends; -1 if it does not.
function endOfMisc(text: string): number | undefined {
  if (text.startsWith('<?')) return after(text, '?>')
  if (text.startsWith('<!--')) return after(text, '-->')
  if (!/^<!doctype\s/i.test(text)) return undefined
  const subset = text.indexOf('[')
  const end = text.indexOf('>')
  return subset !== -1 && subset < end ? after(text, ']>') : after(text, '>')
}

function after(text: string, mark: string): number {
  const index = text.indexOf(mark)
  return index === -1 ? -1 : index + mark.length
}
