import type { Params } from '../shared/types.ts'
import type { Part, Segment } from './parse.ts'
import { encodeText } from './pattern.ts'

/**
 * Puts params into a pattern: the reverse of matching.
 *
 *     /blog/[...page] + { page: '2' } -> /blog/2     /blog/[...page] + {} -> /blog
 *
 * @param params - A string for each param; optional for a rest param.
 * @returns The path in canonical encoding.
 */
export function fillPattern(segments: readonly Segment[], params: Params): string {
  const texts = segments.flatMap((segment) => {
    const text = segment.map((part) => fillPart(part, params)).join('')
    return text === '' && isRest(segment) ? [] : text
  })
  return `/${texts.join('/')}`
}

function fillPart(part: Part, params: Params): string {
  if (part.type === 'text') return encodeText(part.value)
  const text = encodeText(params[part.name] ?? '')
  return part.type === 'rest' ? text : text.replaceAll('/', '%2F')
}

function isRest([part]: Segment): boolean {
  return part?.type === 'rest'
}
