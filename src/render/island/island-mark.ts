import { directiveId, ISLAND } from '../../shared/browser-modules.ts'
import { escapeAttribute } from '../../shared/escape.ts'
import { Mark } from '../mark.ts'
import type { PageRender } from '../page-render.ts'
import type { Hydration } from './directives.ts'
import { preloadLinks } from './preload-links.ts'
import type { Renderer } from './renderer.ts'

/** The ids by directive. A string that is concatenated for each island is slow to look up. */
const directiveIds = new Map<string, string>()
const MOST_DIRECTIVES = 100

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
    if (take(ISLAND)) html += moduleScript(result, ISLAND)
    const directive = knownDirectiveId(hydration.directive)
    if (result.hasModule(directive) && take(directive)) html += moduleScript(result, directive)
    return html
  }
}

function knownDirectiveId(name: string): string {
  const known = directiveIds.get(name)
  if (known !== undefined) return known
  const id = directiveId(name)
  // Attributes that are spread may have any name.
  if (directiveIds.size < MOST_DIRECTIVES) directiveIds.set(name, id)
  return id
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
