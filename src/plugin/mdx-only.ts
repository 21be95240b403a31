import type { MagicString } from 'magic-string'
import { collect, identifierOf } from '../compiler/syntax-tree.ts'
import type { MdxIsland } from './mdx-islands.ts'
import { JSX_RUNTIME, type MdxTree, sourceOf, type Specifier, specifiersOf } from './mdx-tree.ts'

/**
 * Removes the components of `client:only` from the code of the server, and imports that nothing else uses:
 * their modules may need a browser as soon as they are imported.
 */
export function removeOnly(text: MagicString, tree: MdxTree, islands: readonly MdxIsland[]): void {
  const only = islands.filter(({ tag }) => tag.directive === 'only')
  const names = new Set(only.map(({ tag }) => tag.name.split('.')[0]))
  const replaced = only.flatMap(({ call }) => call.arguments[0] ?? [])
  for (const { start, end } of replaced) text.overwrite(start, end, 'null')
  const isUsed = (name: string): boolean => {
    const rest = tree.body.filter(({ type }) => type !== 'ImportDeclaration')
    const uses = collect(rest, (node) => identifierOf(node) === name)
    return uses.some(
      (use) => !replaced.some(({ start, end }) => start <= use.start && use.start < end),
    )
  }
  for (const statement of tree.body) {
    const source = sourceOf(statement)
    if (source === undefined || source === JSX_RUNTIME) continue
    const specifiers = specifiersOf(statement)
    const kept = specifiers.filter(({ local }) => !names.has(local) || isUsed(local))
    if (kept.length === specifiers.length) continue
    text.overwrite(statement.start, statement.end, toImport(kept, String(source)))
  }
}

function toImport(specifiers: readonly Specifier[], source: string): string {
  if (specifiers.length === 0) return ''
  const from = JSON.stringify(source)
  const whole = specifiers.filter(({ imported }) => imported === '*')
  const named = specifiers.filter(({ imported }) => imported !== '*')
  const lines = whole.map(({ local }) => `import * as ${local} from ${from};`)
  const names = named.map(({ imported, local }) => `${JSON.stringify(imported)} as ${local}`)
  if (names.length > 0) lines.push(`import { ${names.join(', ')} } from ${from};`)
  return lines.join(' ')
}
