import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseFrontmatter } from '../markdown/frontmatter.ts'
import type { MarkdownRenderer } from '../markdown/create-renderer.ts'
import { MARKDOWN_EXTENSIONS } from '../shared/markdown.ts'
import { relativeName } from '../project/public-name.ts'
import type { RenderedEntry } from '../shared/content.ts'
import type { Integrations } from '../shared/integrations.ts'
import { isObject } from '../shared/is-object.ts'
import type { EntryType } from './loader-types.ts'
import { parseData } from './parse-data.ts'

/** What Markdown entries need. */
export interface EntryTypesOptions {
  readonly root: string
  readonly integrations: Pick<Integrations, 'contentEntryTypes' | 'dataEntryTypes'>
  readonly renderer: MarkdownRenderer
}

/**
 * Collects how to read files of each kind: data, Markdown, and what integrations have added.
 *
 * @returns The kinds by extension, with a dot. Those of integrations come before ours.
 */
export function createEntryTypes(options: EntryTypesOptions): ReadonlyMap<string, EntryType> {
  const { integrations } = options
  const added = [...integrations.contentEntryTypes, ...integrations.dataEntryTypes].filter(isType)
  const types = [markdownType(options), DATA, ...added]
  return new Map(types.flatMap((type) => type.extensions.map((extension) => [extension, type])))
}

function isType(value: unknown): value is EntryType {
  return (
    isObject(value) &&
    Array.isArray(value['extensions']) &&
    typeof value['getEntryInfo'] === 'function'
  )
}

const DATA: EntryType = {
  extensions: ['.json', '.yaml', '.yml', '.toml'],
  getEntryInfo({ contents, fileUrl }) {
    return { data: contents.trim() === '' ? {} : parseData(fileURLToPath(fileUrl), contents) }
  },
}

function markdownType({ root, renderer }: EntryTypesOptions): EntryType {
  return {
    extensions: MARKDOWN_EXTENSIONS,
    getEntryInfo({ contents, fileUrl }) {
      const file = relativeName(root, fileURLToPath(fileUrl))
      const { frontmatter, content, rawFrontmatter } = parseFrontmatter(contents, file)
      return { data: frontmatter, body: content.trim(), rawData: rawFrontmatter }
    },
    getRenderFunction: () => (entry) =>
      renderText(renderer, entry.body, {
        frontmatter: isObject(entry.data) ? { ...entry.data } : {},
        file: entry.filePath,
      }),
  }
}

/** Creates the function `renderMarkdown()` that loaders get. */
export function createRenderMarkdown({
  root,
  renderer,
}: Pick<EntryTypesOptions, 'root' | 'renderer'>): (
  text: string,
  options?: { readonly fileURL?: URL },
) => Promise<RenderedEntry> {
  return function renderMarkdown(text, { fileURL = pathToFileURL(`${root}/`) } = {}) {
    const file = fileURLToPath(fileURL)
    const { frontmatter, content } = parseFrontmatter(text, relativeName(root, file))
    return renderText(renderer, content, { frontmatter, file })
  }
}

async function renderText(
  renderer: MarkdownRenderer,
  text: string,
  of: Parameters<MarkdownRenderer['render']>[1],
): Promise<RenderedEntry> {
  const { html, headings, frontmatter, localImages, remoteImages } = await renderer.render(text, of)
  return {
    html,
    metadata: {
      headings,
      localImagePaths: localImages,
      remoteImagePaths: remoteImages,
      frontmatter,
      imagePaths: [...localImages, ...remoteImages],
    },
  }
}
