import { attributeKind } from '../render/attribute-kind.ts'
import { type Edits, type Range, toAttributeCode, use, weave } from './edits.ts'
import { toClassPieces } from './optimize-class-list.ts'
import { type Call, type CodeNode, identifierOf, isCallOf, type Node } from './syntax-tree.ts'

const ATTRIBUTES = ['$$addAttribute', '$$spreadAttributes']

/**
 * Tells attributes from other values of a template.
 *
 * @param expression - A value of a template.
 * @returns True for what prints attributes.
 */
export function isAttribute(expression: Node): expression is Call {
  return ATTRIBUTES.some((name) => isCallOf(expression, name))
}

/**
 * Rewrites an attribute into the one check that its name asks for, or into markup when the beginning
 * of its value is known.
 *
 * @param attribute - The call that prints it.
 * @param hole - From its `${` to its `}`.
 * @param edits - The module.
 */
export function optimizeAttribute(attribute: Call, hole: Range, edits: Edits): void {
  const { callee, arguments: args } = attribute
  const [value, name] = args
  if (identifierOf(callee) === '$$spreadAttributes') {
    edits.text.update(callee.start, callee.end, use(edits, 'printSpread'))
  } else if (value !== undefined && typeof name?.['value'] === 'string') {
    const pieces = toPieces(name['value'], value, edits)
    if (pieces !== undefined) weave(edits, hole, pieces)
  }
}

type Pieces = readonly (string | CodeNode)[]

// What the author writes hardly ever, the general way prints.
function toPieces(name: string, value: CodeNode, edits: Edits): Pieces | undefined {
  switch (attributeKind(name)) {
    case 'boolean':
      return ['${(', value, `) ? ${JSON.stringify(` ${name}`)} : ""}`]
    case 'class:list':
      return toClassPieces(value, edits) ?? toCall('classAttribute', value, edits)
    case 'style':
      return toTextPieces(name, value, edits) ?? toCall('styleAttribute', value, edits)
    case 'optional':
      return toCall('optionalAttribute', value, edits, name)
    case 'plain': {
      const printed = name === 'className' ? 'class' : name
      return toTextPieces(printed, value, edits) ?? toCall('plainAttribute', value, edits, printed)
    }
    default:
      return undefined
  }
}

function toCall(printer: string, value: CodeNode, edits: Edits, name?: string): Pieces {
  const end = name === undefined ? ')}' : `, ${JSON.stringify(name)})}`
  return [`\${${use(edits, printer)}(`, value, end]
}

// A template literal with text of its own is never empty, so the attribute is there in any case.
function toTextPieces(name: string, value: CodeNode, edits: Edits): Pieces | undefined {
  if (value.type !== 'TemplateLiteral') return undefined
  const texts = (value['quasis'] as readonly Node[]).map(textOf)
  if (texts.join('') === '') return undefined
  const values = (value['expressions'] as readonly CodeNode[]).flatMap((expression, i) => {
    const text = toAttributeCode(texts[i + 1] ?? '')
    return [`\${${use(edits, 'attributeText')}(`, expression, `)}${text}`]
  })
  return [` ${name}="${toAttributeCode(texts[0] ?? '')}`, ...values, '"']
}

function textOf({ value }: Node): string {
  return (value as { cooked: string }).cooked
}
