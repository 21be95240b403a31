/** An element of highlighted code, in the form of hast. */
interface CodeElement {
  readonly type: string
  tagName?: string
  properties?: Record<string, unknown>
  children?: CodeElement[]
  value?: string
}

/** How the element around the code is printed. */
export interface CodeElementOptions {
  readonly lang: string
  readonly wrap: boolean | null
  readonly inline: boolean
  /** Attributes of the tag `<Code>`. */
  readonly attributes: Readonly<Record<string, unknown>>
}

/** A transformer of Shiki. */
interface ElementTransformer {
  pre(node: CodeElement): void
  line(node: CodeElement): void
  code(node: CodeElement): CodeElement | undefined
}

const OVERFLOW = '; overflow-x: auto;'
const WRAPPED = `${OVERFLOW} white-space: pre-wrap; word-wrap: break-word;`

/**
 * Creates the transformer of Shiki that makes the element of `<Code>`, as Astro prints it.
 *
 * @see https://docs.astro.build/en/guides/syntax-highlighting/#code-
 */
export function createElementTransformer(options: CodeElementOptions): ElementTransformer {
  const { lang, wrap, inline, attributes } = options
  return {
    pre(node) {
      const { class: className, style, ...rest } = attributes
      const properties = (node.properties ??= {})
      if (inline) node.tagName = 'code'
      Object.assign(properties, rest)
      const names = join(properties['class'], className, ' ')
      properties['class'] = names.replaceAll('shiki', 'astro-code')
      properties['dataLanguage'] = lang
      const styles = join(properties['style'], style, '; ')
      properties['style'] = styles + (wrap === null ? '' : wrap ? WRAPPED : OVERFLOW)
    },
    line(node) {
      if (lang === 'diff') divideLine(node)
    },
    code: (node) => (inline ? node.children?.[0] : undefined),
  }
}

function join(own: unknown, added: unknown, between: string): string {
  const text = Array.isArray(own) ? own.join(' ') : String(own ?? '')
  return added === undefined || added === null ? text : `${text}${between}${String(added)}`
}

// A copied line has no sign.
function divideLine({ children = [] }: CodeElement): void {
  const [span] = children
  const [text] = span?.children ?? []
  const sign = text?.value?.[0]
  if (span === undefined || text?.value === undefined || (sign !== '+' && sign !== '-')) return
  text.value = text.value.slice(1)
  span.children?.unshift({
    type: 'element',
    tagName: 'span',
    properties: { style: 'user-select: none;' },
    children: [{ type: 'text', value: sign }],
  })
}
