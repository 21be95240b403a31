/** Where something of interest begins: a slot, or what is no markup up to its own end. */
const START = /<!--|<(?:script|style)(?=[\s/>])|<slot(?=[\s/>])|<\/slot(?=[\s>])/gi

/** A `<slot>` whose end tag has not been seen yet. */
interface OpenSlot {
  /** Its start tag as it is written. */
  readonly tag: string
  /** Index of what follows the tag. */
  readonly start: number
  /** Where among the expressions its begin stands. */
  readonly at: number
}

/**
 * Turns an `.html` file into a component: markup as it is, with `<slot>`s filled. A slot that nothing is
 * given for shows its content, or itself when it has none; one with `is:inline` is an element of the
 * shadow DOM and stays as it is.
 *
 * @param source - Text of the file.
 * @returns A module whose default export takes `{ slots }` and returns the HTML.
 */
export function toHtmlModule(source: string): string {
  const template = new Template(source)
  for (const { index } of source.matchAll(START)) template.read(index)
  return [
    `export default function render({ slots = {} } = {}) {`,
    `  return ${template.finish()}`,
    `}`,
    `render['astro:html'] = true`,
    ``,
  ].join('\n')
}

/** The text of a file on its way to an expression. */
class Template {
  readonly #source: string
  readonly #open: OpenSlot[] = []
  /** Expressions, to be added; the begin of a slot is filled in when its end is known. */
  readonly #parts: string[] = []
  /** Up to where that is. */
  #end = 0
  /** Up to where nothing counts: the end of a comment, script, style or tag. */
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
    // Without an end tag they are elements as any other.
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

// What it shows when nothing is given for it follows, and two brackets.
function beginSlot(tag: string): string {
  const name = /\sname\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s/>]+))/i.exec(tag)
  const key = JSON.stringify(name?.[1] ?? name?.[2] ?? name?.[3] ?? 'default')
  return `(slots[${key}] ?? (`
}
