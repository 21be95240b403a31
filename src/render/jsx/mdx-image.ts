import { printAttributes } from '../attribute.ts'
import { Markup } from '../markup.ts'
import { tagJsx } from './call.ts'

/**
 * Prints a local image of an `.mdx` file: `![a dot](./dot.png)`. The compiler of MDX imports the file, and
 * passes it as `src`.
 *
 * @param props - The attributes; those of the author win over those of the file.
 * @returns The `<img>`.
 */
export const MdxImage: (props: Readonly<Record<string, unknown>>) => Markup = tagJsx((props) => {
  const { src, ...attributes } = props
  const {
    src: url,
    width,
    height,
  } = typeof src === 'object' && src !== null ? toImage(src) : { src }
  const all = { src: url, width, height, loading: 'lazy', decoding: 'async', ...attributes }
  return new Markup(`<img${printAttributes(all, false)}>`)
})

function toImage(image: object): { src: unknown; width: unknown; height: unknown } {
  const { src, width, height } = image as Record<string, unknown>
  return { src, width, height }
}
