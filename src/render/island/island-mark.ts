import { Mark } from '../mark.ts'
import type { PageRender } from '../page-render.ts'
import type { IslandTexts, OncePerPage } from './island-texts.ts'
import type { Renderer } from './renderer.ts'

/**
 * Loads what an island needs, each part once per page: the island's modules if it hydrates at once,
 * the renderer's own script, the script of the element, and a custom directive.
 */
export class IslandMark extends Mark {
  readonly #result: PageRender
  readonly #texts: IslandTexts
  readonly #renderer: Renderer | undefined

  /** @param renderer - `undefined` for an island that is not rendered on the server. */
  constructor(result: PageRender, texts: IslandTexts, renderer: Renderer | undefined) {
    super()
    this.#result = result
    this.#texts = texts
    this.#renderer = renderer
  }

  resolve(): string {
    return this.#print(false)
  }

  override toString(): string {
    return this.#print(true)
  }

  #print(isWhole: boolean): string {
    const { links, scripts } = this.#texts
    const own = this.#renderer && this.#printOwn(this.#renderer, isWhole)
    const ofLinks = refusesLinks(this.#result) ? '' : this.#printEach(links, isWhole)
    return ofLinks + (own ?? '') + this.#printEach(scripts, isWhole)
  }

  #printOwn({ name, ssr }: Renderer, isWhole: boolean): string {
    if (!ssr.renderHydrationScript) return ''
    if (!isWhole && !this.#result.takeScript(`hydration:${name}`)) return ''
    return withNonce(ssr.renderHydrationScript(), this.#result.nonceAttribute)
  }

  #printEach(parts: readonly OncePerPage[], isWhole: boolean): string {
    let html = ''
    for (const { key, start, end } of parts) {
      if (!isWhole && !this.#result.takeScript(key)) continue
      html += start + this.#result.nonceAttribute + end
    }
    return html
  }
}

// The page that shows a part has another nonce: its policy would refuse the links.
function refusesLinks({ nonceAttribute, isPartial }: PageRender): boolean {
  return nonceAttribute !== '' && isPartial
}

/** Puts a nonce into the script elements of markup that a renderer wrote. */
export function withNonce(html: string, nonceAttribute: string): string {
  return nonceAttribute === '' ? html : html.replaceAll(SCRIPT, `<script${nonceAttribute}`)
}

const SCRIPT = /<script(?=[\s>])/g
