import { readFileSync } from 'node:fs'
import type { IslandTag } from '../compiler/islands.ts'
import type { Node } from '../compiler/syntax-tree.ts'
import { adviseExport } from '../diagnostics/missing-export.ts'
import { judgeExport } from './exported-value.ts'

/** Modules of the project in which exports can be found: other files need their compilers. */
const CODE = /\.[cm]?([jt]sx?)$/

/** Parses a module in one of the languages of JavaScript. */
export type ParseCode = (code: string, lang: 'js' | 'jsx' | 'ts' | 'tsx') => unknown

/**
 * Checks that what a tag with a `client:` directive names may be a component: a mistake would show
 * only in the browser, or when the page is rendered.
 *
 * @param module - Absolute path of the tag's module.
 * @param file - The module's name in the message.
 * @returns What is wrong; `undefined` if nothing is, or it cannot be known.
 */
export function checkIslandExport(
  { name, imported, directive }: IslandTag,
  { module, file, parse }: { module: string; file: string; parse: ParseCode },
): string | undefined {
  const [, lang] = CODE.exec(module) ?? []
  const exported = exportedName(imported, name)
  if (lang === undefined || exported === undefined || /[\\/]node_modules[\\/]/.test(module)) {
    return undefined
  }
  let code: string
  let program: Node
  try {
    code = readFileSync(module, 'utf8')
    program = parse(code, lang === 'js' ? 'jsx' : (lang as 'jsx' | 'ts' | 'tsx')) as Node
  } catch {
    // The bundler reports it.
    return undefined
  }
  const found = judgeExport(program, exported)
  const tag = `<${name} client:${directive}>`
  const what = exported === 'default' ? 'the default export' : exported
  if (found.kind === 'missing') {
    const lacks = exported === 'default' ? 'has no default export' : `does not export ${exported}`
    return `${tag}: ${file} ${lacks}. ${adviseExport(exported, file, code)}`
  }
  if (found.kind !== 'no component') return undefined
  return `${tag} is no component: ${what} of ${file} is ${found.what}`
}

// `<Icons.Star>` is the export `Star` if `Icons` is the whole module.
function exportedName(imported: string | undefined, tag: string): string | undefined {
  const [, member, ...deeper] = tag.split('.')
  if (imported === '*') return deeper.length > 0 ? undefined : member
  return member === undefined ? imported : undefined
}
