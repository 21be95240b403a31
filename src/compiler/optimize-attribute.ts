import { attributeKind } from '../render/attribute-kind.ts'
import { type Edits, type Pieces, type Range, toAttributeCode, use, weave } from './edits.ts'
import { cookedOf, textOf } from './object-literal.ts'
import { toClassPieces } from './optimize-class-list.ts'
import { toStylePieces } from './optimize-style.ts'
import { type Call, type CodeNode, identifierOf, isCallOf, type Node } from './syntax-tree.ts'

const ATTRIBUTES = ['$$addAttribute', '$$spreadAttributes']

/** Tells whether a value of a template prints attributes. */
export function isAttribute(expression: Node): expression is Call {
  return ATTRIBUTES.some((name) => isCallOf(expression, name))
}

/**
 * Rewrites an attribute into a call for its kind of name. If the start of its value is known, it
 * becomes markup.
 *
 * @param attribute - The call that prints it.
 * @param hole - The `${...}` around the call.
 */
export function optimizeAttribute(attribute: Call, hole: Range, edits: Edits): void {
  const { callee } = attribute
  if (identifierOf(callee) === '$$spreadAttributes') {
    edits.text.update(callee.start, callee.end, use(edits, 'printSpread'))
    return
  }
  const pieces = piecesOf(attribute, edits)
  if (pieces !== undefined) weave(edits, hole, pieces)
}

/** Tells whether an attribute becomes markup that begins and ends with fixed text. */
export function hasFixedEnds(attribute: Call, edits: Edits): boolean {
  const start = piecesOf(attribute, edits)?.[0]
  return typeof start === 'string' && !start.startsWith('${')
}

function piecesOf({ arguments: [value, name] }: Call, edits: Edits): Pieces | undefined {
  if (value === undefined || typeof name?.['value'] !== 'string') return undefined
  return toPieces(name['value'], value, edits)
}

// Rare kinds of attributes keep the general call.
function toPieces(name: string, value: CodeNode, edits: Edits): Pieces | undefined {
  switch (attributeKind(name)) {
    case 'boolean':
      return ['${(', value, `) ? ${JSON.stringify(` ${name}`)} : ""}`]
    case 'class:list':
      return toClassPieces(value, edits)
    case 'style':
      return (
        toTextPieces(name, value, edits) ??
        toStylePieces(value, edits) ??
        toCall('styleAttribute', value, edits)
      )
    case 'optional':
      return toCall('printOptional', value, edits, name)
    case 'plain': {
      const printed = name === 'className' ? 'class' : name
      return toTextPieces(printed, value, edits) ?? toCall('printPlain', value, edits, printed)
    }
    default:
      return undefined
  }
}

function toCall(printer: string, value: CodeNode, edits: Edits, name?: string): Pieces {
  const end = name === undefined ? ')}' : `, ${JSON.stringify(` ${name}="`)})}`
  return [`\${${use(edits, printer)}(`, value, end]
}

// A template literal with some fixed text is never empty, so the attribute is always printed.
function toTextPieces(name: string, value: CodeNode, edits: Edits): Pieces | undefined {
  if (value.type !== 'TemplateLiteral') return undefined
  const texts = (value['quasis'] as readonly Node[]).map(cookedOf)
  if (texts.join('') === '') return undefined
  const values = (value['expressions'] as readonly CodeNode[]).flatMap((expression, i) => {
    const after = toAttributeCode(texts[i + 1] ?? '')
    const text = textOf(expression)
    if (text !== undefined) return [toAttributeCode(text) + after]
    return [`\${${use(edits, 'attributeText')}(`, expression, `)}${after}`]
  })
  return [` ${name}="${toAttributeCode(texts[0] ?? '')}`, ...values, '"']
}
