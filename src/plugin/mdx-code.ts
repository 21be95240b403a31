import MagicString from 'magic-string'
import { RENDERERS, islandStyle } from '../compiler/compile.ts'
import type { Place } from '../compiler/place.ts'
import {
  type Call,
  collect,
  identifierOf,
  isCallOf,
  type CodeNode,
  type Node,
  pathOf,
  typeOf,
} from '../compiler/syntax-tree.ts'
import { IMAGES_MODULE } from '../shared/image-names.ts'
import type { MdxIsland } from './mdx-islands.ts'
import { removeOnly } from './mdx-only.ts'
import {
  JSX_RUNTIME,
  type MdxTree,
  propertiesOf,
  sourceOf,
  specifiersOf,
  tagOfCall,
  writtenProps,
} from './mdx-tree.ts'

/** What the rewritten code contains. */
export interface MdxFacts {
  /** The path of the file from the root of the project, with a slash in front. */
  readonly file: string
  /** New values of constants that the compiler has written, by their names. */
  readonly constants: ReadonlyMap<string, string>
  readonly islands: readonly MdxIsland[]
  /** Ids of the islands' modules, by what their tags import. */
  readonly ids: ReadonlyMap<string, string>
  /** Names of the renderers of `client:only` components, by their ids. */
  readonly only: ReadonlyMap<string, string>
  /** Where each component that is not imported is used first, by its name. */
  readonly missing: ReadonlyMap<string, Place>
  /** Whether the site has frameworks. */
  readonly hasRenderers: boolean
}

const OWN = '$$ssrPagesJsx'
const RUNTIME = 'astro/runtime/server/index.js'
const ASSETS = 'astro:assets'
const IMAGE = '__AstroImage__'
const DIRECTIVES: Readonly<Record<string, string>> = { 'set:html': 'html', 'set:text': 'text' }

/**
 * Rewrites what `@astrojs/mdx` has compiled:
 *
 * 1. its JSX becomes ours, whose errors name the file, and which finds the renderers of frameworks;
 * 2. `set:html` and `set:text` of the author become keys that no data can have;
 * 3. functions that contain JSX are marked, so that no framework is asked about them;
 * 4. islands get the ids of their modules, and those of `client:only` lose their imports;
 * 5. paths of the disk become paths from the root of the project.
 */
export function rewriteMdx(code: string, tree: MdxTree, facts: MdxFacts): MagicString {
  const text = new MagicString(code)
  rewriteImports(text, tree)
  for (const call of tree.calls) {
    for (const { name, key } of writtenProps(call).flatMap(propertiesOf)) {
      const member = DIRECTIVES[name]
      if (member !== undefined) text.update(key.start, key.end, `[${OWN}.${member}]`)
    }
    const tag = tagOfCall(call)
    const last = call.arguments.at(-1)
    if (tag === undefined || last === undefined || tree.fragments.includes(tag)) continue
    const missing = ', undefined'.repeat(Math.max(0, 3 - call.arguments.length))
    if (call.arguments.length <= 3) text.appendLeft(last.end, `${missing}, ${JSON.stringify(tag)}`)
  }
  for (const { start, end } of tree.functions) {
    text.appendRight(start, `${OWN}.tag(`)
    text.prependLeft(end, ')')
  }
  for (const { path, tag } of facts.islands) {
    const id = facts.ids.get(tag.specifier)
    if (id !== undefined) text.update(path.start, path.end, JSON.stringify(id))
  }
  removeOnly(text, tree, facts.islands)
  for (const statement of tree.body) replaceConstants(text, statement, facts.constants)
  rewriteMissing(text, tree, facts.missing)
  text.prepend(toStart(tree, facts))
  return text
}

// On the line of the first statement, so that a source map without columns stays right.
function toStart({ jsx, fragments, declared }: MdxTree, facts: MdxFacts): string {
  const { file, hasRenderers, only, islands } = facts
  const args = [JSON.stringify(file.slice(1))]
  if (hasRenderers) args.push(`() => import("${RENDERERS}")`)
  if (only.size > 0) args.push(JSON.stringify(Object.fromEntries(only)))
  const names = fragments.map((name) => `, Fragment as ${name}`).join('')
  const style = islands.length > 0 ? `import "${islandStyle}"; ` : ''
  const constants = [...jsx].map((name) => `, ${name} = ${OWN}.jsx`).join('')
  const tags = declared.map((name) => ` ${OWN}.tag(${name});`).join('')
  const own = `import { createJsx as ${OWN}In${names} } from "ssr-pages/runtime";`
  return `${style}${own} const ${OWN} = ${OWN}In(${args.join(', ')})${constants};${tags} `
}

function rewriteImports(text: MagicString, { body, jsx, fragments }: MdxTree): void {
  for (const statement of body) {
    const source = sourceOf(statement)
    if (source === JSX_RUNTIME) {
      const others = specifiersOf(statement).filter(
        ({ local }) => !jsx.has(local) && !fragments.includes(local),
      )
      const names = others.map(({ imported, local }) => `${imported} as ${local}`)
      const rest = names.length > 0 ? `import { ${names.join(', ')} } from "${JSX_RUNTIME}";` : ''
      text.overwrite(statement.start, statement.end, rest)
    }
    if (source === ASSETS && specifiersOf(statement).some(({ local }) => local === IMAGE)) {
      const own = `import { createMdxImage as ${OWN}Image } from "ssr-pages/runtime"; import { markdownImage as ${OWN}Print } from "${IMAGES_MODULE}"; const ${IMAGE} = ${OWN}Image(${OWN}Print);`
      text.overwrite(statement.start, statement.end, own)
    }
    if (source === RUNTIME && specifiersOf(statement).every(isTagImport)) {
      text.remove(statement.start, statement.end)
    }
    if (isTagCall(statement)) text.remove(statement.start, statement.end)
  }
  // The compiler marks it in some environments only.
  const isContent = (one: CodeNode) => constantOf(one)?.name === 'Content.moduleId'
  if (body.some(isContent)) text.append(`\n${OWN}.tag(Content);`)
}

const TAG = '__astro_tag_component__'

function isTagImport({ imported }: { readonly imported: string }): boolean {
  return imported === TAG
}

function isTagCall(statement: Node): boolean {
  const expression = statement['expression'] as Node | undefined
  return typeOf(expression) === 'CallExpression' && identifierOf(expression?.['callee']) === TAG
}

// MDX checks names of components before it prints them, with an error that does not tell where.
function rewriteMissing(text: MagicString, { body }: MdxTree, places: MdxFacts['missing']): void {
  const check = body.find(({ id }) => identifierOf(id) === MISSING)
  const inside = check?.['body'] as CodeNode | undefined
  if (inside === undefined) return
  const known = Object.fromEntries(
    [...places].map(([name, { line, column }]) => [name, [line, column]]),
  )
  text.overwrite(
    inside.start,
    inside.end,
    `{ throw ${OWN}.missing(id, ${JSON.stringify(known)}[id]) }`,
  )
}

/**
 * Returns the names of components that the compiled code checks.
 *
 * @param tree - The compiled module.
 */
export function checkedNames({ body }: MdxTree): string[] {
  const checks = collect(body, (node): node is Call => isCallOf(node, MISSING))
  return checks.flatMap((call) => {
    const name = call.arguments[0]?.['value']
    return typeof name === 'string' ? [name] : []
  })
}

const MISSING = '_missingMdxReference'

function replaceConstants(
  text: MagicString,
  statement: CodeNode,
  constants: ReadonlyMap<string, string>,
): void {
  const { name, value } = constantOf(statement) ?? {}
  const next = name === undefined ? undefined : constants.get(name)
  if (value === undefined || next === undefined) return
  text.overwrite(value.start, value.end, JSON.stringify(next))
}

interface Constant {
  readonly name: string
  readonly value: CodeNode | undefined
}

// `export const file = "..."` and `Content.moduleId = "..."`.
function constantOf(statement: CodeNode): Constant | undefined {
  const expression = statement['expression'] as Node | undefined
  if (expression?.type === 'AssignmentExpression') {
    return { name: String(pathOf(expression['left'])), value: literal(expression['right']) }
  }
  const declaration = statement['declaration'] as Node | undefined
  if (declaration?.type !== 'VariableDeclaration') return undefined
  const [first] = declaration['declarations'] as Node[]
  return { name: String(identifierOf(first?.['id'])), value: literal(first?.['init']) }
}

function literal(node: unknown): CodeNode | undefined {
  return typeOf(node) === 'Literal' ? (node as CodeNode) : undefined
}
