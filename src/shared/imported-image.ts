import { withoutMount } from './mount.ts'

/**
 * What `import photo from './photo.jpg'` gives. An imported drawing (`.svg`) is a component, which is a function,
 * with the same fields.
 */
export interface ImportedImage {
  /** Its URL, with the path where the pages are mounted at this moment. */
  readonly src: string
  readonly width: number
  readonly height: number
  /** `jpg`, `png`, `svg` ... as the bytes of the file say. */
  readonly format: string
}

/** Whether a value is an imported image, or an object of the same form that a page has made. */
export function isImportedImage(value: unknown): value is ImportedImage {
  const hasFields = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return hasFields && typeof Reflect.get(value, 'src') === 'string'
}

/**
 * Returns the path of an image's file below the base of the site: `/_assets/a.B81c.png`. It is the same under
 * every mount.
 */
export function originalOf({ src }: ImportedImage): string {
  return withoutMount(src)
}
