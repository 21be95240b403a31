/**
 * Matches the starts of slots, and of parts that contain no markup: comments, scripts and styles.
 */
const START = /<!--|<(?:script|style)(?=[\s/>])|<slot(?=[\s/>])|<\/slot(?=[\s>])/gi

/** A `<slot>` whose end tag has not been read yet. */
interface OpenSlot {
  /** Its start tag, as in the source. */
  readonly tag: string
  /** Index behind the start tag. */
  readonly start: number
  /** Index in `#parts` of the expression that begins the slot. */
  readonly at: number
}

/**
 * Turns an `.html` file into a component: markup stays unchanged and `<slot>`s are filled. A slot
 * without given content prints its own content, or itself when it is empty. A slot with `is:inline`
 * is an element of the shadow DOM and stays unchanged.
 *
 * @returns A module whose default export takes `{ slots }` and returns the HTML.
 */
export function toHtmlModule(source: string): string {
  const template = new HtmlTemplate(source)
  for (const { index } of source.matchAll(START)) template.read(index)
  return [
    `export default function render({ slots = {} } = {}) {`,
    `  return ${template.finish()}`,
    `}`,
    `render['astro:html'] = true`,
    ``,
  ].join('\n')
}

/** Converts the text of a file to a JavaScript expression. */
class HtmlTemplate {
  readonly #source: string
  readonly #open: OpenSlot[] = []
  /** Expressions to join with `+`. The begin of a slot is filled in when its end tag is read. */
  readonly #parts: string[] = []
  /** Index up to which the source is converted. */
  #end = 0
  /**
   * Index up to which matches are skipped: the end of the current comment, script, style or tag.
   */
  #skipped = 0

  constructor(source: string) {
    this.#source = source
  }

  read(index: number): void {
    if (index < this.#skipped) return
    const source = this.#source
    const end = findEnd(source, index)
    this.#skipped = end
    const tag = source.slice(index, end)
    if (/^<slot/i.test(tag)) this.#start(tag, index)
    else if (/^<\/slot/i.test(tag)) this.#close(tag, index)
  }

  finish(): string {
    this.#take(this.#source.length, this.#source.length)
    // A slot without an end tag is printed like any other element.
    for (const { tag, at } of this.#open) this.#parts[at] = JSON.stringify(tag)
    return this.#parts.join(' + ')
  }

  #start(tag: string, index: number): void {
    if (tag.endsWith('/>') && isInline(tag)) return
    const start = index + tag.length
    this.#take(index, start)
    if (tag.endsWith('/>')) this.#parts.push(`${beginSlot(tag)}""))`)
    else this.#open.push({ tag, start, at: this.#parts.push('""') - 1 })
  }

  #close(tag: string, index: number): void {
    const slot = this.#open.pop()
    if (slot === undefined) return
    this.#take(index, index + tag.length)
    const [first, last] = [JSON.stringify(slot.tag), JSON.stringify(tag)]
    const isShown = isInline(slot.tag) || index === slot.start
    const begin = isInline(slot.tag) ? '' : beginSlot(slot.tag)
    this.#parts[slot.at] = begin + (isShown ? first : '""')
    this.#parts.push((isShown ? last : '""') + (begin === '' ? '' : '))'))
  }

  #take(end: number, next: number): void {
    this.#parts.push(JSON.stringify(this.#source.slice(this.#end, end)))
    this.#end = next
  }
}

function findEnd(source: string, index: number): number {
  const [start = ''] = /^<!--|^<\/?\w+/.exec(source.slice(index, index + 8)) ?? []
  if (start === '<!--') return after(source, '-->', index)
  const end = endOfTag(source, index)
  if (!/^<s(?:cript|tyle)$/i.test(start)) return end
  const close = new RegExp(`</${start.slice(1)}`, 'gi')
  close.lastIndex = end
  return close.test(source) ? close.lastIndex : source.length
}

function after(source: string, text: string, from: number): number {
  const index = source.indexOf(text, from)
  return index === -1 ? source.length : index + text.length
}

function endOfTag(source: string, from: number): number {
  let quote = ''
  for (let index = from; index < source.length; index++) {
    const char = source[index] ?? ''
    if (quote === '' && char === '>') return index + 1
    if (quote === '' && (char === '"' || char === "'")) quote = char
    else if (char === quote) quote = ''
  }
  return source.length
}

function isInline(tag: string): boolean {
  return /\sis:inline(?=[\s/>=])/.test(tag)
}

// The fallback content and two closing brackets follow.
function beginSlot(tag: string): string {
  const name = /\sname\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s/>]+))/i.exec(tag)
  const key = JSON.stringify(name?.[1] ?? name?.[2] ?? name?.[3] ?? 'default')
  return `(slots[${key}] ?? (`
}
