import { isObject } from '../shared/is-object.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { createHeadedComponent } from '../render/component.ts'
import { copyGraph } from './copy-data.ts'
import { createModuleContent } from './module-content.ts'
import type { Reader } from './read-collection.ts'
import type { RenderedContent } from './rendered-content.ts'
import { imageAttributes } from '../render/markdown-image.ts'
import { type PrintImage, printImages } from './text-images.ts'
import type { Entry } from './stored-collection.ts'
import type { ContentSources } from './sources.ts'

/**
 * Creates the function `render()` of `astro:content`.
 *
 * @param sources - The content modules of the site, and how it prints images.
 * @param reader - Knows the images of an entry's text.
 * @returns A function that takes an entry: of a collection, or of a live collection.
 */
export function createRender(
  { modules = [], print: loadPrint }: Pick<ContentSources, 'modules' | 'print'>,
  reader: Reader,
): (entry: Entry) => Promise<RenderedContent> {
  const byFile = new Map(modules)
  return async function render(entry) {
    // The type does not keep plain JavaScript from passing the result of a getEntry() that failed.
    if (!isObject(entry)) throw notAnEntry(entry)
    const { filePath = '', deferredRender, rendered, collection, id } = entry
    if (deferredRender) {
      const load = byFile.get(filePath)
      if (load === undefined) throw noModule(entry)
      return createModuleContent(await load(), filePath)
    }
    const { html = '', metadata = {} } = rendered ?? {}
    const { headings = [], frontmatter = {} } = metadata
    const hasImages = html.includes('__ASTRO_IMAGE_')
    const images = hasImages ? (await reader.find(collection))?.textImages(id) : undefined
    const print: PrintImage = (images && (await loadPrint?.())?.markdownImage) ?? imageAttributes
    const content = () => (images ? printImages(html, images, print) : html)
    return {
      Content: createHeadedComponent(content, filePath),
      headings: copyGraph(headings) as typeof headings,
      remarkPluginFrontmatter: copyGraph(frontmatter) as typeof frontmatter,
    }
  }
}

function notAnEntry(seen: unknown): SsrPagesError {
  const what = `render() was called with ${seen === null ? 'null' : typeof seen} instead of an entry.`
  const hint = 'Check that getEntry() has found the entry before you render it.'
  return new SsrPagesError('CONTENT_CALL_INVALID', what, {}, hint)
}

function noModule({ collection, id, filePath }: Entry): SsrPagesError {
  const what = `The entry ${JSON.stringify(id)} of the collection ${JSON.stringify(collection)} cannot be rendered: the build has no module of ${filePath ?? 'its file'}.`
  return new SsrPagesError('MODULE_UNKNOWN', what, { collection, id })
}
