import { isNode } from '../compiler/syntax-tree.ts'
import type { Vite } from './build-tools.ts'

/**
 * Parses JSON with comments and trailing commas, the format of TypeScript's configuration.
 *
 * @param vite - Vite, whose parser of JavaScript accepts this format.
 * @returns The value, or `undefined` when the text is not valid.
 */
export function parseJsonc(vite: Pick<Vite, 'parseSync'>, text: string): unknown {
  const source = `(${text.replace(/^\uFEFF/, '')}\n)`
  const { program, errors } = vite.parseSync('tsconfig.js', source)
  const [statement] = program.body
  if (errors.length > 0 || statement?.type !== 'ExpressionStatement') return undefined
  return toValue(statement.expression)
}

function toValue(value: unknown): unknown {
  if (!isNode(value)) return undefined
  const { type, expression, elements, properties } = value
  if (type === 'ParenthesizedExpression') return toValue(expression)
  if (type === 'Literal') return value['value']
  if (type === 'ArrayExpression') return isList(elements) ? elements.map(toValue) : undefined
  if (type !== 'ObjectExpression' || !isList(properties)) return undefined
  const entries = properties.filter(isNode).map((property) => {
    return [String(toValue(property['key'])), toValue(property['value'])]
  })
  return Object.fromEntries(entries)
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}
