import { type CodeNode, type Node, collect, isNode, typeOf } from './syntax-tree.ts'

/** The frontmatter of a component. */
export interface TypedFrontmatter {
  /** Its syntax tree, of type `Program`. */
  readonly program: Node
  readonly source: string
  /**
   * Rewrites the specifier of an import for the file that will contain the type.
   *
   * @returns `undefined` for a module whose types `tsc` cannot read.
   */
  readonly toSpecifier: (specifier: string) => string | undefined
}

/** Longer types repeat others too often to be useful. */
const MOST_CHARACTERS = 4000

/**
 * Writes the type `Props` of a component in a form that any file can contain: types that it names
 * are written out, or imported.
 *
 * @returns The type; `undefined` if there is none, or if it depends on other code of the component.
 */
export function propsTypeOf(frontmatter: TypedFrontmatter): string | undefined {
  const writer = new TypeWriter(frontmatter)
  const text = writer.write('Props')
  const isUsable = writer.isComplete && text.length <= MOST_CHARACTERS
  return isUsable ? text.replaceAll('\r\n', '\n') : undefined
}

/** A name that a type refers to, and where. */
interface Reference {
  readonly name: string
  readonly start: number
  readonly end: number
}

class TypeWriter {
  /** False once a type was met that cannot be written elsewhere. */
  isComplete = true
  readonly #source: string
  /** Code for each imported name. */
  readonly #imports: ReadonlyMap<string, string | undefined>
  /** The declaration of each local name. */
  readonly #declared: ReadonlyMap<string, Node>
  /** Names that are being written, to find types that contain themselves. */
  readonly #open = new Set<string>()
  #length = 0

  constructor({ program, source, toSpecifier }: TypedFrontmatter) {
    const statements = program['body'] as readonly Node[]
    this.#source = source
    this.#imports = new Map(statements.flatMap((one) => importsOf(one, toSpecifier)))
    this.#declared = byName(statements.flatMap(declarationsOf))
  }

  /** Writes the type that a name of the component stands for. */
  write(name: string): string {
    if (!this.isComplete) return ''
    if (this.#imports.has(name)) return this.#imports.get(name) ?? this.#give()
    const declaration = this.#declared.get(name)
    if (declaration === undefined || this.#open.has(name)) return this.#give()
    this.#open.add(name)
    const text = this.#writeDeclaration(declaration)
    this.#open.delete(name)
    this.#length += text.length
    return this.#length > MOST_CHARACTERS ? this.#give() : text
  }

  #writeDeclaration(declaration: Node): string {
    const { type, typeParameters, body, typeAnnotation } = declaration
    if (isNode(typeParameters)) return this.#give()
    if (type === 'TSTypeAliasDeclaration') return this.#writeNode(typeAnnotation as CodeNode)
    if (type !== 'TSInterfaceDeclaration') return this.#give()
    const parts = [...(declaration['extends'] as readonly CodeNode[]), body as CodeNode]
    return parts.map((part) => this.#writeNode(part)).join(' & ')
  }

  #writeNode(node: CodeNode): string {
    if (collect(node, isOpaque).length > 0) return this.#give()
    const own = collect(node, isParameter).map((one) => nameOf(one))
    // A name that has two meanings in one type.
    if (own.some((name) => this.#isOuter(name))) return this.#give()
    let text = ''
    let position = node.start
    for (const { name, start, end } of collect(node, isReference).map(toReference)) {
      if (!this.#isOuter(name)) continue
      const code = this.write(name)
      const isPlain = this.#imports.has(name) || /^\{[^{}]*\}$/.test(code)
      text += this.#source.slice(position, start) + (isPlain ? code : `(${code})`)
      position = end
    }
    return text + this.#source.slice(position, node.end)
  }

  #isOuter(name: string): boolean {
    return this.#imports.has(name) || this.#declared.has(name)
  }

  #give(): string {
    this.isComplete = false
    return 'never'
  }
}

// Types that only the component's own file can name.
function isOpaque({ type, computed }: Node): boolean {
  return type === 'TSTypeQuery' || type === 'TSImportType' || computed === true
}

function isParameter({ type }: Node): boolean {
  return type === 'TSTypeParameter' || type === 'TSMappedType'
}

function nameOf({ type, name, key }: Node): string {
  return String(((type === 'TSMappedType' ? key : name) as Node)['name'])
}

function isReference({ type }: Node): boolean {
  return type === 'TSTypeReference' || type === 'TSInterfaceHeritage'
}

// The first of the names in `A.B.C`.
function toReference({ typeName, expression }: Node): Reference {
  let first = (typeName ?? expression) as CodeNode
  while (first.type !== 'Identifier' && isNode(first['left'] ?? first['object'])) {
    first = (first['left'] ?? first['object']) as CodeNode
  }
  return { name: String(first['name']), start: first.start, end: first.end }
}

function importsOf(
  { type, specifiers, source }: Node,
  toSpecifier: TypedFrontmatter['toSpecifier'],
): [string, string | undefined][] {
  if (type !== 'ImportDeclaration') return []
  const specifier = toSpecifier(String((source as Node)['value']))
  const module = specifier === undefined ? undefined : `import(${JSON.stringify(specifier)})`
  return (specifiers as readonly Node[]).map((one) => {
    const local = String((one['local'] as Node)['name'])
    return [local, module && module + memberOf(one)]
  })
}

function memberOf({ type, imported }: Node): string {
  if (type === 'ImportNamespaceSpecifier') return ''
  if (type === 'ImportDefaultSpecifier') return '.default'
  return `.${String((imported as Node)['name'] ?? (imported as Node)['value'])}`
}

/** A statement, or one of the variables that it declares. */
type Declared = readonly [name: string, declaration: Node]

function declarationsOf(statement: Node): Declared[] {
  const { declaration } = statement
  const declared = isNode(declaration) ? declaration : statement
  const { declarations } = declared
  const list = Array.isArray(declarations) ? (declarations as readonly Node[]) : [declared]
  return list.flatMap((one) => {
    const { id } = one
    return typeOf(id) === 'Identifier' ? [[String((id as Node)['name']), one] as const] : []
  })
}

// Two interfaces of one name are one type.
function byName(list: readonly Declared[]): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>()
  for (const [name, declaration] of list) {
    found.set(name, found.has(name) ? { type: 'Merged', start: 0 } : declaration)
  }
  return found
}
