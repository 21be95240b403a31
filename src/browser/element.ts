import type { DirectiveOptions } from './directives.ts'
import { importModule, pickExport } from './component.ts'
import { documentMember, onDocumentEvent } from './document-member.ts'
import { reviveProps } from './revive.ts'
import { takeSlots } from './slots.ts'

/** The client half of a renderer: hydrates a component in an island, or renders it again. */
type Renderer = (
  island: Element,
) => (
  component: unknown,
  props: Record<string, unknown>,
  slots: Record<string, string>,
  options: { client: string | null },
) => unknown

/** What an island needs to hydrate. */
interface Loaded {
  readonly component: unknown
  readonly renderer: Renderer | undefined
}

/** The module of a renderer without a client half. */
const NOTHING: Readonly<Record<string, unknown>> = {}

/** The comment that ends the content of an island. */
const END = 'astro:end'

/** The element around a framework component, which hydrates it when its directive says so. */
export class AstroIsland extends HTMLElement {
  static observedAttributes: readonly string[] = ['props']

  #isStarted = false
  #loaded: Loaded | undefined
  readonly #slots: Record<string, string> = {}

  connectedCallback(): void {
    // An island that is moved in the page starts only once, but could not hydrate meanwhile.
    if (this.#isStarted) return void (this.hasAttribute('ssr') && this.#hydrate())
    this.#isStarted = true
    this.#whenComplete(() => void this.#run(() => this.#start()))
  }

  disconnectedCallback(): void {
    // The document must not keep removed islands in memory.
    const island = new WeakRef(this)
    const unmount = (): void => island.deref()?.unmount()
    onDocumentEvent('astro:after-swap', unmount)
  }

  attributeChangedCallback(): void {
    void this.#hydrate()
  }

  /** Lets the renderer end the component, unless the island is in the page again. */
  unmount(): void {
    if (!this.isConnected) this.dispatchEvent(new CustomEvent('astro:unmount'))
  }

  // While the page is still arriving, the island may not have all of its content yet.
  #whenComplete(run: () => void): void {
    if (this.#takeEnd() || !this.hasAttribute('await-children')) return run()
    if (documentMember('readyState') !== 'loading') return run()
    const observer = new MutationObserver(() => this.#takeEnd() && finish())
    let isFinished = false
    const finish = (): void => {
      if (isFinished) return
      isFinished = true
      observer.disconnect()
      run()
    }
    observer.observe(this, { childList: true })
    onDocumentEvent('DOMContentLoaded', finish)
  }

  #takeEnd(): boolean {
    const { lastChild } = this
    if (!(lastChild instanceof Comment) || lastChild.data !== END) return false
    lastChild.remove()
    return true
  }

  async #start(): Promise<void> {
    const before = this.getAttribute('before-hydration-url')
    if (before) await importModule(before)
    const name = this.#get('client')
    const directive = globalThis.Astro?.[name]
    if (!directive) {
      addEventListener(`astro:${name}`, () => void this.#run(() => this.#start()), { once: true })
      return
    }
    const options: DirectiveOptions = JSON.parse(this.#get('opts'))
    await directive(() => this.#load(), options, this)
  }

  async #load(): Promise<() => Promise<void>> {
    await this.#run(async () => {
      const url = this.getAttribute('renderer-url')
      const [module, renderer] = await Promise.all([
        importModule(this.#get('component-url')),
        url ? importModule(url) : NOTHING,
      ])
      const component = pickExport(module, this.#get('component-export') || 'default')
      this.#loaded = { component, renderer: renderer['default'] as Renderer | undefined }
    })
    return () => this.#hydrate()
  }

  async #hydrate(): Promise<void> {
    const { component, renderer } = this.#loaded ?? {}
    if (!this.isConnected || !renderer) return
    // The parent first: its framework may replace the elements of its slots.
    const parent = this.parentElement?.closest('astro-island[ssr]')
    if (parent) {
      parent.addEventListener('astro:hydrate', () => void this.#hydrate(), { once: true })
      return
    }
    await this.#run(async () => {
      // Templates of slots are there only the first time.
      Object.assign(this.#slots, takeSlots(this))
      const props = reviveProps(this.#get('props') || '{}')
      await renderer(this)(component, props, this.#slots, { client: this.getAttribute('client') })
      this.removeAttribute('ssr')
      this.dispatchEvent(new CustomEvent('astro:hydrate'))
    })
  }

  async #run(step: () => Promise<void>): Promise<void> {
    try {
      await step()
    } catch (error) {
      const componentUrl = this.getAttribute('component-url')
      const event = new CustomEvent('astro:hydration-error', {
        cancelable: true,
        bubbles: true,
        composed: true,
        detail: { error, componentUrl },
      })
      if (this.dispatchEvent(event)) {
        console.error(`[astro-island] ${componentUrl} did not hydrate:`, error)
      }
    }
  }

  #get(name: string): string {
    return this.getAttribute(name) ?? ''
  }
}
