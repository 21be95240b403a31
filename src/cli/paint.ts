import { styleText } from 'node:util'

/** Colours a text, or gives it back as it is. */
export type Paint = (colour: 'red' | 'green' | 'yellow' | 'cyan' | 'dim', text: string) => string

/**
 * Creates the brush for a stream: it paints on terminals only, unless NO_COLOR is set.
 *
 * @param stream - Where the text will be written.
 * @returns The function that colours.
 */
export function createPaint(stream: { readonly isTTY?: boolean }): Paint {
  const isPlain = !stream.isTTY || Boolean(process.env['NO_COLOR'])
  return (colour, text) => (isPlain ? text : styleText(colour, text))
}
