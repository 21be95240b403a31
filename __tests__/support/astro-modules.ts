import { SourceTextModule, SyntheticModule, type Module } from 'node:vm'
import { parseAst } from 'vite'
import { type CompileOptions, compileAstro } from '../../src/compiler/compile.ts'
import { dataToText, mayHaveData } from '../../src/compiler/data-to-text.ts'
import { optimize } from '../../src/compiler/optimize.ts'
import type { Node } from '../../src/compiler/syntax-tree.ts'
import * as runtime from '../../src/runtime.ts'
import type { PageModule } from '../../src/shared/types.ts'
import { toHtmlModule } from '../../src/plugin/html-module.ts'

/** Sources by the name in their imports: `input.astro`, `Card.astro`, `list.js`. */
export type Sources = Readonly<Record<string, string>>

/** How the `.astro` sources are compiled. */
export type Compile = Omit<CompileOptions, 'filename'> & {
  /** True to optimize the code as a build does. (default: `false`) */
  readonly isOptimized?: boolean
}

/** Compiles sources and evaluates one of them, as Node would, without a bundler. */
export async function importAstro(
  sources: Sources,
  entry: string,
  compile: Compile = {},
): Promise<PageModule> {
  const modules = new Map<string, Module>()
  const load = (specifier: string): Module => {
    const name = specifier.replace(/^\.\//, '')
    const filename = `/src/${name === entry ? 'pages' : 'components'}/${name}`
    const module = modules.get(name) ?? toModule(filename, sources[name], compile)
    modules.set(name, module)
    return module
  }
  const module = load(entry)
  await module.link(load)
  await module.evaluate()
  return module.namespace as PageModule
}

// Modules that only a bundler knows, such as imported styles, are empty.
function toModule(filename: string, source: string | undefined, compile: Compile): Module {
  if (filename.endsWith('/ssr-pages/runtime')) return constants(runtime)
  if (source === undefined) return constants({})
  return new SourceTextModule(toCode(filename, source, compile), { identifier: filename })
}

function constants(values: object): Module {
  const names = Object.keys(values)
  return new SyntheticModule(names, function setExports() {
    for (const [name, value] of Object.entries(values)) this.setExport(name, value)
  })
}

function toCode(filename: string, source: string, compile: Compile): string {
  if (filename.endsWith('.astro')) {
    const { isOptimized = false, ...options } = compile
    const code = compileSource(source, { ...options, filename })
    return isOptimized ? (optimize(code, parse(code))?.code ?? code) : code
  }
  return filename.endsWith('.html') ? toHtmlModule(source) : source
}

/** Compiles a source as the Vite plugin does, in development and in a build. */
export function compileSource(source: string, options: CompileOptions): string {
  const { code } = compileAstro(source, options)
  return mayHaveData.test(code) ? (dataToText(code, parse(code))?.code ?? code) : code
}

function parse(code: string): Node {
  return parseAst(code) as unknown as Node
}
