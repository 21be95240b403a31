import { type Edits, use, weave } from './edits.ts'
import { hasFixedEnds, isAttribute } from './optimize-attribute.ts'
import { isTemplate, printedValues, type TemplateCode, type TemplateRole } from './template-code.ts'
import {
  type Call,
  type CodeNode,
  collectOwn,
  identifierOf,
  isCallOf,
  type Node,
} from './syntax-tree.ts'

/** `array.map((item) => ...)` whose result is only printed. */
export interface List {
  readonly call: Call
  /** The expression in front of `.map`. */
  readonly object: CodeNode
  readonly callback: CodeNode
  /** True for `array?.map()`. */
  readonly isOptional: boolean
  /** What the callback can return. */
  readonly results: readonly Node[]
  /** All results, if each is a template or prints nothing of its own. */
  readonly templates: readonly TemplateCode[] | undefined
}

/** Finds the lists that a template prints, and those that the callbacks of such lists return. */
export function findLists(template: TemplateCode): List[] {
  return template.quasi.expressions.flatMap(listsOf)
}

function listsOf(value: Node): List[] {
  const lists = printedValues(value).flatMap((one) => toList(one) ?? [])
  return lists.flatMap((list) => [list, ...list.results.flatMap(listsOf)])
}

/**
 * Rewrites a list into a call that returns markup, if all that it prints is known at once:
 *
 *     $$mapMarkup(array, (item) => template, name)
 *     $$mapValues(array, (item) => value, name)
 *
 * Text at both ends of the only template is passed to that call, which joins what is between two
 * results.
 *
 * @returns The templates that the list prints, with the role of each.
 */
export function optimizeList(list: List, edits: Edits): (readonly [TemplateCode, TemplateRole])[] {
  const { call, object, callback, isOptional, templates } = list
  const frame = frameOf(list, edits)
  const isOfValues = templates === undefined || frame?.role === 'value'
  const map = use(edits, isOfValues ? 'mapValues' : 'mapMarkup')
  const name = JSON.stringify(toName(list, edits))
  const options = frame
    ? `, ${isOptional}${textsOf(frame.template, edits)}`
    : isOptional
      ? ', true'
      : ''
  weave(edits, call, [`${map}(`, object, ', ', callback, `, ${name}${options})`])
  return (templates ?? []).map((one) => [one, frame?.role ?? 'raw'] as const)
}

interface ListFrame {
  readonly template: TemplateCode
  readonly role: TemplateRole
}

// For a callback that only returns a template with text at its ends. Beside the fixed text of an
// attribute, that text is in one string with it already.
function frameOf({ callback }: List, edits: Edits): ListFrame | undefined {
  const template = callback['body'] as Node
  if (!isTemplate(template)) return undefined
  const { quasis, expressions } = template.quasi
  const [value, ...others] = expressions
  const texts = [quasis[0], quasis.at(-1)]
  if (value === undefined || texts.every((text) => text?.start === text?.end)) return undefined
  const ends = [value, ...others.slice(-1)]
  if (ends.some((end) => isAttribute(end) && hasFixedEnds(end, edits))) return undefined
  const isInner = others.length > 0 || isAttribute(value) || isFragment(value)
  return { template, role: isInner ? 'inner' : 'value' }
}

function isFragment(value: Node): boolean {
  return isCallOf(value, '$$renderComponent') && identifierOf(value.arguments[2]) === 'Fragment'
}

function textsOf({ quasi: { quasis } }: TemplateCode, { text }: Edits): string {
  const ends = [quasis[0], quasis.at(-1)]
  return ends.map((end) => `, \`${text.original.slice(end?.start, end?.end)}\``).join('')
}

// The name that JavaScript shows in an error about the call.
function toName({ object, isOptional }: List, { text }: Edits): string {
  const code = text.original.slice(object.start, object.end)
  const name = /^[\w$.?[\]]+$/.test(code) ? code : '(intermediate value)'
  return `${name}${isOptional ? '?.' : '.'}map`
}

function toList(value: Node): List | undefined {
  const isChain = value.type === 'ChainExpression'
  const call = (isChain ? value['expression'] : value) as Call
  if (call.type !== 'CallExpression' || call.arguments.length !== 1 || call['optional'] === true)
    return undefined
  const { object, property, computed, optional } = call.callee as Node as Node & {
    object: CodeNode
  }
  const [callback] = call.arguments
  if (call.callee.type !== 'MemberExpression' || computed === true || callback === undefined)
    return undefined
  // `a?.b.map()` fits neither form: a missing `a` prints nothing, but a missing `map` is an error.
  if (isChain !== (optional === true)) return undefined
  if (identifierOf(property) !== 'map') return undefined
  const results = callback['async'] === true ? undefined : resultsOf(callback)
  if (results === undefined) return undefined
  const templates = joinAll(results.map(toTemplates))
  return { call, object, callback, isOptional: isChain, results, templates }
}

/**
 * Finds all templates that a function can return.
 *
 * @returns The templates, or `undefined` when the function may also return text.
 */
export function templatesOf(callback: CodeNode): TemplateCode[] | undefined {
  const results = resultsOf(callback)
  return results && joinAll(results.map(toTemplates))
}

// The expressions that an arrow function can return; `undefined` for any other value.
function resultsOf({ type, body }: CodeNode): Node[] | undefined {
  if (type !== 'ArrowFunctionExpression') return undefined
  if ((body as Node).type !== 'BlockStatement') return [body as Node]
  const returned = collectOwn(body, (node) => node.type === 'ReturnStatement')
  return returned.flatMap(({ argument }) => (argument ? [argument as Node] : []))
}

function toTemplates(node: Node): TemplateCode[] | undefined {
  if (isTemplate(node)) return [node]
  switch (node.type) {
    case 'ConditionalExpression':
      return joinAll(
        [node['consequent'], node['alternate']].map((branch) => toTemplates(branch as Node)),
      )
    case 'LogicalExpression':
      // The only string that `&&` can return from its left side is the empty one.
      return node['operator'] === '&&' ? toTemplates(node['right'] as Node) : undefined
    case 'NewExpression':
      return []
    case 'CallExpression':
      return isResponse(node) ? [] : undefined
    case 'Literal':
      return typeof node['value'] === 'string' ? undefined : []
    default:
      return identifierOf(node) === 'undefined' ? [] : undefined
  }
}

// `Astro.redirect()` and `Astro.rewrite()`
function isResponse({ callee }: Node): boolean {
  const { object, property } = callee as Node
  return (
    identifierOf(object) === 'Astro' && /^re(?:direct|write)$/.test(String(identifierOf(property)))
  )
}

function joinAll(lists: readonly (TemplateCode[] | undefined)[]): TemplateCode[] | undefined {
  return lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? [])
}
