import { type Edits, type Range, use, weave } from './edits.ts'
import { isAttribute, optimizeAttribute } from './optimize-attribute.ts'
import type { Hole } from './optimize-fragment.ts'
import { type CodeNode, isCallOf } from './syntax-tree.ts'
import { isKnownComponent } from './optimize-call.ts'
import { onlyValueOf, type TemplateCode, type TemplateRole } from './template-code.ts'

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
 * Rewrites one template into a call whose arguments are markup and values in turn. Attributes
 * become part of the markup.
 *
 * @param holes - Its values, with those of the fragments that became part of it.
 * @param role - How the caller treats the template; `undefined` when the caller is unknown.
 */
export function optimizeTemplate(
  template: TemplateCode,
  holes: readonly Hole[],
  role: TemplateRole | undefined,
  edits: Edits,
): void {
  const { start, end, quasi } = template
  const only = onlyValueOf(template)
  if (isKnownComponent(only, edits)) {
    weave(edits, template, [only])
    return
  }
  if (role === 'value' && holes[0] !== undefined) {
    weave(edits, template, ['(', holes[0].expression, ')'])
    return
  }
  const isRaw = role !== undefined
  const first = role === 'headed' ? 1 : 0
  const printed = holes.slice(first)
  const values = printed.map(({ expression }) => expression).filter((one) => !isAttribute(one))
  if (values.length > MAX_VALUES) {
    if (role === 'inner') removeEnds(quasi, edits)
    return
  }
  const isCounted = !isRaw && isUncertain(values, edits) && printed.length > values.length
  for (const hole of printed) {
    const { expression } = hole
    if (isAttribute(expression)) optimizeAttribute(expression, hole, edits)
    else weave(edits, hole, ['`, ', expression, ', `'])
  }
  const name = toName(values.length + (isCounted ? 1 : 0), isRaw)
  const call = name === undefined ? '' : `${use(edits, name)}(`
  const close = isCounted ? ', undefined, ``)' : ')'
  const text =
    role === 'inner'
      ? innerText(quasi)
      : { start: quasi.quasis[first]?.start ?? start, end: quasi.end - 1 }
  edits.text.update(start, text.start, `${call}\``)
  edits.text.update(text.end, end, `\`${call && close}`)
}

function innerText({ start, end, quasis }: TemplateCode['quasi']): Range {
  return { start: quasis[0]?.end ?? start, end: quasis.at(-1)?.start ?? end }
}

function removeEnds({ quasis }: TemplateCode['quasi'], { text }: Edits): void {
  for (const end of [quasis[0], quasis.at(-1)]) {
    if (end && end.start < end.end) text.remove(end.start, end.end)
  }
}

// A call can have at most 65,535 arguments, and a value takes two.
const MAX_VALUES = 10_000

// Raw markup without values is already a string.
function toName(count: number, isRaw: boolean): string | undefined {
  if (isRaw && count === 0) return undefined
  return `${isRaw ? 'rawMarkup' : 'markup'}${count === 1 ? 'Around' : ''}`
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
