import { type Edits, use, weave } from './edits.ts'
import { isAttribute, optimizeAttribute } from './optimize-attribute.ts'
import { type CodeNode, identifierOf, isCallOf, type Node } from './syntax-tree.ts'

/** A template literal with the tag `$$render`. */
export type Template = CodeNode & {
  readonly quasi: CodeNode & {
    readonly quasis: readonly CodeNode[]
    readonly expressions: readonly CodeNode[]
  }
}

/**
 * Tells templates whose first element is where the page's head content may have to be printed.
 *
 * @param template - The template.
 * @returns True when `$$maybeRenderHead` is the first thing in it.
 */
export function beginsWithHead(template: Template): boolean {
  const { quasis, expressions } = template.quasi
  const [text] = quasis
  return (
    text !== undefined && text.start === text.end && isCallOf(expressions[0], '$$maybeRenderHead')
  )
}

/**
 * Who takes a template: `raw` knows a string of it to be HTML, `headed` has also printed the page's head
 * content in front of it.
 */
export type TemplateRole = 'raw' | 'headed'

/**
 * Tells what the compiler made of markup.
 *
 * @param node - Anything.
 * @returns True for a template.
 */
export function isTemplate(node: Node): node is Template {
  return node.type === 'TaggedTemplateExpression' && identifierOf(node['tag']) === '$$render'
}

/**
 * Rewrites one template into a call that gets its markup and its values by turns, the attributes as
 * part of the markup.
 *
 * @param template - The template.
 * @param role - Who takes it. (default: nobody who knows it)
 * @param edits - The module.
 */
export function optimizeTemplate(
  template: Template,
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

// A call has 65,535 arguments at most, and a value takes two.
const MAX_VALUES = 10_000

// Raw markup without values is a string already.
function toName(count: number, isRaw: boolean): string | undefined {
  if (isRaw && count === 0) return undefined
  return `${isRaw ? 'rawMarkup' : 'markup'}${count === 1 ? 'Around' : ''}`
}

/**
 * Tells templates that are one imported component and nothing else.
 *
 * @param template - The template.
 * @param edits - The module.
 * @returns True when the component can stand for the template.
 */
export function isBareComponent(template: Template, edits: Edits): boolean {
  const { quasi } = template
  const [expression] = quasi.expressions
  if (quasi.expressions.length !== 1 || quasi.quasis.some(({ start, end }) => start < end)) {
    return false
  }
  return isKnownComponent(expression, edits)
}

/** What no slot counts. */
const MARKS = [
  'maybeRenderHead',
  'renderHead',
  'renderScript',
  'templateEnter',
  'templateExit',
].map((name) => `$$${name}`)
const CERTAIN = new Set(['Literal', 'TemplateLiteral'])

// A slot that holds a function and nothing else, be it deep in templates, can be called. An attribute
// that has become part of the markup is something else, too.
function isUncertain(values: readonly CodeNode[], edits: Edits): boolean {
  const [value, ...others] = values.filter((one) => !MARKS.some((name) => isCallOf(one, name)))
  if (value === undefined || others.length > 0) return false
  return !CERTAIN.has(value.type) && !isKnownComponent(value, edits)
}

function isKnownComponent(node: Node | undefined, edits: Edits): node is CodeNode {
  if (!isCallOf(node, '$$renderComponent')) return false
  return edits.components.has(identifierOf(node.arguments[2]))
}
