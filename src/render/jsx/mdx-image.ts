import { Markup } from '../markup.ts'
import { type JsxFunction, tagJsx } from './call.ts'

/**
 * Creates the component that prints the images of `.mdx` files: `![a dot](./dot.png)`. The compiler of MDX imports
 * the file, and passes it as `src`.
 *
 * @param print - Prints the attributes of an image.
 * @returns The component; attributes of the author win over those of the file.
 */
export function createMdxImage(
  print: (image: unknown, given: object) => string | Promise<string>,
): JsxFunction {
  return tagJsx(({ src, ...given }) => {
    const attributes = print(src, given)
    return typeof attributes === 'string' ? toImage(attributes) : attributes.then(toImage)
  })
}

function toImage(attributes: string): Markup {
  return new Markup(`<img${attributes}>`)
}
