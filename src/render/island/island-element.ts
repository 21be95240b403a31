import { reasonOf, SsrPagesError } from '../../shared/errors.ts'
import { BEFORE_HYDRATION } from '../../shared/browser-modules.ts'
import { escapeAttribute, escapeHtml } from '../../shared/escape.ts'
import type { Props } from '../component-factory.ts'
import type { PageRender } from '../page-render.ts'
import type { Piece } from '../sink.ts'
import { elementAttributes, type Hydration } from './directives.ts'
import { serializeProps } from './serialize.ts'
import { describeTag, type TagPlace } from './tag-place.ts'

/** An island, ready to be printed. */
export interface IslandFacts {
  readonly hydration: Hydration
  readonly props: Props
  readonly tag: TagPlace
  /** Id of the renderer's module for the browser. (default: the component cannot be hydrated) */
  readonly client: string | undefined
  /** Attributes that the renderer adds. */
  readonly attrs: Readonly<Record<string, unknown>>
  /** The component's HTML, and the marks in it. */
  readonly pieces: readonly Piece[]
  readonly hasContent: boolean
}

/**
 * Prints the start tag of an island, with its attributes in the order in which Astro prints them.
 *
 * @throws {SsrPagesError} MODULE_UNKNOWN, ISLAND_PROPS_INVALID
 */
export function toStartTag(result: PageRender, island: IslandFacts): string {
  const { hydration, props, tag: place, client } = island
  const url = result.moduleUrl(hydration.id)
  const json = client === undefined ? '' : serializeProps(props, place)
  // Of the component's HTML only the length: to read all of it took a tenth of an island's time.
  let length = 0
  for (const piece of island.pieces) if (typeof piece === 'string') length += piece.length
  const uid = hash(`${hydration.exported}:${hydration.id}\n${json}\n${length}`)
  let tag = `<astro-island uid="${uid}"`
  for (const [name, value] of Object.entries(island.attrs)) tag += attribute(name, value)
  tag += attribute('component-url', url)
  if (client !== undefined) {
    tag += attribute('component-export', hydration.exported)
    tag += attribute('renderer-url', result.moduleUrl(client))
    tag += ` props='${escapeJson(json)}'`
  }
  tag += ` ssr client="${escapeAttribute(hydration.directive)}"`
  if (result.hasModule(BEFORE_HYDRATION)) {
    tag += attribute('before-hydration-url', result.moduleUrl(BEFORE_HYDRATION))
  }
  tag += ` opts='${escapeJson(toOptions(hydration, place))}'`
  for (const [name, value] of elementAttributes(props)) tag += attribute(name, value)
  return `${tag}${island.hasContent ? ' await-children' : ''}>`
}

function toOptions({ directive, value }: Hydration, tag: TagPlace): string {
  try {
    return JSON.stringify({ name: tag.component, value: value || '' })
  } catch (cause) {
    const what = `The value of client:${directive} of ${describeTag(tag)} is not JSON: ${reasonOf(cause)}`
    throw new SsrPagesError('ISLAND_INVALID', what, { ...tag, directive, cause })
  }
}

function attribute(name: string, value: unknown): string {
  return value === undefined || value === null ? '' : ` ${name}="${escapeHtml(String(value))}"`
}

const SPECIAL = /[&'<]/g
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', "'": '&#39;', '<': '&lt;' }

// In single quotes, because JSON is full of double ones: props of 20 products take 2,678 instead of
// 4,488 bytes. `<` as well, because some middleware searches HTML for tags to insert scripts at.
function escapeJson(json: string): string {
  return json.replace(SPECIAL, (char) => ENTITIES[char] ?? char)
}

// FNV-1a: the same text always gets the same id, whatever else the page prints.
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return ((value >>> 0) + text.length * 0x100000000).toString(36)
}
