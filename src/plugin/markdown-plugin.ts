import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { sep } from 'node:path'
import type { Plugin } from 'vite'
import { placeAt } from '../compiler/place.ts'
import { sourceError } from '../compiler/source-error.ts'
import { createMarkdownRenderer, type MarkdownRenderer } from '../markdown/create-renderer.ts'
import { parseFrontmatter } from '../markdown/frontmatter.ts'
import { toPageUrl } from '../markdown/page-url.ts'
import { type ModuleParts, toBrowserModule, toServerModule } from '../markdown/to-module.ts'
import { relativeName, toPublicName } from '../project/public-name.ts'
import type { Site } from '../project/site.ts'
import { isRouteFile } from '../routing/parse.ts'
import { MARKDOWN_EXTENSIONS } from '../shared/markdown.ts'

const EXTENSIONS = MARKDOWN_EXTENSIONS.map((extension) => extension.slice(1)).join('|')
const MODULE = new RegExp(`\\.(?:${EXTENSIONS})(?:\\?|$)`, 'i')

/** Queries with which Vite gives the text of a file, or its address. */
const AS_VALUE = /[?&](?:url|raw|direct|inline|no-inline)(?:&|$)/

/**
 * Creates the Vite plugin that makes modules of Markdown files.
 *
 * @param findSite - Returns the project of a folder.
 */
export function markdownPlugin(findSite: (root: string) => Site): Plugin {
  let site: Site
  let renderer: MarkdownRenderer | undefined
  return {
    name: 'ssr-pages:markdown',
    enforce: 'pre',
    configResolved({ root }) {
      site = findSite(root)
    },
    load: {
      filter: { id: { include: MODULE, exclude: AS_VALUE } },
      async handler(id) {
        const [file = id] = id.split('?')
        // The module of another plugin.
        if (!existsSync(file)) return undefined
        renderer ??= createMarkdownRenderer(site, (message) => this.warn(message))
        const resolve: Resolve = (specifier) => this.resolve(specifier, file)
        const parts = await readParts({ site, renderer, file, resolve })
        const isServer = this.environment.config.consumer === 'server'
        return { code: isServer ? toServerModule(parts) : toBrowserModule(parts), map: null }
      },
    },
  }
}

type Resolve = (specifier: string) => Promise<unknown>

function isPage({ pagesDir, integrations }: Site, file: string): boolean {
  if (integrations.routes.some(({ entrypoint }) => entrypoint === file)) return true
  return file.startsWith(pagesDir + sep) && isRouteFile(relativeName(pagesDir, file))
}

interface MarkdownInput {
  readonly site: Site
  readonly renderer: MarkdownRenderer
  /** Absolute path. */
  readonly file: string
  readonly resolve: Resolve
}

async function readParts(input: MarkdownInput): Promise<ModuleParts> {
  const { site, renderer, file } = input
  const name = toPublicName(site.root, file)
  const text = await readFile(file, 'utf8')
  const { frontmatter, content } = parseFrontmatter(text, name.slice(1))
  const rendered = await renderer.render(content, { frontmatter, file })
  const problem = { file: name.slice(1), source: text }
  const paths = rendered.localImages.map(async (path) => {
    const specifier = await findBeside(input, path)
    if (specifier !== undefined) return [path, specifier] as const
    const place = placeOf(text, path)
    throw sourceError('MARKDOWN_FAILED', {
      ...problem,
      ...place,
      text: `The image ${path} does not exist`,
    })
  })
  return {
    file: name,
    url: toPageUrl(site, file),
    isPage: isPage(site, file),
    content,
    rendered,
    layout: await findLayout(input, rendered.frontmatter['layout'], problem),
    images: new Map(await Promise.all(paths)),
  }
}

async function findLayout(
  input: MarkdownInput,
  layout: unknown,
  problem: { readonly file: string; readonly source: string },
): Promise<string | undefined> {
  if (layout === undefined || layout === null || layout === '') return undefined
  const found = typeof layout === 'string' ? await findBeside(input, layout) : undefined
  if (found !== undefined) return found
  const text =
    typeof layout === 'string'
      ? `The layout ${layout} does not exist`
      : `\`layout\` must be the path of a component (saw ${JSON.stringify(layout)})`
  const line = placeOf(problem.source, typeof layout === 'string' ? layout : 'layout')
  throw sourceError('FRONTMATTER_INVALID', { ...problem, ...line, text })
}

// As in Astro, a name without `./` may be a file beside this one.
async function findBeside({ resolve }: MarkdownInput, path: string): Promise<string | undefined> {
  if (await resolve(path).catch(() => null)) return path
  const beside = `./${path}`
  if (/^[./]/.test(path)) return undefined
  return (await resolve(beside).catch(() => null)) ? beside : undefined
}

function placeOf(source: string, text: string): { line?: number; column?: number } {
  const offset = Math.max(source.indexOf(text), source.indexOf(encodeURI(text)))
  return offset === -1 ? {} : placeAt(source, offset)
}
