import { printValue, toPropertyStart } from '../render/css-value.ts'
import { type Edits, type Pieces, toTemplateCode, use } from './edits.ts'
import { propertiesOf, textOf } from './object-literal.ts'
import { type CodeNode, identifierOf } from './syntax-tree.ts'

/** `name:` of a property, and its value: as CSS if it is known, otherwise as an expression. */
interface Property {
  readonly start: string
  readonly value: string | CodeNode
}

/**
 * Writes `style={{ left, '--a': b }}` with one call for each value that is not known.
 *
 * @returns New code around the expressions that stay, or `undefined` for other values.
 */
export function toStylePieces(value: CodeNode, edits: Edits): Pieces | undefined {
  const [style, variables] = toPair(value)
  const properties = toProperties(style)
  if (properties === undefined) return undefined
  const known = properties.findIndex((property) => typeof property.value === 'string')
  const pieces = known === -1 ? toChain(properties, edits) : toText(properties, known, edits)
  if (variables === undefined) return [' style="', ...pieces, '"']
  return [` style="\${${use(edits, 'addVariables')}(\``, ...pieces, '`, ', variables, ')}"']
}

// In a component with `<style define:vars>`, the compiler writes `[style, $$definedVars]`.
function toPair(value: CodeNode): readonly [style: CodeNode, variables?: CodeNode] {
  const elements = value.type === 'ArrayExpression' ? value['elements'] : []
  const [style, variables] = elements as readonly (CodeNode | null)[]
  return style && variables && identifierOf(variables) === '$$definedVars'
    ? [style, variables]
    : [value]
}

function toProperties(style: CodeNode): readonly Property[] | undefined {
  const values = propertiesOf(style)
  if (values === undefined) return undefined
  const properties = [...values].map(([name, value]) => ({
    start: toPropertyStart(name),
    value: toKnown(value) ?? value,
  }))
  if (properties.some(({ start }) => start === '')) return undefined
  return properties.filter(({ value }) => value !== '')
}

// The CSS of a literal; empty if the literal declares nothing.
function toKnown(value: CodeNode): string | undefined {
  if (value.type === 'Literal') return printValue(value['value'])
  const text = textOf(value)
  return text === undefined ? undefined : printValue(text)
}

// Beside a property that is always printed, the others bring their own `;`.
function toText(properties: readonly Property[], known: number, edits: Edits): Pieces {
  return properties.flatMap(({ start, value }, i) => {
    const open = i > known ? `;${start}` : start
    if (typeof value === 'string') return [toTemplateCode(open + value)]
    const close = i < known ? ', ";")}' : ')}'
    return [`\${${use(edits, 'property')}(${JSON.stringify(open)}, `, value, close]
  })
}

// Without such a property, each call needs the text before it: if it is empty, no `;` is printed.
function toChain(properties: readonly Property[], edits: Edits): Pieces {
  const calls = properties.flatMap(({ start, value }, i) =>
    i === 0
      ? [`${use(edits, 'property')}(${JSON.stringify(start)}, `, value, ')']
      : [`, ${JSON.stringify(`;${start}`)}, `, value, ')'],
  )
  const more = properties.slice(1).map(() => `${use(edits, 'nextProperty')}(`)
  return calls.length === 0 ? [] : [`\${${more.join('')}`, ...calls, '}']
}
