import type { IslandTag } from '../compiler/islands.ts'
import { type Call, type CodeNode, typeOf } from '../compiler/syntax-tree.ts'
import { propertiesOf, type Property, tagOfCall, writtenProps } from './mdx-tree.ts'

/** What `@astrojs/mdx` writes beside a directive. */
const PATH = 'client:component-path'
const EXPORT = 'client:component-export'
const NAME = 'client:display-name'
const DIRECTIVE = /^client:(?!component-|display-name)(?<directive>.+)$/

/** An island of a compiled `.mdx` file. */
export interface MdxIsland {
  readonly call: Call
  readonly tag: IslandTag
  /** The literal with the path of the component's module. */
  readonly path: CodeNode
  readonly attribute: Property
}

/**
 * Finds the islands of a compiled `.mdx` file.
 *
 * @param calls - The calls of `jsx()`.
 * @param source - The text of the `.mdx` file, in which the places are.
 */
export function findMdxIslands(calls: readonly Call[], source: string): MdxIsland[] {
  const seen = new Map<string, number>()
  return calls.flatMap((call) => {
    const properties = writtenProps(call).flatMap(propertiesOf)
    const textOf = (wanted: string) => constantOf(properties.find(({ name }) => name === wanted))
    const path = properties.find(({ name }) => name === PATH)?.value
    const attribute = properties.find(({ name }) => DIRECTIVE.test(name))
    const directive = DIRECTIVE.exec(attribute?.name ?? '')?.groups?.['directive']
    const specifier = textOf(PATH)
    if (path === undefined || attribute === undefined || directive === undefined) return []
    if (specifier === undefined) return []
    const name = textOf(NAME) ?? tagOfCall(call) ?? 'Component'
    const key = `${name} ${directive}`
    const index = seen.get(key) ?? 0
    seen.set(key, index + 1)
    const tag: IslandTag = {
      name,
      specifier,
      imported: textOf(EXPORT),
      directive,
      value: constantOf(attribute),
      start: findIsland(source, name, directive, index),
    }
    return [{ call, tag, path, attribute }]
  })
}

function constantOf(property: Property | undefined): string | undefined {
  const value = typeOf(property?.value) === 'Literal' ? property?.value['value'] : undefined
  return typeof value === 'string' ? value : undefined
}

/**
 * Finds a tag in the text of an `.mdx` file: the compiled code does not tell where it is.
 *
 * @param from - The offset to start at. (default: the start)
 * @returns The offset of its `<`; -1 if there is none.
 */
export function findTag(source: string, name: string, from: number = 0): number {
  let at = source.indexOf(`<${name}`, from)
  while (at >= 0 && /[\w.$-]/.test(source.charAt(at + name.length + 1))) {
    at = source.indexOf(`<${name}`, at + 1)
  }
  return at
}

function findIsland(source: string, name: string, directive: string, index: number): number {
  let left = index
  for (let at = findTag(source, name); at >= 0; at = findTag(source, name, at + 1)) {
    const next = source.indexOf('<', at + 1)
    const text = source.slice(at, next < 0 ? undefined : next)
    if (text.includes(`client:${directive}`) && left-- === 0) return at
  }
  return Math.max(findTag(source, name), 0)
}
