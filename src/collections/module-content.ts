import { SsrPagesError } from '../shared/errors.ts'
import { isObject } from '../shared/is-object.ts'
import type { RouteAssets } from '../shared/types.ts'
import { addAssets } from '../render/add-assets.ts'
import { createComponent, renderComponent } from '../render/component.ts'
import type { Props } from '../render/component-factory.ts'
import type { PageRender, SlotMap } from '../render/page-render.ts'
import { Markup } from '../render/markup.ts'
import { isThenable } from '../render/renderable.ts'
import { Template } from '../render/template.ts'
import { copyGraph } from './copy-data.ts'
import type { RenderedContent } from './rendered-content.ts'

/**
 * Creates what `render()` returns for an entry that is a module: MDX, Markdoc, or Markdown of a loader with
 * `deferRender`.
 *
 * @param module - The content module.
 * @param filePath - Its file, relative to the root.
 * @throws {SsrPagesError} MODULE_EMPTY: when the module exports no component
 */
export function createModuleContent(module: object, filePath: string): RenderedContent {
  const exported: Readonly<Record<string, unknown>> = { ...module }
  const { Content, components, getHeadings, frontmatter } = exported
  if (typeof Content !== 'function') {
    const what = `${filePath} exports no component \`Content\`, so its entry cannot be rendered.`
    throw new SsrPagesError('MODULE_EMPTY', what, { file: filePath })
  }
  const headings: unknown = typeof getHeadings === 'function' ? getHeadings() : undefined
  return {
    Content: createComponent(printModule, filePath),
    headings: Array.isArray(headings) ? headings : [],
    remarkPluginFrontmatter: isObject(frontmatter) ? copyFrontmatter(frontmatter) : {},
  }

  function copyFrontmatter(shared: object): RenderedContent['remarkPluginFrontmatter'] {
    // All requests share the module, and a page may change what it gets.
    return copyGraph(shared) as RenderedContent['remarkPluginFrontmatter']
  }
  function printModule(result: PageRender, props: Props, slots: SlotMap): unknown {
    const own = filePath.endsWith('.mdx') ? { components: components ?? {}, ...props } : props
    const body = renderComponent(result, 'Content', Content, own, slots, { file: filePath })
    const assets = result.visit.shared.pages.content?.(filePath)
    const print = (found: RouteAssets | undefined): unknown => {
      const html = found === undefined ? '' : addAssets(result, found)
      return html === '' ? body : new Template(['', '', ''], [new Markup(html), body])
    }
    return isThenable(assets) ? assets.then(print) : print(assets)
  }
}
