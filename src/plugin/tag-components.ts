import MagicString from 'magic-string'
import type { Plugin } from 'vite'
import type { OptimizedCode } from '../compiler/optimize.ts'
import { type CodeNode, identifierOf, isNode, type Node, typeOf } from '../compiler/syntax-tree.ts'
import { FRAMEWORK_FILE, FRAMEWORKS, renderersOf } from './frameworks.ts'
import { SERVER_RENDERER } from './renderers.ts'

/**
 * Creates the Vite plugin that lets the components of a framework carry their renderer on the
 * server: no other renderer has to try them, and a page loads only the renderers of its own
 * components.
 *
 * @param renderers - Names of the site's renderers.
 */
export function tagComponentsPlugin(renderers: readonly string[]): Plugin {
  return {
    name: 'ssr-pages:tag-components',
    enforce: 'post',
    applyToEnvironment: ({ config }) => config.consumer === 'server' && renderers.length > 0,
    transform: {
      filter: { id: FRAMEWORK_FILE },
      handler(code, id) {
        let program: Node
        try {
          program = this.parse(code) as unknown as Node
        } catch {
          // Not JavaScript, or the bundler reports the syntax error.
          return undefined
        }
        const renderer = rendererOf(id, program, renderers)
        return renderer && tagExports(code, program, renderer)
      },
    },
  }
}

/**
 * Finds the renderer of a framework's module. With several JSX frameworks, the options `include` and
 * `exclude` of their integrations decide which one compiles a file, and its imports tell which one
 * did.
 *
 * @param id - Path of the file.
 * @param program - The compiled module.
 * @param renderers - Names of the site's renderers.
 * @returns Its name; `undefined` if the module does not tell.
 */
export function rendererOf(
  id: string,
  program: Node,
  renderers: readonly string[],
): string | undefined {
  const imported = importsOf(program)
  const byImport = (isWanted: (specifier: string, name: string) => boolean) =>
    FRAMEWORKS.find(
      ({ renderer, imports }) =>
        renderers.includes(renderer) &&
        imports.some((name) => imported.some((specifier) => isWanted(specifier, name))),
    )?.renderer
  if (/\.[jt]sx$/.test(id)) {
    // What compiled JSX calls is decisive: a component of one framework may import another.
    const compiled = byImport((one, name) => COMPILED.has(one) && one.startsWith(`${name}/`))
    if (compiled !== undefined) return compiled
    const written = byImport((one, name) => one === name || one.startsWith(`${name}/`))
    if (written !== undefined) return written
  }
  const likely = renderersOf(id, renderers)
  return likely.length === 1 ? likely[0] : undefined
}

/** Modules that compiled JSX imports. */
const COMPILED = new Set([
  'react/jsx-runtime',
  'react/jsx-dev-runtime',
  'preact/jsx-runtime',
  'preact/jsx-dev-runtime',
  'solid-js/web',
])

function importsOf(program: Node): string[] {
  return statementsOf(program)
    .filter(({ type }) => type === 'ImportDeclaration')
    .map(({ source }) => String((source as Node)['value']))
}

function statementsOf(program: Node): readonly CodeNode[] {
  return program['body'] as CodeNode[]
}

const TAG = '$$ssrPagesTag'
const RENDERER = '$$ssrPagesRenderer'

/**
 * Adds code to a module that lets each of its exports carry a renderer. Exports that are no
 * components stay what they are.
 *
 * @param renderer - Name of the renderer.
 * @returns The new code; `undefined` for a module that exports nothing of its own.
 */
export function tagExports(
  code: string,
  program: Node,
  renderer: string,
): OptimizedCode | undefined {
  const text = new MagicString(code)
  const names: string[] = []
  const imports: string[] = []
  let isWrapped = false
  for (const statement of statementsOf(program)) {
    if (statement.type === 'ExportDefaultDeclaration') {
      const name = nameOfDefault(statement)
      if (name === undefined) isWrapped = wrapDefault(statement, text) || isWrapped
      else names.push(name)
    } else if (statement.type === 'ExportNamedDeclaration') {
      const local = statement['source'] ? importAgain(statement, imports) : namesOf(statement)
      names.push(...local)
    }
  }
  if (names.length === 0 && !isWrapped) return undefined
  const calls = names.map((name) => `${TAG}(${name}, ${RENDERER});`)
  text.append(`
import { tagComponent as ${TAG} } from "ssr-pages/runtime";
import ${RENDERER} from ${JSON.stringify(SERVER_RENDERER + renderer)};
${[...imports, ...calls].join('\n')}
`)
  return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) }
}

function nameOfDefault({ declaration }: Node): string | undefined {
  const name = identifierOf(declaration)
  if (name !== undefined) return String(name)
  const { type, id } = declaration as Node
  if (type !== 'FunctionDeclaration' && type !== 'ClassDeclaration') return undefined
  const own = identifierOf(id)
  return own === undefined ? undefined : String(own)
}

// `export default memo(...)` has no name to tag it by.
function wrapDefault({ start, end }: CodeNode, text: MagicString): boolean {
  const statement = text.original.slice(start, end)
  const [keyword] = /^export\s+default(?=[^\w$])/.exec(statement) ?? []
  if (keyword === undefined) return false
  const value = statement.trimEnd().replace(/;$/, '').trimEnd()
  text.appendRight(start + keyword.length, ` ${TAG}(`)
  text.appendLeft(start + value.length, `, ${RENDERER})`)
  return true
}

function namesOf({ declaration, specifiers }: Node): string[] {
  if (!isNode(declaration)) {
    return (specifiers as Node[]).flatMap(({ local }) => {
      const name = identifierOf(local)
      return name === undefined ? [] : [String(name)]
    })
  }
  const declared =
    declaration.type === 'VariableDeclaration'
      ? (declaration['declarations'] as Node[])
      : [declaration]
  return declared.flatMap(({ id }) =>
    typeOf(id) === 'Identifier' ? [String(identifierOf(id))] : [],
  )
}

// A name that is exported from another module is no name in this one.
function importAgain({ specifiers, source }: Node, imports: string[]): string[] {
  return (specifiers as Node[]).map(({ local }) => {
    const name = `${TAG}${imports.length}`
    const imported = identifierOf(local) ?? JSON.stringify((local as Node)['value'])
    const from = JSON.stringify((source as Node)['value'])
    imports.push(`import { ${String(imported)} as ${name} } from ${from};`)
    return name
  })
}
