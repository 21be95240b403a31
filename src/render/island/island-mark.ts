import { escapeAttribute } from '../../shared/escape.ts'
import { Mark } from '../mark.ts'
import type { PageRender } from '../page-render.ts'
import type { Hydration } from './directives.ts'
import { preloadLinks } from './preload-links.ts'
import type { Renderer } from './renderer.ts'

/** Id of the module that defines the element of islands, and the directives of Astro. */
const ELEMENT = 'virtual:ssr-pages/island'

/** Start of the ids of modules that register a custom directive. */
const DIRECTIVE = 'virtual:ssr-pages/directive/'

/** The directives that are part of the module of the element. */
const IN_ELEMENT: ReadonlySet<string> = new Set(['load', 'idle', 'visible', 'media', 'only'])

/** What an island needs in the browser before its element. */
export interface IslandNeeds {
  readonly hydration: Hydration
  /** `undefined` for an island that is not rendered on the server. */
  readonly renderer: Renderer | undefined
  /** Ids of the modules that the island imports. */
  readonly modules: readonly string[]
}

/**
 * Loads what an island needs, each part once per page: the script of the element, custom
 * directives, the renderer's own script, and the island's modules if it hydrates at once.
 */
export class IslandMark extends Mark {
  readonly #result: PageRender
  readonly #needs: IslandNeeds

  constructor(result: PageRender, needs: IslandNeeds) {
    super()
    this.#result = result
    this.#needs = needs
  }

  resolve(): string {
    return this.#print((id) => this.#result.takeScript(id))
  }

  override toString(): string {
    return this.#print(() => true)
  }

  #print(take: (id: string) => boolean): string {
    const result = this.#result
    const { hydration, renderer, modules } = this.#needs
    let html = hydration.directive === 'load' ? preloadLinks(result, modules, take) : ''
    if (renderer?.ssr.renderHydrationScript && take(`hydration:${renderer.name}`)) {
      html += withNonce(renderer.ssr.renderHydrationScript(), result.nonceAttribute)
    }
    if (take(ELEMENT)) html += moduleScript(result, ELEMENT)
    if (IN_ELEMENT.has(hydration.directive)) return html
    const directive = `${DIRECTIVE}${hydration.directive}`
    if (result.hasModule(directive) && take(directive)) html += moduleScript(result, directive)
    return html
  }
}

// `async`: an ordinary module would run only after the last byte of a streamed page.
function moduleScript(result: PageRender, id: string): string {
  const url = escapeAttribute(result.moduleUrl(id))
  return `<script type="module" async src="${url}"${result.nonceAttribute}></script>`
}

/** Puts a nonce into the script elements of markup that a renderer wrote. */
export function withNonce(html: string, nonceAttribute: string): string {
  return nonceAttribute === '' ? html : html.replaceAll(SCRIPT, `<script${nonceAttribute}`)
}

const SCRIPT = /<script(?=[\s>])/g
