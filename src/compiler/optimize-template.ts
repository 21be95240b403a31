import { type Edits, use, weave } from './edits.ts'
import { isAttribute, optimizeAttribute } from './optimize-attribute.ts'
import { type CodeNode, identifierOf, isCallOf, type Node } from './syntax-tree.ts'

/** A template literal with the tag `$$render`. */
export type TemplateCode = CodeNode & {
  readonly quasi: CodeNode & {
    readonly quasis: readonly CodeNode[]
    readonly expressions: readonly CodeNode[]
  }
}

/**
 * Tells whether a template begins with `$$maybeRenderHead`: the content of the page's head may have
 * to be printed in front of its first element.
 */
export function beginsWithHead(template: TemplateCode): boolean {
  const { quasis, expressions } = template.quasi
  const [text] = quasis
  return (
    text !== undefined && text.start === text.end && isCallOf(expressions[0], '$$maybeRenderHead')
  )
}

/**
 * How the caller treats a template: `raw` treats a string as HTML, `headed` does so and has already
 * printed the content of the page's head.
 */
export type TemplateRole = 'raw' | 'headed'

/** Tells whether a node is markup of the `.astro` file. */
export function isTemplate(node: Node): node is TemplateCode {
  return node.type === 'TaggedTemplateExpression' && identifierOf(node['tag']) === '$$render'
}

/**
 * Rewrites one template into a call whose arguments are markup and values in turn. Attributes
 * become part of the markup.
 *
 * @param role - How the caller treats the template; `undefined` when the caller is unknown.
 */
export function optimizeTemplate(
  template: TemplateCode,
  role: TemplateRole | undefined,
  edits: Edits,
): void {
  const { start, end, quasi } = template
  const { quasis, expressions } = quasi
  const [only] = expressions
  if (only !== undefined && isBareComponent(template, edits)) {
    weave(edits, template, [only])
    return
  }
  const isRaw = role !== undefined
  const first = role === 'headed' ? 1 : 0
  const values = expressions.slice(first).filter((expression) => !isAttribute(expression))
  if (values.length > MAX_VALUES) return
  const isCounted = !isRaw && isUncertain(values, edits) && expressions.some(isAttribute)
  for (const [i, expression] of expressions.entries()) {
    if (i < first) continue
    const hole = { start: quasis[i]?.end ?? start, end: quasis[i + 1]?.start ?? end }
    if (isAttribute(expression)) optimizeAttribute(expression, hole, edits)
    else weave(edits, hole, ['`, ', expression, ', `'])
  }
  const name = toName(values.length + (isCounted ? 1 : 0), isRaw)
  const call = name === undefined ? '' : `${use(edits, name)}(`
  const close = isCounted ? ', undefined, ``)' : ')'
  edits.text.update(start, quasis[first]?.start ?? start, `${call}\``)
  edits.text.update(quasi.end - 1, end, `\`${call && close}`)
}

// A call can have at most 65,535 arguments, and a value takes two.
const MAX_VALUES = 10_000

// Raw markup without values is already a string.
function toName(count: number, isRaw: boolean): string | undefined {
  if (isRaw && count === 0) return undefined
  return `${isRaw ? 'rawMarkup' : 'markup'}${count === 1 ? 'Around' : ''}`
}

/** Tells whether a template is a single imported component, which can then replace the template. */
export function isBareComponent(template: TemplateCode, edits: Edits): boolean {
  const { quasi } = template
  const [expression] = quasi.expressions
  if (quasi.expressions.length !== 1 || quasi.quasis.some(({ start, end }) => start < end)) {
    return false
  }
  return isKnownComponent(expression, edits)
}

/** Calls that a slot does not count as its content. */
const MARKS = [
  'maybeRenderHead',
  'renderHead',
  'renderScript',
  'templateEnter',
  'templateExit',
].map((name) => `$$${name}`)
const CERTAIN = new Set(['Literal', 'TemplateLiteral'])

// A slot whose only content is a function can be called, even if the function is nested in
// templates. A template whose attributes became markup would look like such a slot.
function isUncertain(values: readonly CodeNode[], edits: Edits): boolean {
  const [value, ...others] = values.filter((one) => !MARKS.some((name) => isCallOf(one, name)))
  if (value === undefined || others.length > 0) return false
  return !CERTAIN.has(value.type) && !isKnownComponent(value, edits)
}

function isKnownComponent(node: Node | undefined, edits: Edits): node is CodeNode {
  if (!isCallOf(node, '$$renderComponent')) return false
  return edits.components.has(identifierOf(node.arguments[2]))
}
