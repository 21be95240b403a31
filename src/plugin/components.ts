import { readFile } from 'node:fs/promises'
import type { ResolvedConfig } from 'vite'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import { type CompiledComponent, type CompileOptions, compileAstro } from '../compiler/compile.ts'
import { prepareStyles } from '../compiler/styles.ts'
import { checkStyles } from './check-css.ts'
import { createPreprocessor } from './preprocess.ts'
import { toPublicName } from '../project/public-name.ts'

/** Options that all components of a project share. */
export interface ComponentOptions extends Pick<
  CompileOptions,
  'site' | 'scopedStyleStrategy' | 'compact'
> {
  /**
   * Sources of components that are not files, by id. All steps of a build share the map.
   * (default: a new map)
   */
  readonly sources?: Map<string, string> | undefined
}

/** A compiled component with the files that it depends on. */
export interface Component extends CompiledComponent {
  /** Absolute paths of the files that its styles import. */
  readonly dependencies: ReadonlySet<string>
}

/** The compiled `.astro` files of a project, by absolute path. */
export interface Components {
  /**
   * Compiles a file again. `text` is the source of a component that a plugin generates; without it
   * the file is read.
   */
  compile(file: string, text?: string): Promise<Component>
  /** Returns the last compilation of a file; compiles the file when there is none. */
  get(file: string): Promise<Component>
  /** All compilations of each file since its last {@link Components.keepLast}, oldest first. */
  readonly all: ReadonlyMap<string, readonly Promise<Component>[]>
  /** Forgets all compilations of a file but the last. */
  keepLast(file: string): void
}

/**
 * Creates the store of compiled components.
 *
 * @param config - Vite's configuration, for the root and the style preprocessors.
 * @param options - How to compile.
 * @returns An empty store.
 */
export function createComponents(config: ResolvedConfig, options: ComponentOptions): Components {
  const { sources = new Map<string, string>(), ...compileOptions } = options
  const all = new Map<string, readonly Promise<Component>[]>()
  const told = new Map<string, readonly string[]>()

  function compile(file: string, text?: string): Promise<Component> {
    if (text !== undefined) sources.set(file, text)
    const component = compileFile({ file, text: sources.get(file) }, config, compileOptions)
    all.set(file, [...(all.get(file) ?? []), component])
    component.then(
      ({ warnings }) => tell(file, warnings),
      () => {},
    )
    return component
  }
  // A file is compiled several times. Only new warnings are printed.
  function tell(file: string, warnings: readonly string[]): void {
    const before = told.get(file) ?? []
    told.set(file, warnings)
    for (const warning of warnings) if (!before.includes(warning)) config.logger.warn(warning)
  }
  return {
    compile,
    get: (file) => all.get(file)?.at(-1) ?? compile(file),
    all,
    keepLast: (file) => all.set(file, all.get(file)?.slice(-1) ?? []),
  }
}

async function compileFile(
  { file, text }: { readonly file: string; readonly text: string | undefined },
  config: ResolvedConfig,
  options: Omit<ComponentOptions, 'sources'>,
): Promise<Component> {
  const source = withoutMark(text ?? (await readFile(file, 'utf8')))
  const filename = toPublicName(config.root, file)
  const dependencies = new Set<string>()
  const styled = { file, source, name: filename.slice(1) }
  const styles = await prepareStyles(source, createPreprocessor(config, styled, dependencies))
  const compiled = compileAstro(source, { ...options, filename, styles })
  const cssWarnings = await checkStyles(compiled.styles, { file: styled.name, source }, config)
  return { ...compiled, dependencies, warnings: [...compiled.warnings, ...cssWarnings] }
}
