import { imageAttributes } from '../markdown-image.ts'
import { Markup } from '../markup.ts'
import { tagJsx } from './call.ts'

/**
 * Prints a local image of an `.mdx` file: `![a dot](./dot.png)`. The compiler of MDX imports the file, and
 * passes it as `src`.
 *
 * @param props - The attributes; those of the author win over those of the file.
 * @returns The `<img>`.
 */
export const MdxImage: (props: Readonly<Record<string, unknown>>) => Markup = tagJsx(
  ({ src, ...given }) => new Markup(`<img${imageAttributes(src, given)}>`),
)
