import { styleText } from 'node:util'

/** Colours a text, or returns it unchanged. */
export type Paint = (
  colour: 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold',
  text: string,
) => string

/** A stream to write to. */
interface Stream {
  readonly isTTY?: boolean
}

/**
 * Creates the function that colours text for a stream.
 *
 * @param stream - The stream that the text is written to.
 * @param env - Environment variables. (default: those of this process)
 */
export function createPaint(stream: Stream, env: NodeJS.ProcessEnv = process.env): Paint {
  if (!hasColours(stream, env)) return (_colour, text) => text
  // `hasColours()` decides about colours, so `styleText()` must not check `process.stdout` again.
  return (colour, text) => styleText(colour, text, { validateStream: false })
}

// The same rules as in Node: FORCE_COLOR overrides NO_COLOR, and both override the kind of the
// stream. https://nodejs.org/api/tty.html#writestreamgetcolordepthenv
function hasColours({ isTTY = false }: Stream, env: NodeJS.ProcessEnv): boolean {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (env['NO_COLOR'] || env['NODE_DISABLE_COLORS']) return false
  return isTTY && env['TERM'] !== 'dumb'
}
