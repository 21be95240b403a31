import { expect } from '@jest/globals'
import { html } from '../../src/render/html.ts'
import type { Route } from '../../src/shared/types.ts'
import { importAstro } from '../support/astro-modules.ts'
import { renderModule, toText } from '../support/render-source.ts'

/** A page's text, its components, and its browser files. */
export interface Source {
  readonly page: string
  readonly components?: Readonly<Record<string, string>>
  readonly assets?: Partial<Route['assets']>
  /** True to optimize the code as a build does. (default: `false`) */
  readonly isOptimized?: boolean
}

/**
 * Compiles a page once. In the page, `value` is the value to render, and `html` the tag for
 * templates. Each value must print the same with and without the optimizations of a build.
 */
export async function compilePage(source: Source): Promise<(value: unknown) => Promise<string>> {
  const renders = [await compileAs(source, false), await compileAs(source, true)]
  return async (value) => {
    const [plain, built] = await Promise.allSettled(renders.map((render) => render(value)))
    if (plain?.status !== 'fulfilled') throw plain?.reason
    expect(built).toEqual(plain)
    return plain.value
  }
}

/** Compiles a page once, without (`false`) or with the optimizations of a build. */
export async function compileAs(
  source: Source,
  isOptimized: boolean,
): Promise<(value: unknown) => Promise<string>> {
  const components = Object.entries(source.components ?? {})
  const files = components.map(([name, text]) => [`${name}.astro`, text])
  const imports = components.map(([name]) => `import ${name} from './${name}.astro'\n`).join('')
  const [, code = '', markup = source.page] = /^---\n(.*?)---\n(.*)$/s.exec(source.page) ?? []
  const page = `---\n${imports}const { value, html } = Astro.locals\n${code}---\n${markup}`
  const module = await importAstro(
    { ...Object.fromEntries(files), 'test.astro': page },
    'test.astro',
    { isOptimized },
  )
  const { assets = {} } = source
  return async (value) => toText(await renderModule(module, { assets, locals: { value, html } }))
}

/** Renders a page once, to HTML. */
export async function renderWith(source: Source, value: unknown): Promise<string> {
  return (await compilePage(source))(value)
}
