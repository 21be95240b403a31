import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { FONTS_FOLDER, type FontType } from '../shared/font-family.ts'
import { type FamilyPlace, fontError } from './font-error.ts'
import { FONT_TYPES, isFontType, recognizeType } from './font-types.ts'

/** A font file of the build. */
export interface FontFile {
  /** Path relative to the base: `_assets/fonts/inter.B81cA3d2.woff2`. */
  readonly path: string
  readonly type: FontType
  readonly content: Uint8Array
  /** Absolute path of the file that it is a copy of. */
  readonly original: string
}

/**
 * Reads a font file, and names its copy in the build.
 *
 * @param file - Absolute path.
 * @throws {SsrPagesError} FONT_INVALID: when it is missing, or not a font of the type of its extension
 */
export function readFontFile(file: string, place: FamilyPlace): FontFile {
  const extension = extname(file).slice(1).toLowerCase()
  if (!isFontType(extension)) {
    const hint = `Use a file of one of the types ${FONT_TYPES.join(', ')}.`
    throw fontError(place, `${file} is not a font file by its extension`, hint)
  }
  if (!existsSync(file)) {
    const hint =
      'Correct the path: it is relative to the root of the project, or begins with a package.'
    throw fontError(place, `the file ${file} does not exist`, hint)
  }
  const content = readFileSync(file)
  const type = recognizeType(content)
  if (type === undefined) {
    const hint = 'Put the font itself there: it may be a page, or a pointer of Git LFS.'
    throw fontError(place, `the content of ${file} is not a font`, hint)
  }
  // Both are the same format for browsers.
  if (type !== extension && !isOpenType(type, extension)) {
    throw fontError(place, `${file} is a font of the type ${type}`, `Name it .${type}.`)
  }
  return {
    path: toPath(basename(file, extname(file)), extension, content),
    type: extension,
    content,
    original: file,
  }
}

function isOpenType(...types: readonly string[]): boolean {
  return types.every((type) => type === 'otf' || type === 'ttf')
}

/**
 * Names a file of the folder of fonts.
 *
 * @returns Its path relative to the base, with a hash of its content.
 */
export function toPath(name: string, extension: string, content: Uint8Array | string): string {
  const plain = name.replaceAll(/[^\w-]+/g, '-').replaceAll(/^-+|-+$/g, '') || 'font'
  return `${FONTS_FOLDER}/${plain}.${hashOf(content)}.${extension}`
}

/** Hashes a content to eight characters that URLs and names in CSS may have. */
export function hashOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 8)
}
