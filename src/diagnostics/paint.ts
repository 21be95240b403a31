import { styleText } from 'node:util'

/** Colours a text, or gives it back as it is. */
export type Paint = (
  colour: 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold',
  text: string,
) => string

/** A stream that a text is written to. */
interface Target {
  readonly isTTY?: boolean
}

/**
 * Creates the brush for a stream.
 *
 * @param stream - Where the text will be written.
 * @param env - The environment. (default: of this process)
 * @returns The function that colours.
 */
export function createPaint(stream: Target, env: NodeJS.ProcessEnv = process.env): Paint {
  if (!hasColours(stream, env)) return (_colour, text) => text
  // Whether there are colours is decided here, not by what `process.stdout` is.
  return (colour, text) => styleText(colour, text, { validateStream: false })
}

// As Node decides it: FORCE_COLOR goes before NO_COLOR, and both before what the stream is.
// https://nodejs.org/api/tty.html#writestreamgetcolordepthenv
function hasColours({ isTTY = false }: Target, env: NodeJS.ProcessEnv): boolean {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (env['NO_COLOR'] || env['NODE_DISABLE_COLORS']) return false
  return isTTY && env['TERM'] !== 'dumb'
}
