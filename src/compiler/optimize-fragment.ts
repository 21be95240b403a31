import { type Edits, type Range, unwrap } from './edits.ts'
import { isTemplate, onlyValueOf, type TemplateCode, type TemplateRole } from './template-code.ts'
import { type CodeNode, identifierOf, isCallOf, type Node } from './syntax-tree.ts'

/**
 * Finds the content of a `<Fragment>`, which prints it in its own place.
 *
 * @param node - A value of a template.
 * @returns The template inside; `undefined` for other values, and for content that is awaited.
 */
function fragmentContent(node: Node | undefined, edits: Edits): TemplateCode | undefined {
  if (!edits.hasFragment || !isCallOf(node, '$$renderComponent')) return undefined
  const [, , component, props, slots] = node.arguments
  if (identifierOf(component) !== 'Fragment' || !listProperties(props).every(isLiteral)) {
    return undefined
  }
  const [slot, ...others] = listProperties(slots)
  const { type, async: isAsync, body } = (slot?.['value'] ?? {}) as Partial<Node>
  const isDefault = (slot?.['key'] as Node | undefined)?.['value'] === 'default'
  if (!isDefault || others.length > 0 || type !== 'ArrowFunctionExpression' || isAsync === true) {
    return undefined
  }
  return isTemplate(body as Node) ? (body as TemplateCode) : undefined
}

function listProperties(node: CodeNode | undefined): readonly Node[] {
  return node?.type === 'ObjectExpression' ? (node['properties'] as Node[]) : []
}

function isLiteral({ value, computed }: Node): boolean {
  return computed !== true && (value as Node | undefined)?.type === 'Literal'
}

/** A value of a template, between the end of the text before it and the start of the text after it. */
export interface Hole extends Range {
  readonly expression: CodeNode
}

/**
 * Replaces fragments by their content, which becomes part of the template around it if a string
 * that this template returns is HTML: no slot looks for a function in such a template.
 *
 * @param templates - All templates, outer ones first.
 * @param roles - How the caller treats each; content in the place of a template gets its role.
 * @returns The templates that stay, with their values.
 */
export function joinFragments(
  templates: readonly TemplateCode[],
  roles: Map<Node, TemplateRole>,
  edits: Edits,
): Map<TemplateCode, Hole[]> {
  const kept = new Map<TemplateCode, Hole[]>()
  const joined = new Set<TemplateCode>()
  for (const template of templates) {
    if (joined.has(template)) continue
    const role = roles.get(template)
    const content = fragmentContent(onlyValueOf(template), edits)
    if (content !== undefined) {
      unwrap(template, content, edits)
      if (role !== undefined) roles.set(content, role)
    } else {
      kept.set(template, role === undefined ? unwrapValues(template, edits) : join(template))
    }
  }
  return kept

  function join(template: TemplateCode): Hole[] {
    return holesOf(template).flatMap((hole) => {
      const content = fragmentContent(hole.expression, edits)
      if (content === undefined) return [hole]
      joined.add(content)
      const { start, end } = content.quasi
      unwrap(hole, { start: start + 1, end: end - 1 }, edits)
      return join(content)
    })
  }
}

function unwrapValues(template: TemplateCode, edits: Edits): Hole[] {
  const holes = holesOf(template)
  for (const { expression } of holes) {
    const content = fragmentContent(expression, edits)
    if (content !== undefined) unwrap(expression, content, edits)
  }
  return holes
}

function holesOf({ start, end, quasi: { quasis, expressions } }: TemplateCode): Hole[] {
  return expressions.map((expression, i) => ({
    expression,
    start: quasis[i]?.end ?? start,
    end: quasis[i + 1]?.start ?? end,
  }))
}
