import MagicString from 'magic-string'
import { type CodeNode, isNode, type Node, visit } from '../compiler/syntax-tree.ts'

const ANY_NAME = 'Object.assign({}, process.env, import.meta.env)'

/**
 * Makes server code read `import.meta.env.NAME` from `process.env` when it runs, so that the output
 * contains no secrets of the build machine.
 *
 * @param program - Syntax tree of the code.
 * @param isInlined - Tells whether Vite replaces a name by its value.
 * @returns The new code, with the same line breaks.
 */
export function readEnvAtRunTime(
  code: string,
  program: unknown,
  isInlined: (name: string) => boolean,
): string {
  const text = new MagicString(code)
  visit(program, (node) => {
    const object = node.type === 'MemberExpression' ? node['object'] : undefined
    const name = propertyName(node)
    if (isEnv(object) && name !== undefined) {
      if (!isInlined(name)) text.update(object.start, object.end, 'process.env')
      return false
    }
    if (isEnv(node)) text.update(node.start, node.end, ANY_NAME)
    return !isEnv(node)
  })
  return text.toString()
}

// `import.meta.env` itself.
function isEnv(value: unknown): value is CodeNode {
  return (
    isNode(value) &&
    propertyName(value) === 'env' &&
    isNode(value['object']) &&
    value['object'].type === 'MetaProperty' &&
    isNode(value['object']['meta']) &&
    value['object']['meta']['name'] === 'import'
  )
}

// Returns `NAME` for `object.NAME`, and `undefined` for any other node.
function propertyName(node: Node): string | undefined {
  const property = node['property']
  if (node.type !== 'MemberExpression' || node['computed'] || !isNode(property)) return undefined
  return typeof property['name'] === 'string' ? property['name'] : undefined
}
