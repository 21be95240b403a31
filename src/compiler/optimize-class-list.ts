import { escapeAttribute } from '../shared/escape.ts'
import { type Edits, type Pieces, toAttributeCode, toTemplateCode, use } from './edits.ts'
import { propertiesOf, textOf } from './object-literal.ts'
import type { CodeNode } from './syntax-tree.ts'

/** Class names that depend on a test: `isNew && 'new'`, `isNew ? 'new' : 'old'`. */
interface Choice {
  readonly test: CodeNode
  readonly names: string
  /** The names if the test fails. */
  readonly others: string
}

/**
 * Writes `class:list` as a `class` attribute when its first name is always present, otherwise as a
 * call. Objects become choices between strings.
 *
 * @returns New code around the expressions that stay.
 */
export function toClassPieces(list: CodeNode, edits: Edits): Pieces {
  const [first, ...rest] = toItems(list)
  const start = first && textOf(first)
  if (!start) {
    return [`\${${use(edits, 'classAttribute')}(`, ...toArgument(toItems(list)), ')}']
  }
  const pieces = rest.map(toPieces)
  const unknown = pieces.indexOf(undefined)
  const end = unknown === -1 ? rest.length : unknown
  const known = pieces.slice(0, end).flatMap((some) => some ?? [])
  const open = ` class="${toAttributeCode(start)}`
  return [open, ...known, ...toCall(rest.slice(end), edits), '"']
}

// Evaluates all items before the first is read: a getter or iterator of one may change another.
function toCall(items: readonly CodeNode[], edits: Edits): Pieces {
  if (items.length === 0) return []
  return [`\${${use(edits, 'moreClasses')}(`, ...toArgument(items), ')}']
}

function toArgument(items: readonly CodeNode[]): Pieces {
  const [only, ...more] = items
  if (only !== undefined && more.length === 0 && toChoices(only) === undefined) return [only]
  const elements = items.flatMap((item) => {
    const choices = toChoices(item)
    return choices === undefined
      ? [[item]]
      : choices.map(({ names, others, test }) => [
          '(',
          test,
          `) ? ${JSON.stringify(names)} : ${JSON.stringify(others)}`,
        ])
  })
  return ['[', ...elements.flatMap((element, i) => (i === 0 ? element : [', ', ...element])), ']']
}

// Flattens nested lists.
function toItems(node: CodeNode): readonly CodeNode[] {
  const elements = node['elements'] as readonly (CodeNode | null)[]
  if (node.type !== 'ArrayExpression' || !elements.every(isItem)) return [node]
  return elements.flatMap(toItems)
}

function isItem(element: CodeNode | null): element is CodeNode {
  return element !== null && element.type !== 'SpreadElement'
}

// Code for an item whose names do not depend on the rest of the list; `undefined` for others.
function toPieces(item: CodeNode): Pieces | undefined {
  const text = textOf(item)
  if (text !== undefined) return [toTemplateCode(printNames(text))]
  return toChoices(item)?.flatMap(({ test, names, others }) => [
    '${(',
    test,
    `) ? ${JSON.stringify(printNames(names))} : ${JSON.stringify(printNames(others))}}`,
  ])
}

function toChoices(item: CodeNode): readonly Choice[] | undefined {
  if (item.type === 'ObjectExpression') return toConditions(item)
  const isAnd = item.type === 'LogicalExpression' && item['operator'] === '&&'
  if (!isAnd && item.type !== 'ConditionalExpression') return undefined
  const test = item[isAnd ? 'left' : 'test'] as CodeNode
  const names = textOf(item[isAnd ? 'right' : 'consequent'] as CodeNode)
  const others = isAnd ? '' : textOf(item['alternate'] as CodeNode)
  return names === undefined || others === undefined ? undefined : [{ test, names, others }]
}

// `{ active: isActive }`. An empty name keeps the general call, which may print a space for it.
function toConditions(item: CodeNode): readonly Choice[] | undefined {
  const properties = propertiesOf(item)
  if (properties === undefined || properties.has('')) return undefined
  return [...properties].map(([names, test]) => ({ test, names, others: '' }))
}

function printNames(names: string): string {
  return names === '' ? '' : ` ${escapeAttribute(names)}`
}
