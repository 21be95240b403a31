import { type Hit, find } from './find.ts'

/** Milliseconds without a key after which the search begins. */
const PAUSE_MS = 120

/** A field, and the results of what is typed into it. Arrow keys move between the field and the results. */
class DocsSearch extends HTMLElement {
  connectedCallback(): void {
    const [form, input] = [this.querySelector('form'), this.querySelector('input')]
    if (!form || !input) return
    let timer = 0
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.querySelector<HTMLElement>('.results a')?.click()
    })
    input.addEventListener('input', () => {
      clearTimeout(timer)
      timer = window.setTimeout(() => void this.search(input.value.trim()), PAUSE_MS)
    })
    this.addEventListener('keydown', (event) => this.move(event))
  }

  private async search(text: string): Promise<void> {
    if (text === '') return this.show('', [])
    try {
      const hits = await find(text)
      // A later search has begun in the meantime.
      if (hits === undefined) return
      this.show(hits.length === 0 ? `Nothing has been found for “${text}”.` : '', hits)
    } catch {
      this.show('The search cannot be loaded. It is part of a build: run npm run docs.', [])
    }
  }

  private show(message: string, hits: readonly Hit[]): void {
    const [status, list] = [this.querySelector('.found'), this.querySelector('.results')]
    const count = `${hits.length} ${hits.length === 1 ? 'result' : 'results'}`
    if (status) status.textContent = hits.length > 0 ? count : message
    list?.replaceChildren(...hits.map(toItem))
  }

  private move(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const stops = [...this.querySelectorAll<HTMLElement>('input, .results a')]
    const index = stops.findIndex((stop) => stop === document.activeElement)
    event.preventDefault()
    stops[Math.min(Math.max(index + step, 0), stops.length - 1)]?.focus()
  }
}

customElements.define('docs-search', DocsSearch)

function toItem({ url, title, page, excerpt }: Hit): HTMLLIElement {
  const link = document.createElement('a')
  link.href = url
  const heading = document.createElement('strong')
  heading.textContent = title
  const above = document.createElement('span')
  above.textContent = page
  const text = document.createElement('p')
  text.append(...marked(excerpt))
  link.append(heading, above, text)
  const item = document.createElement('li')
  item.append(link)
  return item
}

/** An excerpt is HTML with `<mark>` around what was found. Only text and marks are taken from it. */
function marked(excerpt: string): readonly Node[] {
  const { body } = new DOMParser().parseFromString(excerpt, 'text/html')
  return [...body.childNodes].map((node) => {
    if (node.nodeName !== 'MARK') return document.createTextNode(node.textContent ?? '')
    const mark = document.createElement('mark')
    mark.textContent = node.textContent
    return mark
  })
}
