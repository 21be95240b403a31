import { printAttributes } from './attribute.ts'

/**
 * Prints the attributes of an image of a Markdown text.
 *
 * @param image - What importing the file gives: an object with `src`, `width` and `height`, or an
 *   address.
 * @param given - The other attributes: `alt`, `title`.
 * @returns The attributes, each with a space in front.
 */
export function imageAttributes(image: unknown, given: object): string {
  return printAttributes(
    {
      src: fieldOf(image, 'src') ?? image,
      ...given,
      ...withoutGiven(given, {
        loading: 'lazy',
        decoding: 'async',
        width: fieldOf(image, 'width'),
        height: fieldOf(image, 'height'),
      }),
    },
    false,
  )
}

function withoutGiven(given: object, defaults: object): object {
  return Object.fromEntries(Object.entries(defaults).filter(([name]) => !(name in given)))
}

// A drawing may be imported as a component, which is a function with these fields.
function fieldOf(image: unknown, name: string): unknown {
  const isObject = (typeof image === 'object' || typeof image === 'function') && image !== null
  return isObject ? Reflect.get(image, name) : undefined
}
