import { reasonOf, SsrPagesError } from '../../shared/errors.ts'
import { escapeHtml } from '../../shared/escape.ts'
import type { Props } from '../component-factory.ts'
import type { Piece } from '../sink.ts'
import { type Hydration, OF_ELEMENT } from './directives.ts'
import { escapeJson } from './escape-json.ts'
import { hash } from './hash.ts'
import type { IslandTexts } from './island-texts.ts'
import { serializeProps } from './serialize.ts'
import { describeTag, type TagPlace } from './tag-place.ts'

/** An island, ready to be printed. */
export interface IslandFacts {
  readonly texts: IslandTexts
  readonly hydration: Hydration
  readonly props: Props
  readonly tag: TagPlace
  /** Attributes that the renderer adds. */
  readonly attrs: Readonly<Record<string, unknown>>
  /** The component's HTML, and the marks in it. */
  readonly pieces: readonly Piece[]
  readonly hasContent: boolean
}

/**
 * Prints the start tag of an island, with its attributes in the order in which Astro prints them.
 *
 * @throws {SsrPagesError} ISLAND_PROPS_INVALID, ISLAND_INVALID
 */
export function toStartTag(island: IslandFacts): string {
  const { texts, props, attrs } = island
  const json = texts.kind.client === undefined ? '' : serializeProps(props, island.tag)
  let tag = `<astro-island uid="${toUid(texts, json, island.pieces)}"`
  for (const name of Object.keys(attrs)) tag += attribute(name, attrs[name])
  tag += texts.urls
  if (texts.kind.client !== undefined) tag += ` props='${escapeJson(json)}'`
  tag += `${texts.directive} opts='${toOptions(island)}'`
  for (const name of OF_ELEMENT) tag += attribute(name, props[name])
  return `${tag}${island.hasContent ? ' await-children' : ''}>`
}

// The same island always gets the same id, whatever else the page prints. Of the component's HTML only
// the length counts: to read all of it took a tenth of an island's time.
function toUid({ kind, seed }: IslandTexts, json: string, pieces: readonly Piece[]): string {
  let length = 0
  for (const piece of pieces) if (typeof piece === 'string') length += piece.length
  const end = `\n${length}`
  const value = hash(end, hash(json, seed)) >>> 0
  const read = kind.exported.length + kind.id.length + 2 + json.length + end.length
  return (value + read * 0x100000000).toString(36)
}

function toOptions({ texts, hydration, tag }: IslandFacts): string {
  const { directive, value } = hydration
  if (value === true) return texts.options
  try {
    return escapeJson(JSON.stringify({ name: tag.component, value: value || '' }))
  } catch (cause) {
    const what = `The value of client:${directive} of ${describeTag(tag)} is not JSON: ${reasonOf(cause)}`
    throw new SsrPagesError('ISLAND_INVALID', what, { ...tag, directive, cause })
  }
}

function attribute(name: string, value: unknown): string {
  return value === undefined || value === null ? '' : ` ${name}="${escapeHtml(String(value))}"`
}
