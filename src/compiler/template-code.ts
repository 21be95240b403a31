import { type CodeNode, identifierOf, type Node } from './syntax-tree.ts'

/** A template literal with the tag `$$render`. */
export type TemplateCode = CodeNode & {
  readonly quasi: CodeNode & {
    readonly quasis: readonly CodeNode[]
    readonly expressions: readonly CodeNode[]
  }
}

/**
 * How the caller treats a template:
 *
 * - `raw`: a string is HTML;
 * - `headed`: the same, and the content of the page's head has already been printed;
 * - `inner`: the same as `raw`, and the caller prints the text before the first and after the last
 *   value;
 * - `value`: the caller prints all the text around the only value.
 */
export type TemplateRole = 'raw' | 'headed' | 'inner' | 'value'

/** Tells whether a node is markup of the `.astro` file. */
export function isTemplate(node: Node): node is TemplateCode {
  return node.type === 'TaggedTemplateExpression' && identifierOf(node['tag']) === '$$render'
}

/** Returns the value of a template that prints nothing else; `undefined` for other templates. */
export function onlyValueOf({ quasi }: TemplateCode): CodeNode | undefined {
  const { quasis, expressions } = quasi
  const isOnly = expressions.length === 1 && quasis.every(({ start, end }) => start === end)
  return isOnly ? expressions[0] : undefined
}

/**
 * The expressions whose value a node gives to the template that prints it.
 *
 * @param node - A value of a template.
 */
export function printedValues(node: Node): Node[] {
  const { type, right, consequent, alternate } = node
  if (type === 'LogicalExpression') return printedValues(right as Node)
  if (type !== 'ConditionalExpression') return [node]
  return [consequent, alternate].flatMap((one) => printedValues(one as Node))
}
