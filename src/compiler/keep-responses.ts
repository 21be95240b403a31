import MagicString from 'magic-string'
import { type Edits, toPreamble, use, weave } from './edits.ts'
import type { OptimizedCode } from './optimize.ts'
import {
  type Call,
  collect,
  declaredNames,
  identifierOf,
  type Node,
  pathOf,
} from './syntax-tree.ts'

/** Code that is worth parsing. */
export const mayCreateResponse: RegExp = /\bnew\s+Response\b|\bResponse\s*\.\s*json\b/

/**
 * Rewrites `new Response(...)` and `Response.json(...)` into calls of the runtime, which create the
 * same response with less work. A call receives `Response` as the code finds it at that moment.
 *
 * @param code - An ES module, as JavaScript.
 * @param program - Its syntax tree, of type `Program`.
 * @returns The new code; `undefined` if there is nothing to rewrite, or if the module declares a
 *   `Response` of its own.
 */
export function keepResponses(code: string, program: Node): OptimizedCode | undefined {
  const creations = isModule(program) ? findCreations(program) : []
  if (creations.length === 0 || declares(program, 'Response')) return undefined
  const edits: Edits = { text: new MagicString(code), components: new Set(), names: new Map() }
  for (const creation of creations) {
    const name = creation.type === 'NewExpression' ? 'createResponse' : 'createJsonResponse'
    const args = creation.arguments.flatMap((argument) => [', ', argument])
    weave(edits, creation, [`${use(edits, name)}(Response`, ...args, ')'])
  }
  // At the end, where it moves no line.
  edits.text.append(`\n${toPreamble(edits)}`)
  return { code: edits.text.toString(), map: edits.text.generateMap({ hires: 'boundary' }) }
}

// An import would make another kind of module of a CommonJS module.
function isModule(program: Node): boolean {
  return (program['body'] as Node[]).some(({ type }) => /^(?:Import|Export)/.test(type))
}

// In `new new Response('').constructor()`, a call would belong to the first `new`.
function findCreations(program: Node): Call[] {
  const callees = collect(program, isNew).map(({ callee }) => callee)
  const inner = new Set(collect(callees, isCreation))
  return collect(program, isCreation).filter((creation) => !inner.has(creation))
}

function isNew({ type }: Node): boolean {
  return type === 'NewExpression'
}

function isCreation(node: Node): node is Call {
  if (isNew(node)) return pathOf(node['callee']) === 'Response' && hasArguments(node)
  if (node.type !== 'CallExpression' || node['optional'] === true) return false
  return pathOf(node['callee']) === 'Response.json'
}

function hasArguments({ arguments: given }: Node): boolean {
  return Array.isArray(given) && given.length > 0
}

function declares(program: Node, name: string): boolean {
  const locals = collect(program, ({ type }) => type === 'ImportDeclaration').flatMap(
    ({ specifiers }) => (specifiers as Node[]).map(({ local }) => identifierOf(local)),
  )
  return locals.includes(name) || declaredNames(program).includes(name)
}
