import { escapeAttribute } from '../../shared/escape.ts'
import { Mark } from '../mark.ts'
import type { PageRender } from '../page-render.ts'
import type { Hydration } from './directives.ts'
import type { Renderer } from './renderer.ts'

/** Id of the module that defines the element of islands, and the directives of Astro. */
const ELEMENT = 'virtual:ssr-pages/island'

/** Start of the ids of modules that register a custom directive. */
const DIRECTIVE = 'virtual:ssr-pages/directive/'

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
    let html = hydration.directive === 'load' ? this.#preloads(modules, take) : ''
    if (renderer?.ssr.renderHydrationScript && take(`hydration:${renderer.name}`)) {
      html += withNonce(renderer.ssr.renderHydrationScript(), result.nonceAttribute)
    }
    // `async`: an ordinary module would run only after the last byte of a streamed page.
    const scripts = [ELEMENT, `${DIRECTIVE}${hydration.directive}`]
    for (const id of scripts) {
      if (!(id === ELEMENT || result.hasModule(id)) || !take(id)) continue
      const url = escapeAttribute(result.moduleUrl(id))
      html += `<script type="module" async src="${url}"${result.nonceAttribute}></script>`
    }
    return html
  }

  // Without them, a browser finds each module only when it has read the one that imports it.
  #preloads(modules: readonly string[], take: (id: string) => boolean): string {
    const result = this.#result
    const { preloads } = result.visit.route.assets
    if (preloads === undefined) return ''
    const urls = modules.flatMap((id) => [
      result.moduleUrl(id),
      ...(preloads[id] ?? []).map((path) => `${result.visit.source.base}/${path}`),
    ])
    return urls
      .filter((url) => take(`preload:${url}`))
      .map(
        (url) =>
          `<link rel="modulepreload" href="${escapeAttribute(url)}"${result.nonceAttribute}>`,
      )
      .join('')
  }
}

/** Puts a nonce into the script elements of markup that a renderer wrote. */
export function withNonce(html: string, nonceAttribute: string): string {
  return nonceAttribute === '' ? html : html.replaceAll(SCRIPT, `<script${nonceAttribute}`)
}

const SCRIPT = /<script(?=[\s>])/g
