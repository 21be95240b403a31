import { basename } from 'node:path'
import { blankComments } from '../compiler/comments.ts'

/** A name by which Vite replaces an import: `__vite_ssr_import_3__.default`. */
const MANGLED =
  /\(0 ?, ?(__vite_ssr_import_\d+__)(?:\.([\w$]+))?\)|(__vite_ssr_import_\d+__)(?:\.([\w$]+))?/g

/** A module, as its author wrote it and as Vite runs it. */
export interface TransformedModule {
  readonly source: string
  /** Contains `const __vite_ssr_import_3__ = await __vite_ssr_import__("/src/x.ts", ...)`. */
  readonly code: string
}

/** Tells whether a text contains Vite's names of imports, which {@link toSourceNames} replaces. */
export function hasMangledNames(text: string): boolean {
  return text.includes('__vite_ssr_import_')
}

/**
 * Replaces Vite's names of imports by the names of the source: `(0 , __vite_ssr_import_3__.default)
 * is not a function` becomes `slugify is not a function`.
 *
 * @param text - Message or stack of an error.
 * @param module - The module that threw the error. Without it, exported names replace the local
 *   ones.
 */
export function toSourceNames(text: string, module?: TransformedModule): string {
  const imports = module ? readImports(module.source) : []
  return text.replaceAll(MANGLED, (_all, called, calledName, used, usedName) => {
    const [variable, name] = [String(called ?? used), calledName ?? usedName]
    const { url, names } = module ? requestOf(module.code, variable) : NO_REQUEST
    return toLocalName(
      name,
      imports.filter((entry) => isFrom(entry, url)),
      { url, names },
    )
  })
}

interface Request {
  readonly url: string
  /** The names that are imported; `undefined` for a namespace. */
  readonly names: readonly string[] | undefined
}

const NO_REQUEST: Request = { url: '', names: undefined }

function requestOf(code: string, variable: string): Request {
  const start = code.indexOf(`const ${variable} = `)
  if (start < 0) return NO_REQUEST
  const line = code.slice(start, start + 2000)
  const [, url = '', names] =
    /^[^(]+\("([^"]*)"(?:, ?\{[^[\]}]*\[([^\]]*)\][^}]*\})?\)/.exec(line) ?? []
  return { url, names: names?.split(',').map((name) => name.replaceAll(/["\s]/g, '')) }
}

function toLocalName(
  name: string | undefined,
  imports: readonly NamedImport[],
  { url, names }: Request,
): string {
  const isNamed = name !== undefined && (names === undefined || names.includes(name))
  const local = imports.flatMap(({ bindings }) => bindings.get(name ?? '') ?? [])[0]
  if (isNamed && local !== undefined) return local
  const space = imports.flatMap(({ bindings }) => bindings.get('*') ?? [])[0]
  if (space !== undefined) return name === undefined ? space : `${space}.${name}`
  if (name !== 'default') return name ?? 'an import'
  return url === '' ? 'the default import' : `the default import of ${url}`
}

/** An import of a source. */
export interface NamedImport {
  readonly specifier: string
  /** Local names by imported name, `default` or `*`. */
  readonly bindings: ReadonlyMap<string, string>
}

// The limits keep the time linear, and so does not scanning past the next `import`.
const STATEMENT =
  /\bimport\s{1,99}(?!type\s)([\w$*{](?:(?!\bimport\s)[^'"();]){0,2000}?)from\s{0,99}(['"])([^'"\n]+)\2/g

/** Finds the static imports of a source, but not those of types only. */
export function readImports(source: string): NamedImport[] {
  return [...blankComments(source).matchAll(STATEMENT)].map(
    ([, clause = '', , specifier = '']) => ({
      specifier,
      bindings: bindingsOf(clause),
    }),
  )
}

function bindingsOf(clause: string): Map<string, string> {
  const [outside = '', inside = ''] = clause.split(/[{}]/)
  const bindings = new Map<string, string>()
  for (const part of outside.split(',').map((text) => text.trim())) {
    if (part.startsWith('*')) bindings.set('*', lastWord(part))
    else if (part !== '') bindings.set('default', part)
  }
  for (const part of inside.split(',').map((text) => text.trim())) {
    if (part !== '') bindings.set(part.split(/\s/)[0] ?? part, lastWord(part))
  }
  return bindings
}

function lastWord(text: string): string {
  return text.split(/\s+/).at(-1) ?? text
}

// A specifier may be relative, an alias or a package. The name of the file is the same in all
// forms.
function isFrom({ specifier }: NamedImport, url: string): boolean {
  if (url === '' || url === specifier) return true
  const name = stemOf(specifier)
  return stemOf(url) === name || url.includes(`/${name}/`)
}

function stemOf(path: string): string {
  return basename(path.replace(/\?.*$/s, '')).replace(/\.\w+$/, '')
}
