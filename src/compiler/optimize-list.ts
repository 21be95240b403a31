import { type Edits, use, weave } from './edits.ts'
import { isTemplate, type Template } from './optimize-template.ts'
import { type Call, type CodeNode, collectOwn, identifierOf, type Node } from './syntax-tree.ts'

/** `array.map((item) => template)` where nobody but the page sees the result. */
export interface List {
  readonly call: Call
  /** The array. */
  readonly object: CodeNode
  readonly callback: CodeNode
  /** Whether it is `array?.map()`. */
  readonly isOptional: boolean
  /** What the callback gives. */
  readonly templates: readonly Template[]
}

/**
 * Finds the lists among the values of a template.
 *
 * @param template - The template.
 * @returns Its lists.
 */
export function findLists(template: Template): List[] {
  return template.quasi.expressions.flatMap(printedValues).flatMap((value) => toList(value) ?? [])
}

/**
 * Rewrites a list into a call that gives its text: `$$mapMarkup(array, (item) => template, name)`.
 *
 * @param list - The list.
 * @param edits - The module.
 */
export function optimizeList(list: List, edits: Edits): void {
  const { call, object, callback, isOptional } = list
  const map = use(edits, 'mapMarkup')
  const name = JSON.stringify(toName(list, edits))
  const end = isOptional ? `, ${name}, true)` : `, ${name})`
  weave(edits, call, [`${map}(`, object, ', ', callback, end])
}

// As errors name the function that was called.
function toName({ object, isOptional }: List, { text }: Edits): string {
  const code = text.original.slice(object.start, object.end)
  const name = /^[\w$.?[\]]+$/.test(code) ? code : '(intermediate value)'
  return `${name}${isOptional ? '?.' : '.'}map`
}

// What an expression in a template may print.
function printedValues(expression: Node): Node[] {
  const { type, right, consequent, alternate } = expression
  if (type === 'LogicalExpression') return printedValues(right as Node)
  if (type !== 'ConditionalExpression') return [expression]
  return [consequent, alternate].flatMap((node) => printedValues(node as Node))
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
  // Of `a?.b.map()` nothing is called when there is no `a`; `map` may be missing for another reason.
  if (isChain !== (optional === true)) return undefined
  if (identifierOf(property) !== 'map') return undefined
  const templates = callback['async'] === true ? undefined : resultsOf(callback)
  return templates && { call, object, callback, isOptional: isChain, templates }
}

/**
 * Finds all templates that a function can give, if it gives nothing that could be text.
 *
 * @param callback - A function.
 * @returns The templates; `undefined` when there may be other results.
 */
export function resultsOf(callback: CodeNode): Template[] | undefined {
  const { type, body } = callback
  if (type !== 'ArrowFunctionExpression') return undefined
  if ((body as Node).type !== 'BlockStatement') return toTemplates(body as Node)
  const returned = collectOwn(body, (node) => node.type === 'ReturnStatement')
  return joinAll(returned.map(({ argument }) => (argument ? toTemplates(argument as Node) : [])))
}

function toTemplates(node: Node): Template[] | undefined {
  if (isTemplate(node)) return [node]
  switch (node.type) {
    case 'ConditionalExpression':
      return joinAll(
        [node['consequent'], node['alternate']].map((branch) => toTemplates(branch as Node)),
      )
    case 'LogicalExpression':
      // The only text that `&&` can give by its left side is empty.
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

function joinAll(lists: readonly (Template[] | undefined)[]): Template[] | undefined {
  return lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? [])
}
