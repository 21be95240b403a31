import { readFileSync } from 'node:fs'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import type { IslandLinks, IslandTag } from '../compiler/islands.ts'
import { placeAt } from '../compiler/place.ts'
import { sourceError, type SourceProblem } from '../compiler/source-error.ts'
import { listNames } from '../shared/list-names.ts'
import { toPublicName } from '../project/public-name.ts'
import { checkIslandExport, type ParseCode } from './check-island-export.ts'
import type { Island } from './component-meta.ts'
import type { Component } from './components.ts'
import { FRAMEWORK_FILE, hintedRenderer, renderersOf } from './frameworks.ts'
import { missingRenderer } from './missing-renderer.ts'

/** What is needed to find the modules of islands. */
export interface LinkContext {
  /** Absolute path of the project. */
  readonly root: string
  /** Absolute path of the component that contains the tags. */
  readonly file: string
  /** The component's source, if it is not a file. */
  readonly source: string | undefined
  /** Names of the site's renderers. */
  readonly renderers: readonly string[]
  /** Finds the module of an import, for the browser. */
  resolve(specifier: string): Promise<string | undefined>
  /** Parses a module of JavaScript or TypeScript. */
  readonly parse: ParseCode
}

/** A component whose islands have their ids. */
export interface LinkedComponent extends Pick<Component, 'code' | 'map'> {
  readonly islands: readonly Island[]
}

/**
 * Finds the modules of a component's islands, and compiles the component with their ids.
 *
 * @throws {SsrPagesError} COMPILE_FAILED, RENDERER_MISSING: with the place of the tag
 */
export async function linkIslands(
  component: Component,
  context: LinkContext,
): Promise<LinkedComponent> {
  const { code, map, islands: tags } = component
  if (tags.length === 0) return { code, map, islands: [] }
  const { islands, ...links } = await linkTags(tags, context)
  return { ...component.link(links), islands }
}

/**
 * Finds the modules of islands.
 *
 * @returns The islands, and their ids by what their tags import.
 * @throws {SsrPagesError} COMPILE_FAILED, RENDERER_MISSING: with the place of the tag
 */
export async function linkTags(
  tags: readonly IslandTag[],
  context: LinkContext,
): Promise<IslandLinks & { readonly islands: readonly Island[] }> {
  const ids = new Map<string, string>()
  const only = new Map<string, string>()
  const islands: Island[] = []
  for (const tag of tags) {
    const module = await context.resolve(tag.specifier)
    if (module === undefined) {
      if (tag.directive === 'only') throw tagError(tag, context, notFound(tag))
      // The bundler reports the import, which is still in the code.
      continue
    }
    if (module.endsWith('.astro')) continue
    const id = toPublicName(context.root, module)
    const isOnly = tag.directive === 'only'
    ids.set(tag.specifier, id)
    const renderer = rendererOf(tag, module, context)
    const wrong = checkIslandExport(tag, {
      module,
      file: toPublicName(context.root, module).slice(1),
      parse: context.parse,
    })
    if (wrong !== undefined) throw tagError(tag, context, wrong)
    if (isOnly && renderer !== undefined) only.set(id, renderer)
    islands.push({ id, module, isOnly, directive: tag.directive, renderer })
  }
  return { ids, only, islands }
}

function notFound({ name, specifier }: IslandTag): string {
  return `<${name} client:only>: '${specifier}' is not found`
}

// `undefined` for a component that is known only when it is rendered: a file of a package, or JSX of
// a site with several frameworks.
function rendererOf(tag: IslandTag, module: string, context: LinkContext): string | undefined {
  const { renderers, root } = context
  const [component = module] = module.split('?')
  const { directive, value, specifier } = tag
  const isOnly = directive === 'only'
  const hinted = isOnly && value !== undefined ? hintedRenderer(value, renderers) : undefined
  if (hinted !== undefined) return hinted
  const likely = renderersOf(component, renderers)
  const hint = isOnly ? value : undefined
  if (likely.length === 0) {
    const found = { specifier, importer: context.file, at: tag.start }
    throw missingRenderer(found, { component, root, hint })
  }
  if (likely.length === 1 && (hint === undefined || FRAMEWORK_FILE.test(component))) {
    return likely[0]
  }
  if (!isOnly) return undefined
  const text =
    hint === undefined
      ? `client:only needs to know the framework of <${tag.name}>: client:only="react"`
      : `client:only="${hint}" names no renderer of this site`
  throw tagError(tag, context, `${text}; these are configured: ${listNames(renderers)}`)
}

/** The error for a tag, with its place. */
export function tagError(tag: IslandTag, context: LinkContext, text: string): Error {
  return sourceError('COMPILE_FAILED', { ...placeOf(tag, context), text })
}

function placeOf(tag: IslandTag, context: LinkContext): Omit<SourceProblem, 'text'> {
  const source = withoutMark(context.source ?? readFileSync(context.file, 'utf8'))
  const file = toPublicName(context.root, context.file).slice(1)
  return { file, source, ...placeAt(source, tag.start) }
}
