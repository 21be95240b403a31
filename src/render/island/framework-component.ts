import { clientRendererId } from '../../shared/browser-modules.ts'
import { SsrPagesError } from '../../shared/errors.ts'
import { printAttributes } from '../attribute.ts'
import { busyWith } from '../busy.ts'
import { renderChild } from '../child.ts'
import type { Props } from '../component-factory.ts'
import { maybeRenderHead } from '../head.ts'
import type { PageRender, SlotMap } from '../page-render.ts'
import type { Pending, Renderable } from '../renderable.ts'
import { type RenderedSlots, renderSlots } from '../rendered-slots.ts'
import type { Sink } from '../sink.ts'
import { nestWaiting } from '../waiting.ts'
import { chooseRenderer } from './choose-renderer.ts'
import {
  checkedProps,
  type Hydration,
  propsAfterRender,
  readTag,
  type TagParts,
  toMetadata,
} from './directives.ts'
import { toStartTag } from './island-element.ts'
import { IslandMark } from './island-mark.ts'
import { islandTexts } from './island-texts.ts'
import {
  afterEarlierChoices,
  createIslandResult,
  hasChoices,
  holdForChoice,
  islandResult,
} from './island-result.ts'
import { toTemplates } from './templates.ts'
import {
  carriedRenderer,
  type IslandMetadata,
  type LoadRenderers,
  type RenderedComponent,
  type Renderer,
} from './renderer.ts'
import { describeTag, elementIsNoIsland, type TagPlace } from './tag-place.ts'

/** How the tags of one file find their renderers. */
export interface FileRenderers {
  /** Imports all renderers, for components that carry none. (default: the site has none) */
  readonly load?: LoadRenderers | undefined
  /** Names of the renderers of `client:only` components, by their ids. (default: none) */
  readonly only?: Readonly<Record<string, string>> | undefined
}

/** A tag of a component of another framework. */
export interface FrameworkTag {
  /** `null` for `client:only`. */
  readonly component: unknown
  readonly props: Props
  readonly slots: SlotMap
  readonly renderers: FileRenderers
  readonly tag: TagPlace
  /** Name of the element, if the component is the class of a custom element. */
  readonly element?: string | undefined
  /** Prints the component if no renderer accepts it. (default: that is an error) */
  readonly otherwise?: (slots: RenderedSlots) => unknown
}

/** A component of another framework in a template; its renderer turns it into HTML. */
export class FrameworkComponent implements Renderable {
  readonly #result: PageRender
  readonly #tag: FrameworkTag

  constructor(result: PageRender, tag: FrameworkTag) {
    this.#result = result
    this.#tag = tag
  }

  '~render'(sink: Sink): Pending {
    if (sink.isStopped) return undefined
    const parts = readTag(this.#tag.props, this.#tag.tag)
    nestWaiting(sink)
    return parts.hydration?.directive === 'only'
      ? this.#renderOnly(sink, parts, parts.hydration)
      : this.#renderOnServer(sink, parts)
  }

  async #renderOnly(sink: Sink, parts: TagParts, hydration: Hydration): Promise<void> {
    const { slots, renderers, tag } = this.#tag
    const rendered = await renderSlots(this.#result, slots, sink)
    const name = renderers.only?.[hydration.id]
    if (name === undefined) {
      const what = `client:only of ${describeTag(tag)} does not say which framework the component belongs to.`
      throw new SsrPagesError('ISLAND_INVALID', what, { ...tag, directive: 'only' })
    }
    if (!this.#result.hasHead) sink.mark(maybeRenderHead(this.#result))
    const { fallback = '', ...others } = rendered.html
    this.#printIsland(sink, {
      parts,
      hydration,
      client: clientRendererId(name),
      renderer: undefined,
      output: { html: fallback },
      slots: { html: others, marks: rendered.marks },
    })
  }

  async #renderOnServer(sink: Sink, parts: TagParts): Promise<void> {
    const { component, tag } = this.#tag
    const metadata = toMetadata(tag.component, parts.hydration)
    const self = { result: islandResult(this.#result) }
    const slots = await renderSlots(this.#result, this.#tag.slots, sink)
    if (sink.isStopped) return
    const { state } = this.#result
    const work = async (): Promise<readonly [Renderer, RenderedComponent] | undefined> => {
      const renderer = await this.#renderer(slots, metadata)
      if (renderer === undefined) return undefined
      const { ssr } = renderer
      return [
        renderer,
        await ssr.renderToStaticMarkup.call(
          self,
          component,
          parts.serverProps,
          slots.html,
          metadata,
        ),
      ]
    }
    const rendered = await busyWith(state, work())
    if (rendered === undefined) {
      const { otherwise } = this.#tag
      if (otherwise !== undefined) return renderChild(sink, otherwise(slots))
      return this.#printElement(sink, parts, slots)
    }
    const [renderer, output] = rendered
    // A page without a <head> links its styles here, not inside of the component.
    if (!this.#result.hasHead) sink.mark(maybeRenderHead(this.#result))
    if (parts.hydration === undefined) {
      sink.append(slots.marks.toParts(withoutSlotTags(output.html, renderer)))
      return
    }
    const { hydration } = parts
    const { client } = renderer
    this.#printIsland(sink, { parts, hydration, client, renderer, output, slots })
  }

  #printElement(sink: Sink, { hydration }: TagParts, slots: RenderedSlots): void {
    const { element = '', props, tag } = this.#tag
    if (hydration !== undefined) throw elementIsNoIsland(hydration.directive, tag)
    sink.write(`<${element}${printAttributes(props, element.includes('-'))}>`)
    sink.append(slots.marks.toParts(Object.values(slots.html).join('')))
    sink.write(`</${element}>`)
  }

  async #renderer(slots: RenderedSlots, metadata: IslandMetadata): Promise<Renderer | undefined> {
    const result = this.#result
    const { component, renderers, tag, element, otherwise } = this.#tag
    if (hasChoices(result)) await afterEarlierChoices(result)
    const isElement = element !== undefined
    const known = isElement ? undefined : carriedRenderer(component)
    if (known !== undefined) return known
    const props = checkedProps(this.#tag.props)
    const isOptional = otherwise !== undefined
    const unknown = { component, props, slots: slots.html, metadata, tag, isElement, isOptional }
    const self = { result: createIslandResult(result) }
    return holdForChoice(result, chooseRenderer(unknown, self, renderers.load))
  }

  #printIsland(sink: Sink, island: Island): void {
    const { parts, hydration, client, renderer, output, slots } = island
    const { tag } = this.#tag
    const html = output.html ?? ''
    const { before, templates } = toTemplates(html, slots)
    const hasContent = html !== '' || templates !== ''
    const { attrs = {} } = output
    const pieces = slots.marks.toParts(html)
    const { directive, id, exported } = hydration
    const texts = islandTexts(this.#result, {
      directive,
      id,
      exported,
      client,
      name: tag.component,
    })
    const props = propsAfterRender(parts)
    const start = toStartTag({ texts, hydration, props, tag, attrs, pieces, hasContent })
    sink.append(before)
    sink.mark(new IslandMark(this.#result, texts, renderer))
    sink.write(start)
    sink.append(pieces)
    sink.write(`${templates}${hasContent ? '<!--astro:end-->' : ''}</astro-island>`)
  }
}

interface Island {
  readonly parts: TagParts
  readonly hydration: Hydration
  readonly client: string | undefined
  readonly renderer: Renderer | undefined
  readonly output: RenderedComponent
  readonly slots: RenderedSlots
}

const SLOT_TAG = /<\/?astro-slot\b[^<>]*>/g
const STATIC_SLOT_TAG = /<\/?astro-static-slot\b[^<>]*>/g

function withoutSlotTags(html: string | undefined, { ssr }: Renderer): string {
  return (html ?? '').replaceAll(ssr.supportsAstroStaticSlot ? STATIC_SLOT_TAG : SLOT_TAG, '')
}
