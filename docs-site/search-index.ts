import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { close, createIndex } from 'pagefind'

interface BuildDone {
  readonly dir: URL
  readonly pages: readonly { readonly pathname: string }[]
}

/** An integration that makes the index of the search from the pages of each build. */
export function searchIndex(): {
  name: string
  hooks: { 'astro:build:done': (done: BuildDone) => Promise<void> }
} {
  return {
    name: 'search-index',
    hooks: {
      async 'astro:build:done'({ dir, pages }) {
        const { index, errors } = await createIndex()
        if (!index) throw new Error(errors.join('\n'))
        for (const { pathname } of pages) {
          const content = await readPage(dir, pathname)
          if (content === undefined) continue
          // Only articles: pages without this attribute, such as 404.html, are not found.
          if (!content.includes('data-pagefind-body')) continue
          await index.addHTMLFile({ url: `/${pathname}`.replace(/(?<=.)\/$/, ''), content })
        }
        await index.writeFiles({ outputPath: fileURLToPath(new URL('pagefind', dir)) })
        await close()
      },
    },
  }
}

async function readPage(dir: URL, pathname: string): Promise<string | undefined> {
  try {
    return await readFile(new URL(`${pathname}index.html`, dir), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
