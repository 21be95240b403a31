import type { DevEnvironment, EnvironmentModuleNode } from 'vite'
import { identifierOf, isNode, type Node, visit } from '../../compiler/syntax-tree.ts'
import type { Vite } from '../../project/build-tools.ts'
import type { Component, Components } from '../../plugin/components.ts'

/** What is needed to find the uses of a module. */
export interface UseSearch {
  readonly server: DevEnvironment
  readonly client: DevEnvironment
  readonly components: Components
  readonly parse: Vite['parseSync']
}

/**
 * Tells whether a page prints something of a module that browsers do not print again when they
 * replace the module: a component without a `client:*` directive, or the result of a call.
 *
 * @param modules - The modules of the server that were made from one file.
 */
export async function isUsedStatically(
  modules: readonly EnvironmentModuleNode[],
  search: UseSearch,
): Promise<boolean> {
  const seen = new Set(modules)
  for (const module of seen) {
    for (const importer of module.importers) {
      const { file } = importer
      if (file?.endsWith('.astro')) {
        if (await isStaticIn(file, module, search)) return true
      } else if (isInBrowser(importer, search.client)) seen.add(importer)
      else return true
    }
  }
  return false
}

function isInBrowser({ file }: EnvironmentModuleNode, { moduleGraph }: DevEnvironment): boolean {
  return file !== null && (moduleGraph.getModulesByFile(file)?.size ?? 0) > 0
}

async function isStaticIn(
  file: string,
  { id }: EnvironmentModuleNode,
  { server, components, parse }: UseSearch,
): Promise<boolean> {
  const component = await components.get(file).catch(() => undefined)
  if (component === undefined) return true
  for (const specifier of staticImports(component, parse)) {
    const found = await server.pluginContainer.resolveId(specifier, file)
    if (found === null || found.id === id) return true
  }
  return false
}

const known = new WeakMap<Component, readonly string[]>()

function staticImports(component: Component, parse: Vite['parseSync']): readonly string[] {
  const before = known.get(component)
  if (before !== undefined) return before
  const { program } = parse('component.ts', component.code)
  const found = readStaticImports(program as unknown as Node)
  known.set(component, found)
  return found
}

/**
 * Lists the modules whose imports the compiled code of an `.astro` file uses for anything but
 * islands. A name that only looks like a use counts as one.
 *
 * @param program - The syntax tree of the compiled code.
 * @returns Specifiers of imports, of `import()` and of `export ... from`.
 */
export function readStaticImports(program: Node): string[] {
  const specifierOf = new Map<string, string>()
  const used = new Set<string>()
  const found = new Set<string>()
  const walk = (value: unknown): void => {
    visit(value, (node) => {
      if (isIsland(node)) {
        // The component is the third argument. Its props and slots may use imports, too.
        walk(argumentsOf(node).slice(3))
        return false
      }
      const source = sourceOf(node)
      if (node.type === 'ImportDeclaration') {
        for (const local of localsOf(node)) specifierOf.set(local, source ?? '')
        return false
      }
      if (source !== undefined) found.add(source)
      used.add(String(identifierOf(node)))
      return true
    })
  }
  walk(program)
  for (const [local, specifier] of specifierOf) if (used.has(local)) found.add(specifier)
  return [...found]
}

function sourceOf({ source }: Node): string | undefined {
  return isNode(source) && typeof source['value'] === 'string' ? source['value'] : undefined
}

function localsOf({ specifiers }: Node): string[] {
  return nodesOf(specifiers).map(({ local }) => String(identifierOf(local)))
}

function argumentsOf(call: Node): Node[] {
  return nodesOf(call['arguments'])
}

function nodesOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

// `renderComponent(result, name, Component, { 'client:component-hydration': 'load' })`
function isIsland(node: Node): boolean {
  if (node.type !== 'CallExpression') return false
  const props = argumentsOf(node)[3]
  return nodesOf(props?.['properties']).some(
    ({ key }) => isNode(key) && key['value'] === 'client:component-hydration',
  )
}
