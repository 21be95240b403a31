/** The code of an `.mdx` file; everything else is blank, so that offsets stay the same. */
export interface MdxSource {
  /** Imports and exports. */
  readonly esm: string
  /** Expressions and tags. */
  readonly content: string
}

/**
 * Separates the code of an `.mdx` file from its text. Not a parser: what is code by mistake only makes a place less
 * exact.
 */
export function splitMdx(source: string): MdxSource {
  let esm = ''
  let content = ''
  const state: State = { braces: 0, isTag: false }
  let block: 'start' | 'esm' | 'text' | 'fence' = 'start'
  const body = source.replace(/^\s*(---|\+\+\+)\n[^]*?\n\1(?=\n|$)/, blank)
  for (const line of body.split(/(?<=\n)/)) {
    const isFence = /^\s*(?:```|~~~)/.test(line)
    if (block === 'fence') {
      if (isFence) block = 'text'
    } else if (isFence && state.braces === 0) block = 'fence'
    else if (line.trim() === '' && state.braces === 0) block = 'start'
    else if (block === 'start') block = /^(?:import|export)\b/.test(line) ? 'esm' : 'text'
    esm += block === 'esm' ? line : blank(line)
    content += block === 'text' && !isFence ? codeOf(line, state) : blank(line)
  }
  return { esm, content }
}

interface State {
  /** How many braces are open. */
  braces: number
  /** Whether a tag is open. */
  isTag: boolean
}

// Expressions and tags may go on over lines.
function codeOf(line: string, state: State): string {
  let code = ''
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at)
    if (character === '{') state.braces += 1
    else if (character === '}') state.braces = Math.max(0, state.braces - 1)
    else if (state.braces === 0 && character === '>') state.isTag = false
    else if (state.braces === 0 && /^<[a-z]/i.test(line.slice(at, at + 2))) state.isTag = true
    code += state.braces > 0 || state.isTag ? character : blank(character)
  }
  return code
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ')
}
