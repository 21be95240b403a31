import { type Edit, splice } from '../compiler/splice.ts'

/** A node of an ESTree syntax tree. */
interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

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
  const edits: Edit[] = []
  collectEdits(program, isInlined, edits)
  return splice(code, edits)
}

function collectEdits(value: unknown, isInlined: (name: string) => boolean, edits: Edit[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collectEdits(item, isInlined, edits)
    return
  }
  if (!isNode(value)) return

  const object = value.type === 'MemberExpression' ? value['object'] : undefined
  const name = propertyName(value)
  if (isEnv(object) && name !== undefined) {
    if (!isInlined(name)) edits.push({ ...place(object), text: 'process.env' })
    return
  }
  if (isEnv(value)) {
    edits.push({ ...place(value), text: ANY_NAME })
    return
  }
  for (const child of Object.values(value)) collectEdits(child, isInlined, edits)
}

// `import.meta.env` itself.
function isEnv(value: unknown): value is Node {
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

function place({ start, end }: Node): { start: number; end: number } {
  return { start, end }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}
